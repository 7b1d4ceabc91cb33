using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Sequential.RedundantTaskRun, AsyncAnalyzers.CodeFixes.Sequential.RedundantTaskRunFix>;

namespace AsyncAnalyzers.Tests.Sequential;

public sealed class RedundantTaskRunTests
{
    private static readonly Setup On = Setup.Default with { Config = "dotnet_diagnostic.AWAIT306.severity = warning" };

    private static string InClass(string members) => $$"""
        class C
        {
            static Task F(int x = 0, CancellationToken ct = default) => Task.Delay(x, ct);
            static Task<int> G() => Task.Run(() => 1 + Environment.TickCount);
            static ValueTask<int> V() => new(G());
            static Task Plain() => Task.Delay(1);
            static int Next() => 1;
            readonly Stream s = Stream.Null;
            {{members}}
        }
        """;

    [Theory]
    [InlineData("async Task M() => await [|Task.Run(() => F())|];")]
    [InlineData("async Task M() { await [|Task.Run(() => { return F(1); })|].ConfigureAwait(false); }")]
    [InlineData("async Task M() { await [|Task.Run(async () => await F())|]; }")]
    [InlineData("async Task M() { await [|Task.Run(async () => { await F().ConfigureAwait(false); })|]; }")]
    [InlineData("async Task M() { await [|Task.Run(async delegate { await F(); })|]; }")]
    [InlineData("async Task<int> M() { return await [|Task.Run(async () => { return await G(); })|]; }")]
    [InlineData("async Task<int> M() => await [|Task.Run(async () => await V())|] + 1;")]
    [InlineData("async Task<int> M() => await [|Task.Run(G)|];")]
    [InlineData("async Task<int> M() => await [|Task.Run<int>(C.G)|];")]
    [InlineData("async Task M() { await [|Task.Run(() => s.FlushAsync())|]; }")]
    [InlineData("async Task M() { await [|Task.Factory.StartNew(() => F()).Unwrap()|]; }")]
    [InlineData("async Task M(CancellationToken ct) { await [|Task.Factory.StartNew(async () => await F(), ct).Unwrap()|]; }")]
    [InlineData("async Task M(CancellationToken ct) { await [|Task.Run(() => F(1, ct), ct)|]; }")]
    [InlineData("async Task M(CancellationToken ct) { await [|Task.Run(() => F(), ct)|]; }")]
    [InlineData("void M() { Func<Task> f = async () => await [|Task.Run(() => F())|]; async Task L() { await [|Task.Run(Plain)|]; } }")]
    [InlineData("async IAsyncEnumerable<int> M() { yield return await [|Task.Run(G)|]; }")]
    [InlineData("Func<Task> f = async () => await [|Task.Run(() => F())|];")]
    public Task Asynchronous_calls_that_are_wrapped_are_reported(string member) =>
        Verify.Reports(InClass(member), On);

    [Fact]
    public Task Top_level_code_is_looked_at() => Verify.Reports("await [|Task.Run(() => Task.Delay(1))|];", Setup.TopLevel with { Config = On.Config });

    [Theory]
    [InlineData("async Task M() { var t = Task.Run(() => F()); Next(); await t; }")]
    [InlineData("async Task M() { await Task.WhenAll(Task.Run(() => F()), Task.Run(() => F())); }")]
    [InlineData("Task M() => Task.Run(() => F());")]
    [InlineData("async Task M() { await Task.Run(() => { Next(); return F(); }); }")]
    [InlineData("async Task M() { await Task.Run(async () => { await F(); Next(); }); }")]
    [InlineData("async Task M() { await Task.Run(async () => { await F(); await F(); }); }")]
    [InlineData("async Task M() { await Task.Run(() => F(Next())); }")]
    [InlineData("async Task M() { await Task.Run(async () => await F(await G())); }")]
    [InlineData("async Task M() { await Task.Run(() => Next()); await Task.Run(Next); await Task.Run(() => { }); }")]
    [InlineData("async Task<Task> M() => await Task.Run(() => (object)F()) as Task ?? Task.CompletedTask;")]
    [InlineData("async Task M(Func<Task> f) { await Task.Run(f); await Task.Run(() => f()); }")]
    [InlineData("async Task<int> M() => await await Task.Run(() => V()) + await await Task.Run(V);")]
    [InlineData("async Task M() { await Task.Run(() => Task.FromResult(1)); }")]
    [InlineData("async Task M() { await Task.Factory.StartNew(() => F(), TaskCreationOptions.LongRunning).Unwrap(); }")]
    [InlineData("async Task M() { await Task.Factory.StartNew(() => F(), default, default, TaskScheduler.Default).Unwrap(); }")]
    [InlineData("async Task M() { await await Task.Factory.StartNew(() => F()); }")]
    [InlineData("async Task<int> M() => await Task.Run(async () => await G() + 1);")]
    [InlineData("async Task M() { await F(); }")]
    public Task Other_work_is_silent(string member) => Verify<AsyncAnalyzers.Sequential.RedundantTaskRun>.Silent(InClass(member), On);

    [Fact]
    public Task Code_under_a_context_is_silent() => Verify<AsyncAnalyzers.Sequential.RedundantTaskRun>.Silent(
        InClass("async Task M() { await Task.Run(() => F()); }"),
        On with { Files = [("Window.cs", "namespace System.Windows { public class DependencyObject { } }")] });

    [Fact]
    public Task Tests_are_silent() => Verify<AsyncAnalyzers.Sequential.RedundantTaskRun>.Silent(
        InClass("async Task M() { await Task.Run(() => F()); }"),
        On with { Packages = Core.Libraries.XUnit });

    [Fact]
    public Task The_message_names_the_call() => Verify.Reports(
        InClass("async Task M() { await {|#0:Task.Run(() => F())|}; await {|#1:Task.Factory.StartNew(() => s.FlushAsync()).Unwrap()|}; }"),
        On with
        {
            Expected =
            [
                Verify<AsyncAnalyzers.Sequential.RedundantTaskRun>.At(0, "C.F", "Task.Run"),
                Verify<AsyncAnalyzers.Sequential.RedundantTaskRun>.At(1, "FlushAsync", "StartNew"),
            ],
        });

    [Theory]
    [InlineData("async Task M() => await [|Task.Run(() => F())|];", "async Task M() => await F();")]
    [InlineData("async Task M() { await [|Task.Run(() => { return F(1); })|].ConfigureAwait(false); /* x */ }", "async Task M() { await F(1).ConfigureAwait(false); /* x */ }")]
    [InlineData("async Task M() { await [|Task.Run(async () => { await F(2).ConfigureAwait(false); })|]; }", "async Task M() { await F(2); }")]
    [InlineData("async Task<int> M() => await [|Task.Run(async () => await V())|] + 1;", "async Task<int> M() => await V() + 1;")]
    [InlineData("async Task<int> M() => await [|Task.Run(C.G)|];", "async Task<int> M() => await C.G();")]
    [InlineData("async Task M() { await [|Task.Factory.StartNew(() => s.FlushAsync()).Unwrap()|].ConfigureAwait(true); }", "async Task M() { await s.FlushAsync().ConfigureAwait(true); }")]
    [InlineData("async Task M(CancellationToken ct) { await [|Task.Run(() => F(1, ct), ct)|]; }", "async Task M(CancellationToken ct) { await F(1, ct); }")]
    [InlineData("async Task M() { await [|Task.Run(() => F(), CancellationToken.None)|]; }", "async Task M() { await F(); }")]
    [InlineData("async Task M() { await [|Task.Run(async () => { await G(); })|]; }", "async Task M() { await G(); }")]
    public Task The_call_is_awaited_itself(string before, string after) => Verify.Fixes(InClass(before), InClass(after), setup: On);

    [Theory]
    [InlineData("async Task M(CancellationToken ct) { await [|Task.Run(() => F(), ct)|]; }")]
    [InlineData("async Task M() { await [|Task.Run(() => /* off this thread */ F())|]; }")]
    [InlineData("async Task<object> M() { var x = await [|Task.Run<object>(async () => await G())|]; return x; }")]
    [InlineData("async Task<int> M() => await [|Task.Run(async () => await V())|].ConfigureAwait(ConfigureAwaitOptions.None);")]
    public Task No_fix_where_something_would_be_lost(string member) => Verify.OffersNoFix(InClass(member), setup: On);
}
