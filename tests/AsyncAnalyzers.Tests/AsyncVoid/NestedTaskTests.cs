using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.AsyncVoid.NestedTask, AsyncAnalyzers.CodeFixes.AsyncVoid.NestedTaskFix>;

namespace AsyncAnalyzers.Tests.AsyncVoid;

public sealed class NestedTaskTests
{
    private static string InClass(string members) => $$"""
        class C
        {
            static Task F() => Task.Delay(1);
            static Task<int> G() => Task.Run(() => 1);
            static T Do<T>(Func<T> f) => f();
            static Task<T> DoAsync<T>(Func<T> f) => Task.Run(() => { lock (kept) return f(); });
            static async Task<Task> BeginAsync() { await F(); return F(); }
            static async ValueTask<Task> VBeginAsync() { await F(); return F(); }
            static async Task<ValueTask> BeginVAsync() { await F(); return new(F()); }
            static Task<Task<int>> NumberAsync() => F().ContinueWith(async _ => await G());
            static void Keep(Task x) { }
            static readonly object kept = new();
            Task field = F();
            {{members}}
        }
        """;

    [Theory]
    [InlineData("async Task M() => [|await BeginAsync()|];")]
    [InlineData("async Task M() { [|await BeginAsync().ConfigureAwait(false)|]; [|await VBeginAsync()|]; [|await BeginVAsync()|]; [|await NumberAsync()|]; }")]
    [InlineData("async Task M() { [|await F().ContinueWith(async _ => await F())|]; }")]
    [InlineData("async Task M() { [|await DoAsync(() => F())|]; [|await DoAsync(async () => await F())|]; }")]
    [InlineData("async Task M(Task<Task> t) { [|await t|]; }")]
    [InlineData("async Task M() { var t = BeginAsync(); [|await t|]; }")]
    [InlineData("async Task M(int[] xs) { [|await Task.WhenAll(xs.Select(x => BeginAsync()))|]; [|await Task.WhenAll(BeginAsync(), BeginAsync()).ConfigureAwait(false)|]; }")]
    [InlineData("Task M() => [|BeginAsync()|];")]
    [InlineData("Task M(bool b) { if (b) { return [|F().ContinueWith(async _ => await F())|]; } return b ? [|NumberAsync()|] : F(); }")]
    [InlineData("async Task M() { var t = BeginAsync(); [|await t|]; [|await t|]; t = BeginAsync(); }")]
    [InlineData("Task M(bool b, Task a) => [|b ? Task.WhenAny(a) : BeginAsync()|];")]
    [InlineData("Task M() { Task t = [|BeginAsync()|]; field = [|BeginAsync()|]; Keep([|BeginAsync()|]); return t; }")]
    [InlineData("void M(List<Task> list, Task[] array) { list.Add([|BeginAsync()|]); array[0] = [|BeginAsync()|]; Task[] more = { [|BeginAsync()|], F() }; }")]
    [InlineData("async Task M() { await Task.WhenAll(F(), [|BeginAsync()|]); Task.WaitAll([|BeginAsync()|]); }")]
    [InlineData("Func<Task> f = () => [|BeginAsync()|]; Task P => [|BeginAsync()|]; Task Q { get { return [|BeginAsync()|]; } } Task init = [|BeginAsync()|];")]
    [InlineData("void M() { async Task L() { [|await BeginAsync()|]; } Func<Task> l = async () => { [|await BeginAsync()|]; }; }")]
    [InlineData("async IAsyncEnumerable<int> M() { [|await BeginAsync()|]; yield return 1; }")]
    [InlineData("Task? M(Task? t) => [|t?.ContinueWith(async _ => await F())|];")]
    [InlineData("class D { public D(Task t) { } } void M() { _ = new D([|BeginAsync()|]); }")]
    public Task An_inner_task_that_is_lost_is_reported(string member) => Verify.Reports(InClass(member));

    [Fact]
    public Task Top_level_code_is_looked_at() => Verify.Reports("[|await Task.Delay(1).ContinueWith(async _ => await Task.Delay(1))|];", Setup.TopLevel);

    [Theory]
    [InlineData("async Task M() { await await BeginAsync(); await BeginAsync().Unwrap(); var t = await BeginAsync(); await t; _ = await BeginAsync(); }")]
    [InlineData("async Task M(Task a, Task b) { await Task.WhenAny(a, b); await Task.WhenAny(a, b).ConfigureAwait(false); await Task.WhenAny(a, b).WaitAsync(TimeSpan.Zero); var w = Task.WhenAny(a, b); await w; }")]
    [InlineData("Task M(Task a, Task b) => Task.WhenAny(a, b); Task N(Task a, Task b) { Task t = Task.WhenAny(a, b); Keep(Task.WhenAny(a, b)); return t; }")]
    [InlineData("Task M(bool b, Task[] all) => b ? Task.WhenAny(all[0]) : Task.WhenAny(all);")]
    [InlineData("async Task M(Task a) { await a.ContinueWith(_ => Task.CompletedTask); Task t = a.ContinueWith(x => Task.FromResult(1)); await t; }")]
    [InlineData("async Task M() { var t = NumberAsync(); await Task.WhenAll(t, F()); await t.Result; }")]
    [InlineData("async Task M() { var t = BeginAsync(); await t; var inner = await t; await inner; }")]
    [InlineData("Task<Task> First(Task a, Task b) { return Task.WhenAny(a, b); } async Task M() { await First(F(), F()); Keep(First(F(), F())); }")]
    [InlineData("async Task M() { await F().ContinueWith(t => t, TaskScheduler.Default).ConfigureAwait(false); Task u = F().ContinueWith(t => t); await u; }")]
    [InlineData("async Task M() { await Task.WhenAny(BeginAsync(), F()); await Task.WhenAny(BeginAsync(), BeginAsync()); }")]
    [InlineData("async Task M() { await Task.WhenAll(await Task.WhenAll(BeginAsync(), BeginAsync())); var all = await Task.WhenAll(BeginAsync()); await all[0]; }")]
    [InlineData("async Task M() { await Task.WhenAll(F(), F()); await Task.WhenAll(G(), G()); await G(); await F(); }")]
    [InlineData("async Task M() { await Task.Factory.StartNew(() => F()); Task t = Task.Factory.StartNew(() => F()); var u = Task.Factory.StartNew(() => F()); await u; }")]
    [InlineData("Task<Task> M() => BeginAsync(); async Task<Task> N() => await BeginAsync(); Task<Task>? field2; void O() { field2 = BeginAsync(); }")]
    [InlineData("bool M(Task<Task> a, Task b) => a == b; Task N(Task<Task> a) => (Task)a; object O(Task<Task> a) => a;")]
    [InlineData("async Task M() { await Task.FromResult(F()); Task t = Task.FromResult(F()); await t; }")]
    [InlineData("async Task M(TaskCompletionSource<Task> s) { await s.Task; await s.Task.WaitAsync(TimeSpan.FromSeconds(1)); }")]
    [InlineData("Task M(List<Task> list) { var t = new Task<Task>(F); Keep(t); list.Add(t); return t.Unwrap(); }")]
    [InlineData("async Task M() { await foreach (var t in Task.WhenEach(F(), F())) { await t; } }")]
    [InlineData("async Task M(dynamic d) { await d; await d.F(); }")]
    public Task What_is_awaited_or_meant_is_silent(string member) => Verify<AsyncAnalyzers.AsyncVoid.NestedTask>.Silent(InClass(member));

    [Fact]
    public Task The_message_names_the_task_and_its_use() => Verify.Reports(
        InClass("async Task M(Task<Task> t) { {|#0:await BeginAsync()|}; {|#1:await VBeginAsync()|}; {|#2:await Task.WhenAll(t, t)|}; Keep({|#3:t|}); field = {|#4:t|}; } Task N() => {|#5:NumberAsync()|};"),
        Setup.Default with
        {
            Expected =
            [
                Verify<AsyncAnalyzers.AsyncVoid.NestedTask>.At(0, "C.BeginAsync", "awaited", "call Unwrap() on it"),
                Verify<AsyncAnalyzers.AsyncVoid.NestedTask>.At(1, "C.VBeginAsync", "awaited", "await its result, too"),
                Verify<AsyncAnalyzers.AsyncVoid.NestedTask>.At(2, "Task.WhenAll", "awaited", "await Task.WhenAll of the result, too"),
                Verify<AsyncAnalyzers.AsyncVoid.NestedTask>.At(3, "t", "passed on", "call Unwrap() on it"),
                Verify<AsyncAnalyzers.AsyncVoid.NestedTask>.At(4, "t", "kept", "call Unwrap() on it"),
                Verify<AsyncAnalyzers.AsyncVoid.NestedTask>.At(5, "C.NumberAsync", "returned", "call Unwrap() on it"),
            ],
        });

    [Theory]
    [InlineData("async Task M() { [|await BeginAsync()|]; /* x */ }", "async Task M() { await BeginAsync().Unwrap(); /* x */ }")]
    [InlineData("async Task M(Task<Task> t) => [|await t.ConfigureAwait(false)|];", "async Task M(Task<Task> t) => await t.Unwrap().ConfigureAwait(false);")]
    [InlineData("async Task M() { [|await VBeginAsync()|]; [|await BeginVAsync().ConfigureAwait(false)|]; }", "async Task M() { await await VBeginAsync(); await (await BeginVAsync().ConfigureAwait(false)).ConfigureAwait(false); }")]
    [InlineData("async Task M() { [|await Task.WhenAll(BeginAsync(), BeginAsync())|]; }", "async Task M() { await Task.WhenAll(await Task.WhenAll(BeginAsync(), BeginAsync())); }")]
    [InlineData("Task M() => [|F().ContinueWith(async _ => await F())|];", "Task M() => F().ContinueWith(async _ => await F()).Unwrap();")]
    [InlineData("Task? M(Task? t) => [|t?.ContinueWith(async _ => await F())|];", "Task? M(Task? t) => t?.ContinueWith(async _ => await F()).Unwrap();")]
    [InlineData("Task M(Task<Task>? t) { return [|t ?? BeginAsync()|]; }", "Task M(Task<Task>? t) { return (t ?? BeginAsync()).Unwrap(); }")]
    [InlineData("void M(List<Task> list) { list.Add([|BeginAsync()|]); }", "void M(List<Task> list) { list.Add(BeginAsync().Unwrap()); }")]
    public Task The_inner_task_is_awaited_or_used(string before, string after) => Verify.Fixes(InClass(before), InClass(after));

    [Fact]
    public Task No_fix_where_a_ValueTask_cannot_be_unwrapped() => Verify.OffersNoFix(InClass("Task M() => [|BeginVAsync()|];"));

    [Fact]
    public Task Outside_of_its_namespace_it_is_imported() => Verify.Fixes(
        "class C { async System.Threading.Tasks.Task M(System.Threading.Tasks.Task<System.Threading.Tasks.Task> t) { [|await t|]; } }",
        "class C { async System.Threading.Tasks.Task M(System.Threading.Tasks.Task<System.Threading.Tasks.Task> t) { await t.Unwrap(); } }");
}
