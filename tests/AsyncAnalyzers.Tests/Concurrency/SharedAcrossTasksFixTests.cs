using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Concurrency.SharedAcrossTasks, AsyncAnalyzers.CodeFixes.Concurrency.SharedAcrossTasksFix>;

namespace AsyncAnalyzers.Tests.Concurrency;

public sealed class SharedAcrossTasksFixTests
{
    private static string InMethod(string statements) => $$"""
        class C
        {
            int _count;
            static Task<int> LoadAsync(int x) => Task.FromResult(x);
            static void Use(object o) { }

            async Task M(int[] xs, List<int> list, HashSet<int> set)
            {
        {{string.Join("\n", statements.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
                await Task.Yield();
            }
        }
        """;

    private static Task Fixes(string source, string fixedSource) => Verify.Fixes(InMethod(source), InMethod(fixedSource));

    private static Task OffersNoFix(string source) => Verify.OffersNoFix(InMethod(source));

    [Fact]
    public Task Random_becomes_the_shared_one() => Fixes(
        """
        var rng = new Random(); // dice
        Parallel.ForEach(xs, x => Use([|rng|].Next() + rng.Next()));
        Random other = new();
        xs.AsParallel().ForAll(x => Use([|other|].Next()));
        """,
        """
        var rng = Random.Shared; // dice
        Parallel.ForEach(xs, x => Use(rng.Next() + rng.Next()));
        Random other = Random.Shared;
        xs.AsParallel().ForAll(x => Use(other.Next()));
        """);

    [Fact]
    public Task Random_in_a_field() => Verify.Fixes(
        """
        class C
        {
            private static readonly Random Rng = new Random();

            void M(int[] xs) => Parallel.ForEach(xs, x => Console.WriteLine([|Rng|].Next()));
        }
        """,
        """
        class C
        {
            private static readonly Random Rng = Random.Shared;

            void M(int[] xs) => Parallel.ForEach(xs, x => Console.WriteLine(Rng.Next()));
        }
        """);

    [Theory]
    [InlineData("var rng = new Random(1); Parallel.ForEach(xs, x => Use([|rng|].Next()));")]
    public Task Random_with_a_seed_is_left(string source) => OffersNoFix(source);

    [Fact]
    public Task Random_before_it_was_shared() => Verify.OffersNoFix(
        InMethod("var rng = new Random(); Parallel.ForEach(xs, x => Use([|rng|].Next()));"),
        setup: Setup.Default with { Framework = Frameworks.NetStandard21 });

    [Fact]
    public Task Counters_become_atomic() => Fixes(
        """
        var n = 0;
        long total = 0;
        Parallel.ForEach(xs, x =>
        {
            [|n|]++; // one more
            [|total|] += x * 2;
            if (x > 3)
            {
                n--;
                total -= x + 1;
            }
        });
        Parallel.ForEach(xs, x => [|_count|]++);
        Use(n);
        """,
        """
        var n = 0;
        long total = 0;
        Parallel.ForEach(xs, x =>
        {
            Interlocked.Increment(ref n); // one more
            Interlocked.Add(ref total, x * 2);
            if (x > 3)
            {
                Interlocked.Decrement(ref n);
                Interlocked.Add(ref total, -(x + 1));
            }
        });
        Parallel.ForEach(xs, x => Interlocked.Increment(ref _count));
        Use(n);
        """);

    [Fact]
    public Task Counters_in_async_code_and_as_values() => Fixes(
        """
        var n = 0;
        n = 5;
        await Task.WhenAll(xs.Select(async x =>
        {
            await LoadAsync(x);
            Use(++[|n|]);
            Use(n += 2);
        }));
        """,
        """
        var n = 0;
        n = 5;
        await Task.WhenAll(xs.Select(async x =>
        {
            await LoadAsync(x);
            Use(Interlocked.Increment(ref n));
            Use(Interlocked.Add(ref n, 2));
        }));
        """);

    [Theory]
    [InlineData("var n = 0; Parallel.ForEach(xs, x => Use([|n|]++));")]
    [InlineData("var n = 0; Parallel.ForEach(xs, x => { [|n|]++; n *= 2; });")]
    [InlineData("var n = 0; Parallel.ForEach(xs, x => { [|n|] = Math.Max(n, x); });")]
    [InlineData("var n = 0.0; Parallel.ForEach(xs, x => { [|n|] += x; });")]
    [InlineData("var s = \"\"; Parallel.ForEach(xs, x => { [|s|] += x; });")]
    [InlineData("var n = 0; Parallel.ForEach(xs, x => { [|n|]++; n = 0; });")]
    public Task Counters_that_cannot_be_atomic(string source) => OffersNoFix(source);

    [Fact]
    public Task Results_are_returned() => Fixes(
        """
        var results = new List<int>();
        // All of them.
        await Task.WhenAll(xs.Select(async x =>
        {
            var y = await LoadAsync(x);
            [|results|].Add(y + 1); // plus one
        })).ConfigureAwait(false); // done
        await Task.WhenAll(xs.Select(async x => [|list|].Add(await LoadAsync(x))).ToList());
        await Task.WhenAll(xs.Where(x => x > 1).Select(async (x, i) => [|set|].Add(await LoadAsync(x + i))));
        """,
        """
        var results = new List<int>();
        // All of them.
        results.AddRange(await Task.WhenAll(xs.Select(async x =>
        {
            var y = await LoadAsync(x);
            return y + 1; // plus one
        })).ConfigureAwait(false)); // done
        list.AddRange(await Task.WhenAll(xs.Select(async x => await LoadAsync(x)).ToList()));
        set.UnionWith(await Task.WhenAll(xs.Where(x => x > 1).Select(async (x, i) => await LoadAsync(x + i))));
        """);

    [Theory]
    [InlineData("await Task.WhenAll(xs.Select(async x => { var y = await LoadAsync(x); if (y > 1) [|list|].Add(y); }));")]
    [InlineData("await Task.WhenAll(xs.Select(async x => { var y = await LoadAsync(x); if (y > 1) return; [|list|].Add(y); }));")]
    [InlineData("await Task.WhenAll(xs.Select(async x => { var y = await LoadAsync(x); [|list|].Add(y); Use(y); }));")]
    [InlineData("await Task.WhenAll(xs.Select(async x => { var y = await LoadAsync(x); [|list|].Remove(y); list.Add(y); }));")]
    [InlineData("await Task.WhenAll(xs.Select(x => Task.Run(() => [|list|].Add(x))));")]
    [InlineData("var all = Task.WhenAll(xs.Select(async x => [|list|].Add(await LoadAsync(x)))); await all;")]
    [InlineData("Parallel.ForEach(xs, x => [|list|].Add(x));")]
    [InlineData("var doubles = new List<double>(); await Task.WhenAll(xs.Select(async x => [|doubles|].Add(await LoadAsync(x))));")]
    public Task Results_that_cannot_be_returned(string source) => OffersNoFix(source);

    [Fact]
    public Task Dictionaries_become_concurrent() => Verify.Fixes(
        """
        class C
        {
            void M(int[] xs)
            {
                var map = new Dictionary<int, List<int>>();
                Dictionary<string, int> other = new();
                Parallel.ForEach(xs, x =>
                {
                    [|map|][x] = [];
                    map.Remove(x);
                    if (map.TryGetValue(x, out var y))
                        [|other|].TryAdd("", y.Count);
                });
                Console.WriteLine(map.Count + other.Count);
            }
        }
        """,
        """
        using System.Collections.Concurrent;

        class C
        {
            void M(int[] xs)
            {
                var map = new ConcurrentDictionary<int, List<int>>();
                ConcurrentDictionary<string, int> other = new();
                Parallel.ForEach(xs, x =>
                {
                    map[x] = [];
                    map.TryRemove(x, out _);
                    if (map.TryGetValue(x, out var y))
                        other.TryAdd("", y.Count);
                });
                Console.WriteLine(map.Count + other.Count);
            }
        }
        """);

    [Theory]
    [InlineData("var map = new Dictionary<int, int>(); Parallel.ForEach(xs, x => [|map|].Add(x, x));")]
    [InlineData("var map = new Dictionary<int, int>(); Parallel.ForEach(xs, x => [|map|][x]++);")]
    [InlineData("var map = new Dictionary<int, int>(); Parallel.ForEach(xs, x => { [|map|][x] = 1; map[x] += 1; });")]
    [InlineData("var map = new Dictionary<int, int>(); Parallel.ForEach(xs, x => [|map|][x] = x); Dictionary<int, int> same = map;")]
    [InlineData("var map = new Dictionary<int, int>(10); Parallel.ForEach(xs, x => [|map|][x] = x);")]
    public Task Dictionaries_that_cannot_be_concurrent(string source) => OffersNoFix(source);
}
