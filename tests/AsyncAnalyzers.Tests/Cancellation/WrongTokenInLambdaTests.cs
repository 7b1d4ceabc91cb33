using AsyncAnalyzers.Cancellation;
using AsyncAnalyzers.CodeFixes.Cancellation;
using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Cancellation;

public sealed class WrongTokenInLambdaTests
{
    private static string Code(string member) => $$"""
        class C
        {
            {{member}}
            static Task SaveAsync(int n, CancellationToken token) => Task.CompletedTask;
            static Task RunAsync(Func<CancellationToken, Task> f) => f(default);
        }
        """;

    [Theory]
    [InlineData("Task M(int[] all, CancellationToken ct) => Parallel.ForEachAsync(all, ct, async (n, token) => await SaveAsync(n, [|ct|]));", "token")]
    [InlineData("Task M(CancellationToken ct) => RunAsync(own => SaveAsync(1, [|ct|]));", "own")]
    [InlineData("Task M(CancellationToken ct) => RunAsync(async @event => { await SaveAsync(1, token: [|ct|]).ConfigureAwait(false); });", "@event")]
    [InlineData("Task M(CancellationToken ct) => RunAsync(async delegate (CancellationToken own) { await SaveAsync(1, [|ct|]); });", "own")]
    [InlineData("Task M() { var ct = new CancellationTokenSource().Token; return RunAsync(own => SaveAsync(1, [|ct|])); }", "own")]
    [InlineData("Task M(CancellationToken ct) => RunAsync(own => Task.Run(() => SaveAsync(1, [|ct|])));", "own")]
    [InlineData("Task M(CancellationToken ct) => RunAsync(a => RunAsync(b => SaveAsync(1, [|a|])));", "b")]
    public Task The_lambda_s_own_token_is_passed(string member, string expected)
    {
        var (start, end) = (member.IndexOf("[|", StringComparison.Ordinal), member.IndexOf("|]", StringComparison.Ordinal) + 2);
        return Verify<WrongTokenInLambda, WrongTokenInLambdaFix>.Fixes(Code(member), Code(member[..start] + expected + member[end..]));
    }

    [Theory]
    [InlineData("Task M(CancellationToken ct) => RunAsync(own => SaveAsync(1, own));")]
    [InlineData("Task M(CancellationToken ct) => RunAsync(_ => SaveAsync(1, ct));")]
    [InlineData("Task M(CancellationToken ct) => RunAsync(own => SaveAsync(1, CancellationTokenSource.CreateLinkedTokenSource(own, ct).Token));")]
    [InlineData("Task M(CancellationToken ct) => RunAsync(async own => { if (ct.IsCancellationRequested) { await SaveAsync(1, own); } });")]
    [InlineData("void M(CancellationToken ct) { ct.Register((state, own) => SaveAsync(1, ct), null); }")]
    [InlineData("Task M(CancellationToken ct) => Task.Run(() => SaveAsync(1, ct));")]
    [InlineData("Task M(CancellationToken ct) => RunAsync(async own => { var inner = own; await SaveAsync(1, inner); });")]
    [InlineData("Task M(CancellationToken ct) { return Local(ct); Task Local(CancellationToken own) => SaveAsync(1, ct); }")]
    public Task Other_uses_of_an_outer_token_are_not_reported(string member) => Verify<WrongTokenInLambda>.Silent(Code(member));

    [Fact]
    public Task No_fix_where_the_name_means_something_else() => Verify<WrongTokenInLambda, WrongTokenInLambdaFix>.OffersNoFix(Code(
        "Task M(CancellationToken ct) => RunAsync(own => Task.WhenAll(new[] { 1 }.Select(own => SaveAsync(own, [|ct|]))));"));
}
