using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.AsyncVoid.StartNewAsync, AsyncAnalyzers.CodeFixes.AsyncVoid.StartNewAsyncFix>;

namespace AsyncAnalyzers.Tests.AsyncVoid;

public sealed class StartNewAsyncTests
{
    private static string InClass(string members) => $$"""
        class C
        {
            static Task F() => Task.Delay(1);
            static Task<int> G() => Task.Run(() => 1);
            static ValueTask V() => new(F());
            static void Use(object x) { }
            static void Keep(Task x) { }
            Task kept = F();
            {{members}}
        }
        """;

    [Theory]
    [InlineData("async Task M() => await [|Task.Factory.StartNew(async () => await F())|];")]
    [InlineData("async Task M() { await [|Task.Factory.StartNew(async () => { await F(); return 1; })|].ConfigureAwait(false); }")]
    [InlineData("async Task M() { await [|Task.Factory.StartNew(async delegate { await F(); })|]; }")]
    [InlineData("async Task M() { await [|Task.Factory.StartNew(() => F())|]; await ([|Task.Factory.StartNew(G)|]); }")]
    [InlineData("async Task M(Func<Task> f) { await [|Task.Factory.StartNew(f)|]; await [|Task.Factory.StartNew<Task>(f)|]; }")]
    [InlineData("async Task M() { await [|Task.Factory.StartNew(V)|]; await [|Task.Factory.StartNew(async s => await F(), 1)|]; }")]
    [InlineData("async Task M() { await [|Task.Factory.StartNew(async () => await F(), TaskCreationOptions.LongRunning)|]; }")]
    [InlineData("async Task M(TaskFactory factory) { await [|factory.StartNew(async () => await F())|]; await [|Task<Task>.Factory.StartNew(async () => await F())|]; }")]
    [InlineData("void M() { [|Task.Factory.StartNew(async () => await F())|]; _ = [|Task.Factory.StartNew(async () => await F())|]; }")]
    [InlineData("async Task M() { [|Task.Factory.StartNew(async () => await F())|]; await F(); }")]
    [InlineData("void M() { _ = [|Task.Factory.StartNew(async () => await F(), TaskCreationOptions.LongRunning)|]; [|Task.Factory.StartNew(async () => await F(), TaskCreationOptions.PreferFairness)|]; }")]
    [InlineData("void M() { [|Task.Factory.StartNew(async () => await F())|].Wait(); }")]
    [InlineData("Task M() => [|Task.Factory.StartNew(async () => await F())|];")]
    [InlineData("Task M(bool b) { return b ? [|Task.Factory.StartNew(async () => await F())|] : Task.CompletedTask; }")]
    [InlineData("void M() { Task t = [|Task.Factory.StartNew(async () => await F())|]; Use(t); kept = [|Task.Factory.StartNew(async () => await F())|]; Keep([|Task.Factory.StartNew(async () => await F())|]); }")]
    [InlineData("async Task M() { var t = [|Task.Factory.StartNew(async () => await F())|]; await t; if (t.IsCompleted) { Keep(t); } }")]
    [InlineData("void M() { var t = [|Task.Factory.StartNew(async () => await F())|]; }")]
    [InlineData("void M(List<Task> list, Task[] array) { list.Add([|Task.Factory.StartNew(async () => await F())|]); array[0] = [|Task.Factory.StartNew(async () => await F())|]; }")]
    [InlineData("async Task M() { await Task.WhenAll([|Task.Factory.StartNew(async () => await F())|], [|Task.Factory.StartNew(async () => await F())|]); }")]
    [InlineData("void M() { Task.WaitAll([|Task.Factory.StartNew(async () => await F())|]); }")]
    [InlineData("async Task M(int[] xs) { await Task.WhenAll(xs.Select(x => [|Task.Factory.StartNew(async () => await F())|])); }")]
    [InlineData("async Task M(int[] xs) { var tasks = xs.Select(x => { return [|Task.Factory.StartNew(async () => await F())|]; }).ToArray(); await Task.WhenAll(tasks).ConfigureAwait(false); }")]
    [InlineData("void M() { [|Task.Factory.StartNew(async () => await F())|].ContinueWith(t => Use(t.Exception!), TaskContinuationOptions.OnlyOnFaulted); }")]
    [InlineData("C() { [|Task.Factory.StartNew(async () => await F())|]; } int P { get { [|Task.Factory.StartNew(async () => await F())|]; return 1; } }")]
    [InlineData("Task f = [|Task.Factory.StartNew(async () => await F())|]; Func<Task> g = () => [|Task.Factory.StartNew(async () => await F())|];")]
    [InlineData("async IAsyncEnumerable<int> M() { await [|Task.Factory.StartNew(async () => await F())|]; yield return 1; }")]
    [InlineData("void M() { async Task L() => await [|Task.Factory.StartNew(async () => await F())|]; Func<Task> l = async () => await [|Task.Factory.StartNew(async () => await F())|]; }")]
    public Task A_task_in_a_task_that_is_lost_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("void M(TaskScheduler s) { _ = Task.Factory.StartNew(() => F(), CancellationToken.None, TaskCreationOptions.DenyChildAttach, s); _ = Task.Factory.StartNew(F, TaskCreationOptions.PreferFairness).ConfigureAwait(false); }")]
    [InlineData("async Task M() { await Task.Factory.StartNew(async () => await F()).Unwrap(); await await Task.Factory.StartNew(async () => await F()); }")]
    [InlineData("async Task M() { await (await Task.Factory.StartNew(async () => await F()).ConfigureAwait(false)).ConfigureAwait(false); }")]
    [InlineData("async Task M() { var t = Task.Factory.StartNew(async () => await F()); await t.Unwrap(); }")]
    [InlineData("async Task M() { var t = Task.Factory.StartNew(async () => await F()); await t; await t.Result; }")]
    [InlineData("async Task M() { var inner = await Task.Factory.StartNew(async () => await F()); await inner; }")]
    [InlineData("void M() { Task.Factory.StartNew(async () => await F()).Result.Wait(); Task.Factory.StartNew(async () => await F()).GetAwaiter().GetResult().GetAwaiter().GetResult(); }")]
    [InlineData("Task<Task> M() => Task.Factory.StartNew(async () => await F()); async Task<Task> N() => await Task.Factory.StartNew(async () => await F());")]
    [InlineData("Task<Task>? field; void M() { field = Task.Factory.StartNew(async () => await F()); }")]
    [InlineData("void M() { Use(Task.Factory.StartNew(async () => await F())); }")]
    [InlineData("async Task M(int[] xs) { await Task.WhenAll(xs.Select(x => Task.Factory.StartNew(async () => await F()).Unwrap())); }")]
    [InlineData("async Task M(int[] xs) { await Task.WhenAll(await Task.WhenAll(xs.Select(x => Task.Factory.StartNew(async () => await F())))); }")]
    [InlineData("async Task M(int[] xs) { var tasks = xs.Select(x => Task.Factory.StartNew(async () => await F())); await Task.WhenAll(tasks.Select(t => t.Unwrap())); }")]
    [InlineData("void M() { Task.Factory.StartNew(async () => await F()).ContinueWith(t => t.Result); Task.Factory.StartNew(async () => await F()).ContinueWith(t => Use(t)); }")]
    [InlineData("async Task M() { await Task.Factory.StartNew(() => 1); await Task.Factory.StartNew(() => { }); await Task.Run(async () => await F()); var w = System.Diagnostics.Stopwatch.StartNew(); }")]
    [InlineData("void M() { var t = (Task)Task.Factory.StartNew(async () => await F()); Keep(t); }")]
    [InlineData("static class Own { public static Task<Task> StartNew(Func<Task> f) => Task.FromResult(f()); } async Task M() { await Own.StartNew(F); }")]
    [InlineData("System.Linq.Expressions.Expression<Func<Task>> e = () => Task.Factory.StartNew(() => F());")]
    public Task What_gets_at_the_inner_task_is_silent(string member) => Verify<AsyncAnalyzers.AsyncVoid.StartNewAsync>.Silent(InClass(member));

    [Fact]
    public Task The_message_says_what_is_lost_and_what_to_use() => Verify.Reports(
        InClass("async Task M(TaskFactory f) { await {|#0:Task.Factory.StartNew(async () => await F())|}; await {|#1:f.StartNew(async () => await F())|}; await {|#2:Task.Factory.StartNew(F, TaskCreationOptions.LongRunning)|}; }"),
        Setup.Default with
        {
            Expected =
            [
                Verify<AsyncAnalyzers.AsyncVoid.StartNewAsync>.At(0, "Task.Factory.StartNew", "nobody waits for the rest or sees it fail", "use Task.Run"),
                Verify<AsyncAnalyzers.AsyncVoid.StartNewAsync>.At(1, "f.StartNew", "nobody waits for the rest or sees it fail", "call Unwrap() on it"),
                Verify<AsyncAnalyzers.AsyncVoid.StartNewAsync>.At(2, "Task.Factory.StartNew", "nobody waits for the rest or sees it fail, and its thread of its own is given up there", "call Unwrap() on it"),
            ],
        });

    [Theory]
    [InlineData("await [|Task.Factory.StartNew(async () => await F())|]; /* x */", "await Task.Run(async () => await F()); /* x */")]
    [InlineData("await [|Task.Factory.StartNew<Task>(() => F())|].ConfigureAwait(false);", "await Task.Run(() => F()).ConfigureAwait(false);")]
    [InlineData("var t = [|System.Threading.Tasks.Task.Factory.StartNew(G)|]; await t;", "var t = System.Threading.Tasks.Task.Run(G); await t;")]
    [InlineData("await [|Task.Factory.StartNew(async () => await F(), ct)|];", "await Task.Run(async () => await F(), ct);")]
    [InlineData("await [|Task.Factory.StartNew(cancellationToken: ct, function: async () => await F())|];", "await Task.Run(cancellationToken: ct, function: async () => await F());")]
    [InlineData("await [|Task.Factory.StartNew(async () => await F(), ct, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default)|];", "await Task.Run(async () => await F(), ct);")]
    [InlineData("await [|Task.Factory.StartNew(async () => await F(), CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default)|];", "await Task.Run(async () => await F());")]
    [InlineData("await [|Task.Factory.StartNew(F, TaskCreationOptions.LongRunning)|];", "await Task.Factory.StartNew(F, TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("await [|Task.Factory.StartNew(async s => await F(), 1)|];", "await Task.Factory.StartNew(async s => await F(), 1).Unwrap();")]
    [InlineData("await [|f.StartNew(async () => await F())|].ConfigureAwait(false);", "await f.StartNew(async () => await F()).Unwrap().ConfigureAwait(false);")]
    [InlineData("Task u = [|Task.Factory.StartNew(async () => { await F(); })|]; Task? v = maybe?.StartNew(F);", "Task u = Task.Run(async () => { await F(); }); Task? v = maybe?.StartNew(F).Unwrap();")]
    [InlineData("await Task.WhenAll(xs.Select(x => [|Task.Factory.StartNew(async () => await F())|]));", "await Task.WhenAll(xs.Select(x => Task.Run(async () => await F())));")]
    public Task The_task_is_run_or_unwrapped(string before, string after) => Verify.Fixes(
        InClass($"async Task M(CancellationToken ct, TaskFactory f, TaskFactory? maybe, int[] xs) {{ {before.Replace("maybe?.StartNew(F)", "maybe?[|.StartNew(F)|]", StringComparison.Ordinal)} }}"),
        InClass($"async Task M(CancellationToken ct, TaskFactory f, TaskFactory? maybe, int[] xs) {{ {after} }}"));

    [Theory]
    [InlineData("async Task M() { await [|Task.Factory.StartNew(V, TaskCreationOptions.LongRunning)|]; }")]
    [InlineData("async Task M() { Task<Task> t = [|Task.Factory.StartNew(async () => await F())|]; await t; }")]
    public Task No_fix_where_its_type_does_not_fit(string member) => Verify.OffersNoFix(InClass(member));
}
