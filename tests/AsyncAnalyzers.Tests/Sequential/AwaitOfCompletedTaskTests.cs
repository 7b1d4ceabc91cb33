using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Sequential.AwaitOfCompletedTask, AsyncAnalyzers.CodeFixes.Sequential.AwaitOfCompletedTaskFix>;

namespace AsyncAnalyzers.Tests.Sequential;

public sealed class AwaitOfCompletedTaskTests
{
    private static string InClass(string members) => $$"""
        class C
        {
            static Task<int> F(int x = 0) => Task.Run(() => x + 1);
            static Task G() => Task.Delay(1);
            {{members}}
        }
        """;

    [Theory]
    [InlineData("async Task<int> M() { return [|await Task.FromResult(1)|]; }")]
    [InlineData("async Task<int> M() => [|await Task.FromResult(1)|];")]
    [InlineData("async Task<int> M() { var x = [|await Task.FromResult(1).ConfigureAwait(false)|]; return x; }")]
    [InlineData("async Task<int> M() => [|await ValueTask.FromResult(1)|];")]
    [InlineData("async Task<int> M() => [|await ValueTask.FromResult(result: 1).AsTask().ConfigureAwait(true)|];")]
    [InlineData("async Task<int> M() => [|await new ValueTask<int>(1)|];")]
    [InlineData("async Task<int> M() => [|await (new ValueTask<int>(result: 1)).ConfigureAwait(false)|];")]
    [InlineData("async Task<int> M() => [|await default(ValueTask<int>)|];")]
    [InlineData("async Task M() { await G(); [|await Task.CompletedTask|]; }")]
    [InlineData("async Task M() { await G(); [|await Task.CompletedTask.ConfigureAwait(false)|]; }")]
    [InlineData("async Task M() { await G(); [|await ValueTask.CompletedTask|]; }")]
    [InlineData("async Task M() { await G(); [|await default(ValueTask)|]; }")]
    [InlineData("async Task M() { await G(); [|await new ValueTask()|]; }")]
    [InlineData("async Task M() { await using var s = File.OpenRead(\"\"); [|await Task.CompletedTask|]; }")]
    [InlineData("async Task M(IAsyncEnumerable<int> xs) { await foreach (var x in xs) { } [|await Task.CompletedTask|]; }")]
    [InlineData("async Task M(Exception e) { [|await Task.FromException(e)|]; }")]
    [InlineData("async Task<int> M(Exception e) => [|await Task.FromException<int>(e)|];")]
    [InlineData("async Task<int> M(Exception e) => [|await ValueTask.FromException<int>(e)|];")]
    [InlineData("async Task M() { [|await Task.Delay(0)|]; }")]
    [InlineData("async Task M() { await G(); [|await Task.Delay(TimeSpan.Zero).ConfigureAwait(false)|]; }")]
    [InlineData("async Task M() { const int None = 0; await G(); [|await Task.Delay(None)|]; }")]
    [InlineData("async Task M() { await G(); [|await Task.Delay(default(TimeSpan))|]; }")]
    [InlineData("async Task<int> M() => [|await Task.Run(() => 1)|];")]
    [InlineData("async Task<int> M(int x) => [|await Task.Run(() => x)|];")]
    [InlineData("async Task<string?> M() => [|await Task.Run(() => { return (string?)null; })|];")]
    [InlineData("async Task M(Task t) { [|await Task.WhenAll(t)|]; }")]
    [InlineData("async Task M(Task<int> t) { [|await Task.WhenAll(t).ConfigureAwait(false)|]; }")]
    [InlineData("async Task<int[]> M() => [|await Task.WhenAll(F())|];")]
    [InlineData("async Task M() { [|await Task.WhenAll(new[] { F() })|]; }")]
    [InlineData("async Task M() { [|await Task.WhenAll([G()])|]; }")]
    [InlineData("async Task M() { [|await Task.WhenAll(tasks: G())|]; }")]
    [InlineData("async Task M(Task<int> t) { await [|await Task.WhenAny(t)|]; }")]
    [InlineData("async Task<Task> M(Task t) { var done = [|await Task.WhenAny(t)|]; return done; }")]
    public Task What_is_complete_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("async Task M(Task t) { [|await Task.WhenAll(t)|]; }")]
    [InlineData("async Task<int[]> M(Task<int> t) => [|await Task.WhenAll(t)|];")]
    [InlineData("async Task<int> M() => [|await Task.FromResult(1)|];")]
    public Task Arrays_of_arguments_are_seen_like_spans(string member) => Verify.Reports(InClass(member), Setup.Default with { Framework = Frameworks.Net80 });

    [Theory]
    [InlineData("Func<Task<int>> f = async () => [|await Task.FromResult(1)|];")]
    [InlineData("void M() { Func<Task<int>> f = async () => { return [|await Task.FromResult(1)|]; }; }")]
    [InlineData("void M() { Func<Task<int>> f = async delegate { await G(); return [|await Task.FromResult(1)|]; }; }")]
    [InlineData("void M() { async Task<int> L() => [|await Task.FromResult(1)|]; }")]
    [InlineData("int P { get { Func<Task<int>> f = async () => [|await Task.FromResult(1)|]; return 0; } }")]
    [InlineData("C() { Func<Task<int>> f = async () => [|await Task.FromResult(1)|]; }")]
    [InlineData("async IAsyncEnumerable<int> M() { await Task.Yield(); yield return [|await Task.FromResult(1)|]; }")]
    [InlineData("async void M() { await G(); [|await Task.CompletedTask|]; }")]
    public Task Every_kind_of_function_is_looked_at(string member) => Verify.Reports(InClass(member));

    [Fact]
    public Task Top_level_code_is_looked_at() => Verify.Reports("await Task.Delay(1); [|await Task.CompletedTask|];", Setup.TopLevel);

    [Theory]
    [InlineData("async Task M() { await Task.CompletedTask; }")]
    [InlineData("async Task M() => await Task.CompletedTask;")]
    [InlineData("async Task M() { await Task.FromResult(0); }")]
    [InlineData("async Task M() { await Task.FromResult<object?>(null); }")]
    [InlineData("async ValueTask M() { await default(ValueTask); }")]
    [InlineData("async Task<int> M() { await Task.CompletedTask; return 1; }")]
    [InlineData("async Task M(bool b) { if (b) { await Task.CompletedTask; return; } await Task.CompletedTask; }")]
    [InlineData("async IAsyncEnumerable<int> M() { await Task.CompletedTask; yield return 1; }")]
    [InlineData("async IAsyncEnumerable<int> M(int[] xs) { foreach (var x in xs) { yield return await Task.FromResult(x); } }")]
    [InlineData("async IAsyncEnumerable<int> M() { await Task.CompletedTask; yield break; }")]
    [InlineData("Func<Task> f = async () => await Task.CompletedTask;")]
    [InlineData("async Task M() { Func<Task> f = async () => { await Task.CompletedTask; }; await f(); }")]
    [InlineData("async Task M() { async Task L() { await G(); } await Task.CompletedTask; _ = L(); }")]
    [InlineData("async Task M() { await G();\n#if OTHER\nawait F();\n#else\nawait Task.CompletedTask;\n#endif\n}")]
    public Task What_fills_an_async_function_is_silent(string member) => Verify<AsyncAnalyzers.Sequential.AwaitOfCompletedTask>.Silent(InClass(member));

    [Theory]
    [InlineData("async Task<int> M() => await F();")]
    [InlineData("async Task<int> M(bool b) => await (b ? Task.FromResult(1) : F());")]
    [InlineData("async Task<int> M(int x) => await (x switch { 1 => F(), _ => Task.FromResult(1) });")]
    [InlineData("async Task M(Task? t) { await (t ?? Task.CompletedTask); }")]
    [InlineData("async Task<int> M() { var t = Task.FromResult(1); return await t; }")]
    [InlineData("Task<int> M() => Task.FromResult(1);")]
    [InlineData("async Task M() { await G(); await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); }")]
    [InlineData("async Task M(Exception e) { await Task.FromException(e).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); }")]
    [InlineData("async Task M() { await Task.Yield(); }")]
    [InlineData("async Task M(int x) { await Task.Delay(1); await Task.Delay(x); await Task.Delay(TimeSpan.FromSeconds(1)); }")]
    [InlineData("async Task M(CancellationToken ct) { await Task.Delay(0, ct); }")]
    [InlineData("async Task<int> M(CancellationToken ct) => await Task.Run(() => 1, ct);")]
    [InlineData("async Task<int> M(string s) => await Task.Run(() => s.Length);")]
    [InlineData("async Task<int> M() => await Task.Run(() => Environment.TickCount);")]
    [InlineData("async Task<int> M() => await Task.Run(async () => { await G(); return 1; });")]
    [InlineData("async Task M() => await Task.Run(() => { });")]
    [InlineData("async Task M(Task a, Task b) { await Task.WhenAll(a, b); await Task.WhenAny(a, b); }")]
    [InlineData("async Task M(Task[] all, List<Task> list) { await Task.WhenAll(all); await Task.WhenAll(list); await Task.WhenAll([.. list]); await Task.WhenAny(all); }")]
    [InlineData("async Task M(IEnumerable<Task<int>> all) { await Task.WhenAll(all); await Task.WhenAll(all.ToArray()); }")]
    [InlineData("async Task M(Task[][] all) { await Task.WhenAll(all[0]); }")]
    [InlineData("async Task M(Task t) { await Task.WhenAny(t); await Task.WhenAny(t).ConfigureAwait(false); }")]
    [InlineData("async Task<int> M(Task<int> t) => await new ValueTask<int>(t);")]
    [InlineData("void M(Task t) { Task.WaitAll(t); }")]
    [InlineData("async Task M(CancellationToken ct) { await Task.FromCanceled(ct); }")]
    [InlineData("async Task M(Task<Task> t) { await Task.WhenAll(t); }")]
    public Task What_may_run_is_silent(string member) => Verify<AsyncAnalyzers.Sequential.AwaitOfCompletedTask>.Silent(InClass(member));

    [Fact]
    public Task Own_types_of_the_same_name_are_silent() => Verify<AsyncAnalyzers.Sequential.AwaitOfCompletedTask>.Silent("""
        static class Task2 { public static Task<int> FromResult(int x) => Task.Run(() => x); public static Task WhenAll(params Task[] t) => Task.Delay(1); public static Task CompletedTask => Task.Delay(1); }
        class C { async Task<int> M(Task t) { await Task2.WhenAll(t); await Task2.CompletedTask; return await Task2.FromResult(1); } }
        """);

    [Fact]
    public Task The_message_says_what_to_do() => Verify.Reports(
        InClass("""
            async Task M(Task t, Exception e)
            {
                _ = {|#0:await Task.FromResult(1)|};
                {|#1:await Task.CompletedTask|};
                {|#2:await Task.Delay(0)|};
                _ = {|#3:await Task.Run(() => 5)|};
                {|#4:await Task.WhenAll(t)|};
                await {|#5:await Task.WhenAny(t)|};
                {|#6:await Task.FromException(e)|};
            }
            """),
        Setup.Default with
        {
            Expected =
            [
                At(0, "'Task.FromResult' is complete already, so nothing is awaited here", "use the value itself"),
                At(1, "'Task.CompletedTask' is complete already, so nothing is awaited here", "remove the await"),
                At(2, "'Task.Delay' without any time is complete already and gives nobody else a turn", "remove it, or await Task.Yield() if others shall run first"),
                At(3, "'Task.Run' takes a thread of the pool to return '5', which is known here", "use the value itself"),
                At(4, "'Task.WhenAll' is given one task only", "await 't' itself"),
                At(5, "'Task.WhenAny' is given one task only, which is always the one it returns", "await 't' itself"),
                At(6, "'Task.FromException' has failed already, so nothing is awaited here", "throw the exception"),
            ],
        });

    private static Microsoft.CodeAnalysis.Testing.DiagnosticResult At(int mark, params object[] arguments) =>
        Verify<AsyncAnalyzers.Sequential.AwaitOfCompletedTask>.At(mark, arguments);
}
