using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Sequential.UnboundedWhenAll, AsyncAnalyzers.CodeFixes.Sequential.UnboundedWhenAllFix>;

namespace AsyncAnalyzers.Tests.Sequential;

public sealed class UnboundedWhenAllTests
{
    private static readonly Setup On = Setup.Default with { Config = "dotnet_diagnostic.AWAIT304.severity = warning\nasync_analyzers.max_concurrency = 4" };

    private static string InClass(string members) => $$"""
        class C
        {
            static Task F(int x = 0, CancellationToken ct = default) => Task.Delay(x, ct);
            static Task One(int x) => Task.Delay(x);
            static Task<int> G(int x) => Task.Run(() => x);
            static readonly int[] Few = { 1, 2, 3 };
            readonly SemaphoreSlim gate = new(4);
            {{members}}
        }
        """;

    [Theory]
    [InlineData("async Task M(IEnumerable<int> xs) { await [|Task.WhenAll|](xs.Select(async x => await F(x))); }")]
    [InlineData("async Task M(List<int> xs) { await [|Task.WhenAll|](xs.Select(x => F(x))).ConfigureAwait(false); }")]
    [InlineData("async Task<int[]> M(int[] xs) => await [|Task.WhenAll|](xs.Select(G));")]
    [InlineData("Task<int[]> M(IEnumerable<int> xs) => [|Task.WhenAll|](xs.Where(x => x > 0).Select(x => G(x)));")]
    [InlineData("async Task M(IEnumerable<int> xs) { await [|Task.WhenAll|](xs.Select(x => F(x)).ToArray()); }")]
    [InlineData("async Task M(IEnumerable<int> xs) { var tasks = xs.Select(x => F(x)).ToList(); await [|Task.WhenAll|](tasks); }")]
    [InlineData("async Task M(IEnumerable<int> xs) { var tasks = xs.Select(x => F(x)); await [|Task.WhenAll|](tasks); }")]
    [InlineData("async Task M(IEnumerable<int> xs) { await [|Task.WhenAll|](from x in xs select F(x)); }")]
    [InlineData("async Task M(IEnumerable<int> xs) { await [|Task.WhenAll|](Enumerable.Select(xs, x => F(x))); }")]
    [InlineData("async Task M(int n) { await [|Task.WhenAll|](Enumerable.Range(0, n).Select(x => F(x))); }")]
    [InlineData("Func<IEnumerable<int>, Task> f = xs => [|Task.WhenAll|](xs.Select(One));")]
    [InlineData("async IAsyncEnumerable<int> M(List<int> xs) { foreach (var y in await [|Task.WhenAll|](xs.Select(G))) yield return y; }")]
    [InlineData("interface IItem { Task SendAsync(); } Task M(IEnumerable<IItem> items) => [|Task.WhenAll|](items.Select(item => item.SendAsync()));")]
    [InlineData("async Task M(IEnumerable<int> xs) { var all = xs.ToList(); all = all.Take(3).ToList(); all = xs.ToList(); await [|Task.WhenAll|](all.Select(x => F(x))); }")]
    public Task Tasks_of_a_source_of_unknown_size_are_reported(string member) => Verify.Reports(InClass(member), On);

    [Theory]
    [InlineData("async Task M() { await Task.WhenAll(new[] { 1, 2 }.Select(x => F(x))); }")]
    [InlineData("async Task M() { int[] xs = [1, 2]; await Task.WhenAll(xs.Select(x => F(x))); await Task.WhenAll(Few.Select(x => F(x))); }")]
    [InlineData("async Task M() { var xs = new List<int> { 1, 2 }; await Task.WhenAll(xs.Select(x => F(x))); }")]
    [InlineData("async Task M(params int[] xs) { await Task.WhenAll(xs.Select(x => F(x))); }")]
    [InlineData("async Task M() { await Task.WhenAll(Enumerable.Range(0, 8).Select(x => F(x))); await Task.WhenAll(Enumerable.Range(0, 16).Select(x => F(x))); }")]
    [InlineData("async Task M(IEnumerable<int> xs) { await Task.WhenAll(xs.Take(10).Select(x => F(x))); await Task.WhenAll(xs.Take(10).Where(x => x > 0).Select(x => F(x))); }")]
    [InlineData("async Task M(IEnumerable<int> xs) { foreach (var some in xs.Chunk(10)) await Task.WhenAll(some.Select(x => F(x))); }")]
    [InlineData("async Task M(IEnumerable<int[]> xs) { foreach (var batch in xs) await Task.WhenAll(batch.Select(x => F(x))); }")]
    [InlineData("async Task M(IEnumerable<int> xs) { await Task.WhenAll(xs.Select(async x => { await gate.WaitAsync(); try { await F(x); } finally { gate.Release(); } })); }")]
    [InlineData("async Task M(IEnumerable<Task> xs) { await Task.WhenAll(xs); await Task.WhenAll(xs.ToList()); await Task.WhenAll(xs.Select(x => x)); }")]
    [InlineData("async Task M(IEnumerable<int> xs) { await Task.WhenAll(xs.Select(x => Task.FromResult(x))); }")]
    [InlineData("static class TaskEx { public static Task<int> FromException(Exception e) => Task.FromException<int>(e); } async Task M(IEnumerable<int> xs) { await Task.WhenAll(xs.Select(x => TaskEx.FromException(new Exception()))); }")]
    [InlineData("class Options { public int ConsumerThreadCount; } Task M(Options o, int maxParallel) => Task.WhenAll(Enumerable.Range(0, o.ConsumerThreadCount).Select(_ => F()).Concat(Enumerable.Range(0, maxParallel).Select(_ => F()))); Task N(int workers) => Task.WhenAll(Enumerable.Range(0, workers).Select(_ => F())); Task O() => Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => F()));")]
    [InlineData("async Task M(Task a, Task b) { await Task.WhenAll(a, b); }")]
    [InlineData("async Task M(IEnumerable<int> xs) { await Task.WhenAny(xs.Select(x => F(x))); }")]
    [InlineData("async Task M(IEnumerable<int>? xs) { var some = xs?.Take(3).Where(x => x > 0).ToArray() ?? Array.Empty<int>(); await Task.WhenAll(some.Select(x => F(x))); }")]
    [InlineData("async Task M(IEnumerable<int> xs) { var some = xs.OrderBy(x => x).Take(3).ToList(); await Task.WhenAll(some.Select(x => F(x))); }")]
    [InlineData("async Task M(List<Func<Task>> work) { await Task.WhenAll(work.Select(one => one())); await Task.WhenAll(work.Where(one => one is not null).Select(one => one())); }")]
    [InlineData("interface IClient { Task SendAsync(int x); } class D { readonly IEnumerable<IClient> clients; D(IEnumerable<IClient> clients) => this.clients = clients; Task M(int x) => Task.WhenAll(clients.Select(client => client.SendAsync(x))); }")]
    [InlineData("interface IClient { Task SendAsync(int x); } class D(IEnumerable<IClient> clients) { Task M(int x) => Task.WhenAll(clients.Select(client => client.SendAsync(x))); }")]
    public Task What_is_limited_is_silent(string member) => Verify<AsyncAnalyzers.Sequential.UnboundedWhenAll>.Silent(InClass(member), On);

    [Fact]
    public Task Top_level_code_is_looked_at() => Verify.Reports(
        "await [|Task.WhenAll|](args.Select(async x => await File.ReadAllTextAsync(x)));",
        Setup.TopLevel with { Config = On.Config });

    [Fact]
    public Task Tests_are_silent() => Verify<AsyncAnalyzers.Sequential.UnboundedWhenAll>.Silent(
        InClass("async Task M(IEnumerable<int> xs) { await Task.WhenAll(xs.Select(x => F(x))); }"),
        On with { Packages = Core.Libraries.XUnit });

    [Fact]
    public Task The_message_names_call_and_source() => Verify.Reports(
        InClass("async Task M(List<int> xs) { await {|#0:Task.WhenAll|}(xs.Select(x => F(x))); await {|#1:Task.WhenAll|}(xs.Select(async x => await F(x))); }"),
        On with
        {
            Expected =
            [
                Verify<AsyncAnalyzers.Sequential.UnboundedWhenAll>.At(0, "'C.F'", "xs"),
                Verify<AsyncAnalyzers.Sequential.UnboundedWhenAll>.At(1, "the async lambda", "xs"),
            ],
        });

    [Fact]
    public Task The_message_has_one_line() => Verify.Reports(
        InClass("async Task M(List<int> xs) { await {|#0:Task.WhenAll|}(xs\r\n  .Where(x =>\n    x > 0).Select(x => F(x))); }"),
        On with { Expected = [Verify<AsyncAnalyzers.Sequential.UnboundedWhenAll>.At(0, "'C.F'", "xs.Where(x => x > 0)")] });

    [Theory]
    [InlineData("await [|Task.WhenAll|](xs.Select(async x => await F(x)));", "await Parallel.ForEachAsync(xs, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (x, _) => await F(x));")]
    [InlineData("await [|Task.WhenAll|](xs.Select(x => F(x))).ConfigureAwait(false); // all", "await Parallel.ForEachAsync(xs, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (x, _) => await F(x)).ConfigureAwait(false); // all")]
    [InlineData("await [|Task.WhenAll|](xs.Select((x) => x > 0 ? F(x) : One(x)));", "await Parallel.ForEachAsync(xs, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (x, _) => await (x > 0 ? F(x) : One(x)));")]
    [InlineData("await [|Task.WhenAll|](xs.Where(x => x > 0).Select(One).ToList());", "await Parallel.ForEachAsync(xs.Where(x => x > 0), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (item, _) => await One(item));")]
    [InlineData("await [|Task.WhenAll|](xs.Select(async x => { _ = x; await F(x, ct); }));", "await Parallel.ForEachAsync(xs, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct }, async (x, token) => { _ = x; await F(x, token); });")]
    [InlineData("await [|Task.WhenAll|](xs.Select(async _ => await F(1)));", "await Parallel.ForEachAsync(xs, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (_, _2) => await F(1));")]
    public Task Effects_run_a_few_at_a_time(string before, string after) => Verify.Fixes(
        InClass($"async Task M(List<int> xs, CancellationToken ct) {{ {before}\n }}"),
        InClass($"async Task M(List<int> xs, CancellationToken ct) {{ {after}\n }}"),
        setup: On);

    [Theory]
    [InlineData("async Task<int[]> M(int[] xs) => await [|Task.WhenAll|](xs.Select(G));")]
    [InlineData("Task M(IEnumerable<int> xs) => [|Task.WhenAll|](xs.Select(x => F(x)));")]
    [InlineData("async Task M(IEnumerable<int> xs) { var all = [|Task.WhenAll|](xs.Select(x => F(x))); await all; }")]
    [InlineData("async Task M(IEnumerable<int> xs) { var tasks = xs.Select(x => F(x)).ToList(); await [|Task.WhenAll|](tasks); }")]
    [InlineData("async Task M(IEnumerable<int> xs) { await [|Task.WhenAll|](xs.Select((x, i) => F(x + i))); }")]
    [InlineData("async Task M(IEnumerable<int> xs) { await [|Task.WhenAll|](xs.Select(x => { return F(x); })); }")]
    public Task No_fix_for_results_and_other_shapes(string member) => Verify.OffersNoFix(InClass(member), setup: On);

    [Fact]
    public Task No_fix_under_a_context() => Verify.OffersNoFix(
        InClass("async Task M(List<int> xs) { await [|Task.WhenAll|](xs.Select(x => F(x))); }"),
        setup: On with { Files = [("Window.cs", "namespace System.Windows { public class DependencyObject { } }")] });

    [Fact]
    public Task No_fix_before_ForEachAsync() => Verify.OffersNoFix(
        "class C { static Task F(int x) => Task.Delay(x); async Task M(List<int> xs) { await [|Task.WhenAll|](xs.Select(x => F(x))); } }",
        setup: On with { Framework = Frameworks.NetStandard21 });
}
