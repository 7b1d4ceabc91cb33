using AsyncAnalyzers.Cancellation;
using AsyncAnalyzers.CodeFixes.Cancellation;
using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Cancellation;

public sealed class AcceptCancellationTokenTests
{
    private static string Code(string member) => $$"""
        public interface I { Task RunAsync(); }
        public class Context { public CancellationToken Aborted => default; }
        public abstract class B { public abstract Task BaseAsync(); }
        public class C
        {
            {{member}}
            private static Task LoadAsync(int n, CancellationToken token = default) => Task.CompletedTask;
        }
        """;

    [Theory]
    [InlineData("public async Task M[|()|] { await LoadAsync(1); }", "public async Task M(CancellationToken cancellationToken = default) { await LoadAsync(1, cancellationToken); }")]
    [InlineData("protected Task M[|(int n)|] => LoadAsync(n);", "protected Task M(int n, CancellationToken cancellationToken = default) => LoadAsync(n, cancellationToken);")]
    [InlineData("public async Task M[|(int cancellationToken)|] { await LoadAsync(await Task.FromResult(1)); await Task.Delay(1); }", "public async Task M(int cancellationToken, CancellationToken cancellationToken2 = default) { await LoadAsync(await Task.FromResult(1), cancellationToken2); await Task.Delay(1, cancellationToken2); }")]
    [InlineData("public async Task M[|()|] { Func<Task> f = async () => await LoadAsync(1); await f(); }", "public async Task M(CancellationToken cancellationToken = default) { Func<Task> f = async () => await LoadAsync(1, cancellationToken); await f(); }")]
    public Task The_method_takes_a_token_and_passes_it_on(string member, string expected) => Verify<AcceptCancellationToken, AcceptCancellationTokenFix>.Fixes(Code(member), Code(expected));

    [Theory]
    [InlineData("public async Task M[|(params int[] all)|] { await LoadAsync(1); }")]
    [InlineData("public async Task M[|()|] { await LoadAsync(1); } Func<Task> N() => M;")]
    [InlineData("public async Task M[|(int x)|] { await LoadAsync(1); } static void Enqueue(System.Linq.Expressions.Expression<Func<Task>> call) { } void N() => Enqueue(() => M(1));")]
    public Task No_fix_where_the_signature_is_needed(string member) => Verify<AcceptCancellationToken, AcceptCancellationTokenFix>.OffersNoFix(Code(member));

    [Theory]
    [InlineData("public async Task M(CancellationToken ct) { await LoadAsync(1); }")]
    [InlineData("public async Task M(Context c) { await LoadAsync(1); }")]
    [InlineData("private CancellationToken stop; public async Task M() { await LoadAsync(1); }")]
    [InlineData("private async Task M() { await LoadAsync(1); } internal async Task N() { await LoadAsync(1); }")]
    [InlineData("public async Task M() { await Task.Yield(); }")]
    [InlineData("public void M() { LoadAsync(1).Wait(); }")]
    [InlineData("public virtual async Task M() { await LoadAsync(1); }")]
    [InlineData("public async Task M() { await LoadAsync(1); } public async Task M(CancellationToken ct) { await LoadAsync(1, ct); }")]
    [InlineData("public async Task OnClick(object sender, EventArgs e) { await LoadAsync(1); }")]
    [InlineData("public async ValueTask DisposeAsync() { await LoadAsync(1); }")]
    [InlineData("public async Task M() { try { } finally { await LoadAsync(1); } }")]
    [InlineData("public async Task M() { await LoadAsync(1, CancellationToken.None); }")]
    [InlineData("public async Task M() { Func<Task> f = static async () => await LoadAsync(1); await f(); }")]
    [InlineData("public class D : I { public async Task RunAsync() { await LoadAsync(1); } }")]
    [InlineData("public class D : B { public override async Task BaseAsync() { await LoadAsync(1); } }")]
    [InlineData("class Hidden { public async Task M() { await LoadAsync(1); } }")]
    public Task Methods_that_need_none_or_are_fixed_are_not_reported(string member) => Verify<AcceptCancellationToken>.Silent(Code(member));

    [Theory]
    [InlineData("Benchmark")]
    [InlineData("GlobalSetup")]
    public Task Benchmarks_and_what_runs_around_them_are_not_reported(string attribute) => Verify<AcceptCancellationToken>.Silent(
        Code($"[BenchmarkDotNet.Attributes.{attribute}] public async Task M() {{ await LoadAsync(1); }}") + """

        namespace BenchmarkDotNet.Attributes
        {
            public class BenchmarkAttribute : Attribute { }
            public abstract class TargetedAttribute : Attribute { }
            public class GlobalSetupAttribute : TargetedAttribute { }
        }
        """);
}
