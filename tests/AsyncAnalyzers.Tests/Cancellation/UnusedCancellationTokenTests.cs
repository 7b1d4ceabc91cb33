using AsyncAnalyzers.Cancellation;
using AsyncAnalyzers.CodeFixes.Cancellation;
using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Cancellation;

public sealed class UnusedCancellationTokenTests
{
    private static string Code(string member) => $$"""
        interface I { Task RunAsync(CancellationToken ct); }
        class B { public virtual Task BaseAsync(CancellationToken ct) => Task.CompletedTask; }
        class C : B, I
        {
            public Task RunAsync(CancellationToken ct) => Task.CompletedTask;
            {{member}}
            static Task<int> LoadAsync(int n, CancellationToken token = default) => Task.FromResult(n);
        }
        """;

    [Theory]
    [InlineData("async Task M(CancellationToken [|ct|]) { await {LoadAsync(1)}; }", "LoadAsync(1, ct)")]
    [InlineData("Task M(int n, CancellationToken [|ct|] = default) => {LoadAsync(1)};", "LoadAsync(1, ct)")]
    [InlineData("async IAsyncEnumerable<int> M([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken [|ct|]) { yield return await {LoadAsync(1)}; }", "LoadAsync(1, ct)")]
    [InlineData("async Task M() { await Local(default); async Task Local(CancellationToken [|ct|]) { await {LoadAsync(1)}; } }", "LoadAsync(1, ct)")]
    [InlineData("async Task M(CancellationToken [|ct|]) { await {LoadAsync(LoadAsync(2).Id)}; Func<Task> f = () => Task.CompletedTask; }", "LoadAsync(LoadAsync(2, ct).Id, ct)")]
    public Task The_token_is_passed_on(string member, string expected)
    {
        var (start, end) = (member.IndexOf("{L", StringComparison.Ordinal), member.IndexOf(")}", StringComparison.Ordinal));
        var source = member[..start] + member[(start + 1)..(end + 1)] + member[(end + 2)..];
        return Verify<UnusedCancellationToken, UnusedCancellationTokenFix>.Fixes(
            Code(source), Code((member[..start] + expected + member[(end + 2)..]).Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("async Task M(CancellationToken ct) { ct.ThrowIfCancellationRequested(); await LoadAsync(1); }")]
    [InlineData("async Task M(CancellationToken ct) { await LoadAsync(1, ct); await LoadAsync(1); }")]
    [InlineData("async Task M(CancellationToken ct) { await Task.Yield(); }")]
    [InlineData("async Task M(CancellationToken ct) { await LoadAsync(1, CancellationToken.None); }")]
    [InlineData("void M(CancellationToken ct) { LoadAsync(1).Wait(); }")]
    [InlineData("async Task M(CancellationToken _) { await LoadAsync(1); }")]
    [InlineData("public override async Task BaseAsync(CancellationToken ct) { await LoadAsync(1); }")]
    [InlineData("public virtual async Task V(CancellationToken ct) { await LoadAsync(1); }")]
    [InlineData("Func<CancellationToken, Task>? f; async Task M(CancellationToken ct) { await LoadAsync(1); } void N() { f = M; }")]
    [InlineData("Func<CancellationToken, Task> f = async ct => await LoadAsync(1);")]
    [InlineData("async Task M(CancellationToken a, CancellationToken b) { await LoadAsync(1); }")]
    [InlineData("class D : I { public async Task RunAsync(CancellationToken ct) { await LoadAsync(1); } }")]
    [InlineData("class D : I { async Task I.RunAsync(CancellationToken ct) { await LoadAsync(1); } }")]
    public Task Tokens_that_are_used_or_belong_to_a_fixed_signature_are_not_reported(string member) => Verify<UnusedCancellationToken>.Silent(Code(member));
}
