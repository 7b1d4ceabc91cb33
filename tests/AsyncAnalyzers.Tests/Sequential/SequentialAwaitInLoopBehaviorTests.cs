using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Sequential.SequentialAwaitInLoop, AsyncAnalyzers.CodeFixes.Sequential.SequentialAwaitInLoopFix>;

namespace AsyncAnalyzers.Tests.Sequential;

/// <summary>Loops run before and after the fix: same results, same order, no more at a time than allowed.</summary>
public sealed class SequentialAwaitInLoopBehaviorTests
{
    private static readonly Setup Limited = Behavior.WithProbe with { Config = "async_analyzers.max_concurrency = 3\nasync_analyzers.concurrency_confidence = likely" };

    [Fact]
    public Task ForEachAsync_runs_as_many_as_allowed() => FixAndRun(
        """
        [|foreach (var x in xs)|]
        {
            await Probe.LoadAsync(x);
        }
        return $"{Probe.Total}";
        """,
        """
        await Parallel.ForEachAsync(xs, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (x, _) => await Probe.LoadAsync(x));
        return $"{Probe.Total}";
        """,
        atMost: 3);

    [Fact]
    public Task ForAsync_counts_as_the_loop_did() => FixAndRun(
        """
        [|for (var i = 2; i <= xs.Count; i++)|]
        {
            if (i % 2 == 0)
                continue;
            await Probe.LoadAsync(i);
        }
        return $"{Probe.Total}";
        """,
        """
        await Parallel.ForAsync(2, xs.Count + 1, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (i, _) =>
        {
            if (i % 2 == 0)
                return;
            await Probe.LoadAsync(i);
        });
        return $"{Probe.Total}";
        """,
        atMost: 3);

    [Fact]
    public Task WhenAll_starts_all() => FixAndRun(
        """
        [|foreach (var x in new[] { 3, 1, 2 })|]
        {
            await Probe.LoadAsync(x);
        }
        return $"{Probe.Total}";
        """,
        """
        await Task.WhenAll(new[] { 3, 1, 2 }.Select(x => Probe.LoadAsync(x)));
        return $"{Probe.Total}";
        """);

    [Fact]
    public Task Caught_failures_stay_in_their_iteration() => FixAndRun(
        """
        [|foreach (var x in xs)|]
        {
            try
            {
                await Probe.LoadAsync(100 / (x - 4));
            }
            catch (DivideByZeroException)
            {
                await Probe.LoadAsync(1);
            }
        }
        return $"{Probe.Total}";
        """,
        """
        await Parallel.ForEachAsync(xs, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (x, _) =>
        {
            try
            {
                await Probe.LoadAsync(100 / (x - 4));
            }
            catch (DivideByZeroException)
            {
                await Probe.LoadAsync(1);
            }
        });
        return $"{Probe.Total}";
        """,
        atMost: 3);

    [Fact]
    public Task Lists_keep_their_order() => FixAndRun(
        """
        var created = new List<int>();
        [|foreach (var x in xs)|]
            created.Add(await Probe.LoadAsync(x));
        created.Add(-1);
        [|foreach (var x in xs)|]
        {
            var y = x * 2;
            var loaded = await Probe.LoadAsync(y);
            created.Add(loaded + y);
        }
        return string.Join(",", created);
        """,
        """
        var created = new List<int>(await Task.WhenAll(xs.Select(x => Probe.LoadAsync(x))));
        created.Add(-1);
        created.AddRange(await Task.WhenAll(xs.Select(async x =>
        {
            var y = x * 2;
            var loaded = await Probe.LoadAsync(y);
            return loaded + y;
        })));
        return string.Join(",", created);
        """);

    [Fact]
    public Task Elements_go_where_they_went() => FixAndRun(
        """
        var array = new long[xs.Count];
        [|for (var i = 0; i < array.Length; i++)|]
            array[i] = await Probe.LoadAsync(xs[i]);
        var map = new Dictionary<int, int>();
        [|foreach (var x in xs)|]
            map[x % 5] = await Probe.LoadAsync(x);
        return string.Join(",", array) + string.Join(",", map.OrderBy(pair => pair.Key));
        """,
        """
        var array = new long[xs.Count];
        foreach (var (i, result) in await Task.WhenAll(Enumerable.Range(0, array.Length).Select(async i => (i, await Probe.LoadAsync(xs[i])))))
        {
            array[i] = result;
        }
        var map = new Dictionary<int, int>();
        foreach (var (x, result) in await Task.WhenAll(xs.Select(async x => (x, await Probe.LoadAsync(x)))))
        {
            map[x % 5] = result;
        }
        return string.Join(",", array) + string.Join(",", map.OrderBy(pair => pair.Key));
        """);

    [Fact]
    public Task Sums_and_counts_are_equal() => FixAndRun(
        """
        var sum = 5;
        [|foreach (var x in xs)|]
            sum += await Probe.LoadAsync(x);
        var even = 1;
        [|foreach (var x in xs)|]
        {
            if (await Probe.IsEvenAsync(x))
                even++;
        }
        var text = "";
        [|foreach (var x in xs)|]
            text += await Probe.ValueAsync(x);
        var odd = new List<int>();
        [|foreach (var x in xs)|]
        {
            if (!await Probe.IsEvenAsync(x))
            {
                odd.Add(x);
            }
        }
        return $"{sum} {even} {text} {string.Join(",", odd)}";
        """,
        """
        var sum = 5;
        sum += (await Task.WhenAll(xs.Select(x => Probe.LoadAsync(x)))).Sum();
        var even = 1;
        even += (await Task.WhenAll(xs.Select(Probe.IsEvenAsync))).Count(result => result);
        var text = "";
        foreach (var result in await Task.WhenAll(xs.Select(async x => await Probe.ValueAsync(x))))
        {
            text += result;
        }
        var odd = new List<int>();
        foreach (var (x, result) in await Task.WhenAll(xs.Select(async x => (x, !await Probe.IsEvenAsync(x)))))
        {
            if (result)
            {
                odd.Add(x);
            }
        }
        return $"{sum} {even} {text} {string.Join(",", odd)}";
        """);

    [Fact]
    public Task Items_are_taken_apart_and_cast_as_the_loop_did() => FixAndRun(
        """
        var pairs = xs.ToDictionary(x => x, x => x + 1);
        var results = new List<int>(3);
        [|foreach (var (key, value) in pairs)|]
        {
            results.Add(key + await Probe.LoadAsync(value));
        }
        object[] boxed = xs.Select(x => (object)x).ToArray();
        [|foreach (int x in boxed)|]
        {
            results.Add(await Probe.LoadAsync(x));
        }
        return string.Join(",", results);
        """,
        """
        var pairs = xs.ToDictionary(x => x, x => x + 1);
        var results = new List<int>(3);
        results.AddRange(await Task.WhenAll(pairs.Select(async item =>
        {
            var (key, value) = item;
            return key + await Probe.LoadAsync(value);
        })));
        object[] boxed = xs.Select(x => (object)x).ToArray();
        results.AddRange(await Task.WhenAll(boxed.Cast<int>().Select(x => Probe.LoadAsync(x))));
        return string.Join(",", results);
        """);

    [Fact]
    public Task Resources_live_as_long_as_their_iteration() => FixAndRun(
        """
        var map = new Dictionary<int, string>();
        [|foreach (var x in xs)|]
        {
            using var reader = new StringReader("item " + x);
            await Probe.LoadAsync(x);
            map[x] = reader.ReadToEnd();
        }
        return string.Join(",", map);
        """,
        """
        var map = new Dictionary<int, string>();
        foreach (var (x, result) in await Task.WhenAll(xs.Select(async x =>
        {
            using var reader = new StringReader("item " + x);
            await Probe.LoadAsync(x);
            return (x, reader.ReadToEnd());
        })))
        {
            map[x] = result;
        }
        return string.Join(",", map);
        """);

    [Fact]
    public Task A_negative_count_is_no_iteration() => FixAndRun(
        """
        var n = -3;
        var none = new List<int>(1);
        [|for (var i = 0; i < n; i++)|]
            none.Add(await Probe.LoadAsync(i));
        var some = new List<int>();
        [|foreach (var x in xs)|]
            some.Add(await Probe.LoadAsync(x));
        return $"{none.Count} {some.Count}";
        """,
        """
        var n = -3;
        var none = new List<int>(1);
        none.AddRange(await Task.WhenAll(Enumerable.Range(0, Math.Max(0, n)).Select(i => Probe.LoadAsync(i))));
        var some = new List<int>(await Task.WhenAll(xs.Select(x => Probe.LoadAsync(x))));
        return $"{none.Count} {some.Count}";
        """);

    private static async Task FixAndRun(string before, string after, int atMost = int.MaxValue)
    {
        var (source, fixedSource) = (Program(before), Program(after));
        await Verify.Fixes(source, fixedSource, setup: Limited);
        await Behavior.Overlaps(source, fixedSource, atMost);
    }

    private static string Program(string body) => $$"""
        public static class Program
        {
            public static async Task<string> RunAsync()
            {
                var xs = Enumerable.Range(0, 12).ToList();
                {{body.ReplaceLineEndings("\n        ")}}
            }
        }
        """;
}
