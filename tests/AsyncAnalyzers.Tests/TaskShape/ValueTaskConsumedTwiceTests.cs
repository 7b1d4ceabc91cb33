using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.TaskShape.ValueTaskConsumedTwice, AsyncAnalyzers.CodeFixes.TaskShape.ValueTaskConsumedTwiceFix>;

namespace AsyncAnalyzers.Tests.TaskShape;

public sealed class ValueTaskConsumedTwiceTests
{
    private static string InClass(string members) => $$"""
        using System.Collections.Concurrent;
        class C
        {
            static ValueTask<int> F(int x = 0) => new(Task.Run(() => x));
            static ValueTask G() => new(Task.Delay(1));
            static void Use(object? o = null) { }
            readonly ValueTask<int> fixedTask = F();
            ValueTask<int> kept;
            ValueTask renewed;
            Dictionary<int, ValueTask<int>> map = new();
            ConcurrentDictionary<int, ValueTask<int>> shared = new();
            List<ValueTask<int>> list = [];
            ValueTask<int>[] array = new ValueTask<int>[1];
            ValueTask<int> Property { get; set; }
            bool flag;
            {{members.ReplaceLineEndings("\n    ")}}
        }
        """;

    [Theory]
    [InlineData("async Task M() { var t = F(); await t; await [|t|]; }")]
    [InlineData("int M() { var t = F(); var a = t.Result; return a + [|t|].Result; }")]
    [InlineData("async Task M() { ValueTask t = G(); await t.ConfigureAwait(false); await [|t|].ConfigureAwait(false); }")]
    [InlineData("async Task<int> M() { var t = F(); return await t + await [|t|]; }")]
    [InlineData("async Task M() { var t = F(); var a = t.AsTask(); var b = [|t|].AsTask(); await a; await b; }")]
    [InlineData("async Task M() { var t = F(); await Task.WhenAll(t.AsTask(), [|t|].AsTask()); }")]
    [InlineData("async Task M() { var t = F(); await t; if (flag) await [|t|]; }")]
    [InlineData("async Task M() { var t = F(); if (!t.IsCompleted) await t; await [|t|]; }")]
    [InlineData("async Task M() { var t = F(); foreach (var x in new[] { 1, 2 }) { await [|t|]; } }")]
    [InlineData("async Task M() { var t = F(); while (flag) { Use(await [|t|]); } }")]
    [InlineData("async Task M(ValueTask<int> t) { await t; Use(); await [|t|]; }")]
    [InlineData("async Task M(ValueTask<int> t) { for (var i = 0; i < 3; i++) await [|t|]; }")]
    [InlineData("async Task M() { await fixedTask; await [|fixedTask|]; }")]
    [InlineData("async Task M() { await this.fixedTask; await [|this.fixedTask|]; }")]
    [InlineData("async Task M() { ValueTask<int> t; t = F(); await t; await [|t|]; }")]
    [InlineData("async Task M() { var t = F(); await t; t = F(1); await t; await [|t|]; }")]
    [InlineData("async Task M() { var t = F(); if (t.IsCompletedSuccessfully) { Use(t.Result); Use([|t|].Result); } }")]
    [InlineData("async Task M() { var t = F(); try { await t; } finally { await [|t|]; } }")]
    [InlineData("void M() { Func<Task> f = async () => { var t = F(); await t; await [|t|]; }; async Task L(ValueTask t) { await t; await [|t|]; } }")]
    [InlineData("async IAsyncEnumerable<int> M() { var t = F(); yield return await t; yield return await [|t|]; }")]
    [InlineData("Func<ValueTask, Task> f = async t => { await t; await [|t|]; };")]
    public Task A_second_consumption_is_reported(string member) => Verify.Reports(InClass(member));

    [Fact]
    public Task Top_level_code_is_looked_at() => Verify.Reports("var t = Stream.Null.ReadAsync(new byte[1].AsMemory()); await t; await [|t|];", Setup.TopLevel);

    [Theory]
    [InlineData("void M() { map[1] = [|F()|]; }")]
    [InlineData("void M() { map.Add(1, [|F()|]); }")]
    [InlineData("async Task M() { await shared.GetOrAdd(1, [|F()|]); }")]
    [InlineData("async Task M() { await shared.GetOrAdd(1, [|key => F(key)|]); }")]
    [InlineData("void M() { kept = [|F()|]; } async Task<int> N() => await kept;")]
    [InlineData("void M() { this.kept = [|F()|]; } Task<int> N { get { return this.kept.AsTask(); } }")]
    [InlineData("void M() { kept = [|F()|]; }")]
    [InlineData("void M() { Property = [|F()|]; array[0] = [|F()|]; list.Add([|F()|]); this.list[0] = [|F(1)|]; }")]
    public Task A_task_that_is_kept_for_several_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("async Task M() { var t = F(); await t; }")]
    [InlineData("async Task M() { var t = F().AsTask(); await t; await t; }")]
    [InlineData("async Task M() { var t = F().Preserve(); await t; await t; }")]
    [InlineData("async Task M(ValueTask<int> t) { t = t.Preserve(); await t; await t; }")]
    [InlineData("async Task M() { var t = new ValueTask<int>(1); await t; await t; }")]
    [InlineData("async Task<int> M() { var t = F(); if (t.IsCompletedSuccessfully) return t.Result; return await t; }")]
    [InlineData("async Task<int> M() { var t = F(); return t.IsCompleted ? t.Result : await t; }")]
    [InlineData("async Task<int> M(bool a) { var t = F(); if (t.IsCompletedSuccessfully) { var x = t.Result; if (a) { Use(x); return x; } else { return 0; } } return await t; }")]
    [InlineData("async Task M() { var t = F(); if (flag) await t; else await t.AsTask(); }")]
    [InlineData("async Task M(bool a) { var t = F(); if (a) await t; if (!a) await t; }")]
    [InlineData("async Task M() { var t = F(); await t; t = F(1); await t; }")]
    [InlineData("async Task M() { var t = F(); while (await t > 0) { t = F(); } }")]
    [InlineData("async Task M() { foreach (var x in new[] { 1 }) { var t = F(x); await t; } }")]
    [InlineData("async Task M() { foreach (var x in new[] { 1 }) { var t = F(x); if (t.IsCompleted) { Use(t.Result); continue; } await t; } }")]
    [InlineData("async Task M() { var t = F(); while (true) { await t; break; } }")]
    [InlineData("async Task M() { var t = F(); await t; Use(t.IsCompleted); }")]
    [InlineData("async Task M() { var t = F(); await t; Func<Task> f = async () => await t; }")]
    [InlineData("async Task M() { var t = F(); try { await t; } catch { await G(); } }")]
    [InlineData("async Task M() { var a = F(); var b = F(); await a; await b; }")]
    [InlineData("async Task M(ValueTask[] ts) { foreach (var t in ts) await t; foreach (var t in ts) await t; }")]
    [InlineData("async Task M() { var ts = new List<ValueTask<int>>(); ts.Add(F()); foreach (var t in ts) await t; var xs = new ValueTask<int>[1]; xs[0] = F(); await xs[0]; }")]
    [InlineData("async Task M() { renewed = G(); await renewed; }")]
    [InlineData("async Task M() { await renewed; renewed = G(); }")]
    [InlineData("void M() { map[1] = new ValueTask<int>(1); map.Add(2, default); }")]
    [InlineData("async Task M() { var map = new Dictionary<int, ValueTask<int>>(); map[1] = F(); map.Add(2, F()); await map[1]; await map[2]; }")]
    [InlineData("void M() { kept = F().Preserve(); Property = new(1); array[0] = default; list.Add(new ValueTask<int>(1)); }")]
    [InlineData("async Task M() { var t = F(); await t; Use(t.Result); }")]
    [InlineData("async Task M() { var t = F(); await t; Use(t.GetAwaiter().GetResult()); }")]
    public Task Other_uses_are_silent(string member) => Verify<AsyncAnalyzers.TaskShape.ValueTaskConsumedTwice>.Silent(InClass(member));

    [Fact]
    public Task The_message_says_how() => Verify.Reports(
        InClass("async Task M() { var t = F(); await t; await {|#0:t|}; } async Task N(ValueTask t) { while (true) await {|#1:t|}; } void O() { map[1] = {|#2:F()|}; }"),
        Setup.Default with
        {
            Expected =
            [
                Verify<AsyncAnalyzers.TaskShape.ValueTaskConsumedTwice>.At(0, "t", "is consumed here a second time", "convert it once, with AsTask()").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations),
                Verify<AsyncAnalyzers.TaskShape.ValueTaskConsumedTwice>.At(1, "t", "is consumed again in each iteration", "convert it once, with AsTask()"),
                Verify<AsyncAnalyzers.TaskShape.ValueTaskConsumedTwice>.At(2, "C.F", "is kept in 'map', from where it may be consumed more than once", "keep a Task instead, made with AsTask()"),
            ],
        });

    [Theory]
    [InlineData("async Task M() { var t = F(); await t; await [|t|]; /* x */ }", "async Task M() { var t = F().AsTask(); await t; await t; /* x */ }")]
    [InlineData("async Task M() { ValueTask<int> t = F(1); await t; await [|t|]; await [|t|]; }", "async Task M() { Task<int> t = F(1).AsTask(); await t; await t; await t; }")]
    [InlineData("async Task M() { System.Threading.Tasks.ValueTask t = G(); await t; await [|t|].AsTask().ConfigureAwait(false); }", "async Task M() { System.Threading.Tasks.Task t = G().AsTask(); await t; await t.ConfigureAwait(false); }")]
    [InlineData("async Task M() { var t = F(); await Task.WhenAll(t.AsTask(), [|t|].AsTask()); }", "async Task M() { var t = F().AsTask(); await Task.WhenAll(t, t); }")]
    [InlineData("async Task M() { var t = F(); foreach (var x in new[] { 1, 2 }) { await [|t|]; } }", "async Task M() { var t = F().AsTask(); foreach (var x in new[] { 1, 2 }) { await t; } }")]
    public Task It_is_made_a_task_once(string before, string after) => Verify.Fixes(InClass(before), InClass(after));

    [Theory]
    [InlineData("async Task M(ValueTask<int> t) { await t; await [|t|]; }")]
    [InlineData("async Task M() { await fixedTask; await [|fixedTask|]; }")]
    [InlineData("void M() { map[1] = [|F()|]; }")]
    [InlineData("async Task M() { var t = F(); await t; await [|t|]; t = F(); await t; }")]
    [InlineData("async Task M() { var t = F(); await t; await [|t|]; Use(t); }")]
    public Task No_fix_for_what_is_made_elsewhere_or_again(string member) => Verify.OffersNoFix(InClass(member));

    [Fact]
    public Task A_framework_without_ValueTask_is_no_problem() => Verify<AsyncAnalyzers.TaskShape.ValueTaskConsumedTwice>.Silent(
        "class C { async Task M(Task<int> t) { await t; await t; } }", Setup.Default with { Framework = Frameworks.Net48 });
}
