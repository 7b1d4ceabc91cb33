using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.AsyncVoid.PreferAwait, AsyncAnalyzers.CodeFixes.AsyncVoid.PreferAwaitFix>;

namespace AsyncAnalyzers.Tests.AsyncVoid;

public sealed class PreferAwaitTests
{
    private static readonly Setup On = Setup.Default with { Config = "dotnet_diagnostic.AWAIT507.severity = warning" };

    private static string InClass(string members) => $$"""
        class C
        {
            static Task F() => Task.Delay(1);
            static Task<int> G() => Task.Run(() => 1);
            static int Next(int x) => x;
            static void Do(int x = 0) { }
            {{members}}
        }
        """;

    [Theory]
    [InlineData("async Task M() => await F().[|ContinueWith(t => Do())|];")]
    [InlineData("async Task<int> M() { return await G().[|ContinueWith(t => t.Result + 1, TaskContinuationOptions.OnlyOnRanToCompletion)|].ConfigureAwait(false); }")]
    [InlineData("Task M() => F().[|ContinueWith(t => Do())|]; Task<int> N() { return G().[|ContinueWith(t => t.Result, TaskScheduler.Default)|]; }")]
    [InlineData("Task M() => F().[|ContinueWith(t => F())|].Unwrap(); async Task N() => await F().[|ContinueWith(async t => await F())|].Unwrap();")]
    [InlineData("Task M(Task? t) => t?.[|ContinueWith(_ => Do())|] ?? Task.CompletedTask;")]
    [InlineData("void M() { Func<Task> f = () => F().[|ContinueWith(t => Do())|]; async Task L() => await F().[|ContinueWith(t => Do())|]; }")]
    public Task A_continuation_that_is_waited_for_is_reported(string member) => Verify.Reports(InClass(member), On);

    [Theory]
    [InlineData("async Task M() { var t = F().ContinueWith(_ => Do()); Do(); await t; }")]
    [InlineData("void M() { F().ContinueWith(t => Do()); _ = F().ContinueWith(t => Do()); F().ContinueWith(t => Do()).Wait(); }")]
    [InlineData("async Task M() { await F().ContinueWith(t => t).ConfigureAwait(false); await F().ContinueWith(_ => { }, TaskContinuationOptions.OnlyOnCanceled); }")]
    [InlineData("async Task M() { await F(); Do(await G()); } object N() => F().ContinueWith(t => Do());")]
    [InlineData("Task M() { lock (this) { return F().ContinueWith(t => Do()); } }")]
    public Task Other_continuations_are_silent(string member) => Verify<AsyncAnalyzers.AsyncVoid.PreferAwait>.Silent(InClass(member), On);

    [Theory]
    [InlineData("async Task M() { await G().[|ContinueWith(t => Do(t.Result))|]; /* x */ }", "async Task M() { Do(await G()); /* x */ }")]
    [InlineData("async Task<int> M() => await G().[|ContinueWith(t => t.Result + 1)|].ConfigureAwait(false);", "async Task<int> M() => await G().ConfigureAwait(false) + 1;")]
    [InlineData("async Task<int> M() => await G().[|ContinueWith(t => t.Result)|];", "async Task<int> M() => await G();")]
    [InlineData("async Task<int> M() { var x = await G().[|ContinueWith((Task<int> t) => Next(t.Result))|] * 2; return x; }", "async Task<int> M() { var x = Next(await G()) * 2; return x; }")]
    [InlineData("async Task<string> M() => await G().[|ContinueWith(t => t.Result.ToString())|];", "async Task<string> M() => (await G()).ToString();")]
    public Task The_result_is_awaited(string before, string after) => Verify.Fixes(InClass(before), InClass(after), setup: On);

    [Theory]
    [InlineData("async Task M() { await F().[|ContinueWith(t => Do())|]; await G().[|ContinueWith(t => { Do(t.Result); })|]; }")]
    [InlineData("async Task M() { await G().[|ContinueWith(t => Do(t.IsFaulted ? 0 : t.Result))|]; await G().[|ContinueWith(t => Do(t.Result), TaskScheduler.Default)|]; }")]
    [InlineData("Task<int> M() => G().[|ContinueWith(t => t.Result)|]; async Task N() { await await G().[|ContinueWith(t => Task.Delay(t.Result))|]; }")]
    public Task No_fix_for_what_also_runs_after_a_failure_or_has_options(string member) => Verify.OffersNoFix(InClass(member), setup: On);
}
