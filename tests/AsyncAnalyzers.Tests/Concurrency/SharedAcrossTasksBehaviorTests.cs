using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Concurrency.SharedAcrossTasks, AsyncAnalyzers.CodeFixes.Concurrency.SharedAcrossTasksFix>;

namespace AsyncAnalyzers.Tests.Concurrency;

/// <summary>Code run before and after the fix. Before it may go wrong, so only what comes out after it is compared.</summary>
public sealed class SharedAcrossTasksBehaviorTests
{
    [Fact]
    public Task Results_are_all_there_in_the_order_of_the_items() => FixAndRun(
        """
        var results = new List<int> { -1 };
        await Task.WhenAll(xs.Select(async x =>
        {
            var y = await Probe.LoadAsync(x);
            [|results|].Add(y);
        }));
        return string.Join(",", results);
        """,
        """
        var results = new List<int> { -1 };
        results.AddRange(await Task.WhenAll(xs.Select(async x =>
        {
            var y = await Probe.LoadAsync(x);
            return y;
        })));
        return string.Join(",", results);
        """,
        "-1,10,20,30,40,50,60");

    [Fact]
    public Task No_count_is_lost() => FixAndRun(
        """
        var n = 0;
        long total = 100;
        Parallel.For(0, 100000, i =>
        {
            [|n|]++;
            [|total|] -= i % 2;
        });
        await Task.Yield();
        return $"{n} {total}";
        """,
        """
        var n = 0;
        long total = 100;
        Parallel.For(0, 100000, i =>
        {
            Interlocked.Increment(ref n);
            Interlocked.Add(ref total, -(i % 2));
        });
        await Task.Yield();
        return $"{n} {total}";
        """,
        "100000 -49900");

    [Fact]
    public Task Random_keeps_giving_numbers() => FixAndRun(
        """
        var rng = new Random();
        var ok = new bool[1000];
        Parallel.For(0, 1000, i => ok[i] = [|rng|].Next(1, 1000) > 0);
        await Task.Yield();
        return $"{ok.All(x => x)}";
        """,
        """
        var rng = Random.Shared;
        var ok = new bool[1000];
        Parallel.For(0, 1000, i => ok[i] = rng.Next(1, 1000) > 0);
        await Task.Yield();
        return $"{ok.All(x => x)}";
        """,
        "True");

    [Fact]
    public Task No_entry_is_lost() => FixAndRun(
        """
        var map = new Dictionary<int, int>();
        await Task.WhenAll(xs.Select(async x =>
        {
            [|map|][x] = await Probe.LoadAsync(x);
            if (x == 3)
                map.Remove(x);
        }));
        return string.Join(",", map.OrderBy(pair => pair.Key));
        """,
        """
        var map = new ConcurrentDictionary<int, int>();
        await Task.WhenAll(xs.Select(async x =>
        {
            map[x] = await Probe.LoadAsync(x);
            if (x == 3)
                map.TryRemove(x, out _);
        }));
        return string.Join(",", map.OrderBy(pair => pair.Key));
        """,
        "[1, 10],[2, 20],[4, 40],[5, 50],[6, 60]",
        "using System.Collections.Concurrent;\n\n");

    [Fact]
    public async Task One_session_runs_one_operation_at_a_time()
    {
        var peak = await FixAndRun(
            """
            var session = new Session();
            var a = [|session|].LoadAsync(1);
            var b = session.LoadAsync(2);
            await Task.WhenAll(a, b);
            return $"{a.Result} {await b}";
            """,
            """
            var session = new Session();
            var a = await session.LoadAsync(1);
            var b = await session.LoadAsync(2);
            return $"{a} {b}";
            """,
            "10 20");
        Assert.Equal(1, peak);
    }

    private static async Task<int> FixAndRun(string before, string after, string expected, string imported = "")
    {
        var (source, fixedSource) = (Program(before), imported + Program(after));
        await Verify.Fixes(source, fixedSource, setup: Behavior.WithProbe);
        var (result, peak) = await Behavior.RunAsync(fixedSource);
        Assert.Equal(expected, result);
        return peak;
    }

    private static string Program(string body) => $$"""
        public static class Program
        {
            private static readonly int[] xs = [1, 2, 3, 4, 5, 6];

            public static async Task<string> RunAsync()
            {
        {{string.Join("\n", body.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
            }
        }

        [NotConcurrencySafe]
        sealed class Session
        {
            public Task<int> LoadAsync(int x) => Probe.LoadAsync(x);
        }

        sealed class NotConcurrencySafeAttribute : Attribute;
        """;
}
