using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Sequential.SequentialAwaitInLoop, AsyncAnalyzers.CodeFixes.Sequential.SequentialAwaitInLoopFix>;

namespace AsyncAnalyzers.Tests.Sequential;

/// <summary>The fix of loops that collect results.</summary>
public sealed class SequentialAwaitInLoopCollectTests
{
    private static readonly Setup Likely = Setup.Default with { Files = [("Http.cs", "global using System.Net.Http;")], Config = "async_analyzers.concurrency_confidence = likely" };

    [Fact]
    public Task A_list_takes_all_results_in_order() => Verify.Fixes(
        """
        class C
        {
            async Task<List<int>> Created(IEnumerable<int> xs)
            {
                var results = new List<int>();
                [|foreach (var x in xs)|]
                {
                    results.Add(await F(x));
                }
                return results;
            }

            async Task<List<int>> Literal(IEnumerable<int> xs)
            {
                List<int> results = [];

                [|foreach (var x in xs)|]
                    results.Add(await F(x).ConfigureAwait(false));

                return results;
            }

            async Task<List<object>> Existing(IEnumerable<string> xs, int first)
            {
                List<object> results = new(10);
                // All of them.
                [|foreach (var x in xs)|]
                {
                    // One.
                    var r = await G(x); // long
                    results.Add(r);
                } // done
                return results;
            }

            async Task<List<long>> Converted(IEnumerable<int> xs)
            {
                var results = new List<long>();
                [|foreach (var x in xs)|]
                {
                    var y = x + 1;
                    var r = await F(y);
                    results.Add(r + y);
                }
                return results;
            }

            async Task<List<long>> Counted(int n)
            {
                var results = new List<int>();
                [|for (var i = 0; i < n; i++)|]
                    results.Add(await F(10));
                var more = new List<int>();
                [|for (int i = 0; i <= 9; ++i)|]
                    more.Add(await F(i));
                return new();
            }

            static extern Task<int> F(int x);
            static extern Task<string> G(string x);
        }
        """,
        """
        class C
        {
            async Task<List<int>> Created(IEnumerable<int> xs)
            {
                var results = new List<int>(await Task.WhenAll(xs.Select(F)));
                return results;
            }

            async Task<List<int>> Literal(IEnumerable<int> xs)
            {
                List<int> results = [.. await Task.WhenAll(xs.Select(F)).ConfigureAwait(false)];

                return results;
            }

            async Task<List<object>> Existing(IEnumerable<string> xs, int first)
            {
                List<object> results = new(10);
                // All of them.
                // One.
                // long
                results.AddRange(await Task.WhenAll(xs.Select(G))); // done
                return results;
            }

            async Task<List<long>> Converted(IEnumerable<int> xs)
            {
                var results = new List<long>();
                foreach (var (r, y) in await Task.WhenAll(xs.Select(async x =>
                {
                    var y = x + 1;
                    var r = await F(y);
                    return (r, y);
                })))
                {
                    results.Add(r + y);
                }
                return results;
            }

            async Task<List<long>> Counted(int n)
            {
                var results = new List<int>(await Task.WhenAll(Enumerable.Range(0, Math.Max(0, n)).Select(_ => F(10))));
                var more = new List<int>(await Task.WhenAll(Enumerable.Range(0, 10).Select(F)));
                return new();
            }

            static extern Task<int> F(int x);
            static extern Task<string> G(string x);
        }
        """,
        setup: Likely);

    [Fact]
    public Task Elements_sums_and_counts_are_stored_afterwards() => Verify.Fixes(
        """
        class C
        {
            async Task M(string[] xs)
            {
                var array = new int[xs.Length];
                [|for (var i = 0; i < array.Length; i++)|]
                {
                    array[i] = await F(xs[i]);
                }

                var map = new Dictionary<string, int>();
                [|foreach (var x in xs)|]
                {
                    map[x] = await F(x);
                }
                [|foreach (var x in xs)|]
                    map.Add(x, await F(x) + 1);

                var sum = 0;
                [|foreach (var x in xs)|]
                    sum += await F(x);
                double average = 0;
                [|foreach (var x in xs)|]
                    average += await F(x);
                var text = "";
                [|foreach (var x in xs)|]
                {
                    text += await G(x);
                }

                var count = 0;
                [|foreach (var x in xs)|]
                {
                    if (!await Is(x))
                    {
                        count++;
                    }
                }

                var found = new List<string>();
                [|foreach (var x in xs)|]
                {
                    if (await Is(x))
                        found.Add(x);
                }
            }

            static extern Task<int> F(string x);
            static extern Task<string> G(string x);
            static extern Task<bool> Is(string x);
        }
        """,
        """
        class C
        {
            async Task M(string[] xs)
            {
                var array = new int[xs.Length];
                foreach (var (i, result) in await Task.WhenAll(Enumerable.Range(0, array.Length).Select(async i => (i, await F(xs[i])))))
                {
                    array[i] = result;
                }

                var map = new Dictionary<string, int>();
                foreach (var (x, result) in await Task.WhenAll(xs.Select(async x => (x, await F(x)))))
                {
                    map[x] = result;
                }
                foreach (var (x, result) in await Task.WhenAll(xs.Select(async x => (x, await F(x) + 1))))
                {
                    map.Add(x, result);
                }

                var sum = 0;
                sum += (await Task.WhenAll(xs.Select(F))).Sum();
                double average = 0;
                foreach (var result in await Task.WhenAll(xs.Select(F)))
                {
                    average += result;
                }
                var text = "";
                foreach (var result in await Task.WhenAll(xs.Select(G)))
                {
                    text += result;
                }

                var count = 0;
                count += (await Task.WhenAll(xs.Select(async x => !await Is(x)))).Count(result => result);

                var found = new List<string>();
                foreach (var (x, result) in await Task.WhenAll(xs.Select(async x => (x, await Is(x)))))
                {
                    if (result)
                        found.Add(x);
                }
            }

            static extern Task<int> F(string x);
            static extern Task<string> G(string x);
            static extern Task<bool> Is(string x);
        }
        """,
        setup: Likely);

    [Fact]
    public Task Method_groups_only_where_they_bind_the_same() => Verify.Fixes(
        """
        class C
        {
            async Task M(List<int> xs)
            {
                var a = new List<int>();
                [|foreach (var x in xs)|]
                    a.Add(await Overloaded(x));
                var b = new List<int>();
                [|foreach (var x in xs)|]
                    b.Add(await Widening(x));
                var c = new List<int>();
                [|foreach (var x in xs)|]
                    c.Add(await Optional(x));
                var d = new List<int>();
                [|foreach (var x in xs)|]
                    d.Add(await Value(x));
                var e = new List<int>();
                [|foreach (var x in xs)|]
                    e.Add(await Generic(x));
                var f = new List<int>();
                [|foreach (var x in xs)|]
                    f.Add(await Create().This(x));
                var g = new List<int>();
                [|foreach (var x in xs)|]
                    g.Add(await this.This(x: x));
            }

            static extern Task<int> Overloaded(int x);
            static extern Task<int> Overloaded(int x, int y);
            static extern Task<int> Widening(long x);
            static extern Task<int> Optional(int x, int y = 0);
            static extern ValueTask<int> Value(int x);
            static extern Task<T> Generic<T>(T x);
            static C Create() => new();
            extern Task<int> This(int x);
        }
        """,
        """
        class C
        {
            async Task M(List<int> xs)
            {
                var a = new List<int>(await Task.WhenAll(xs.Select(x => Overloaded(x))));
                var b = new List<int>(await Task.WhenAll(xs.Select(x => Widening(x))));
                var c = new List<int>(await Task.WhenAll(xs.Select(x => Optional(x))));
                var d = new List<int>(await Task.WhenAll(xs.Select(async x => await Value(x))));
                var e = new List<int>(await Task.WhenAll(xs.Select(x => Generic(x))));
                var f = new List<int>(await Task.WhenAll(xs.Select(x => Create().This(x))));
                var g = new List<int>(await Task.WhenAll(xs.Select(x => this.This(x: x))));
            }

            static extern Task<int> Overloaded(int x);
            static extern Task<int> Overloaded(int x, int y);
            static extern Task<int> Widening(long x);
            static extern Task<int> Optional(int x, int y = 0);
            static extern ValueTask<int> Value(int x);
            static extern Task<T> Generic<T>(T x);
            static C Create() => new();
            extern Task<int> This(int x);
        }
        """,
        setup: Likely);
}
