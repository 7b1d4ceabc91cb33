using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Sequential.SequentialAwaitInLoop, AsyncAnalyzers.CodeFixes.Sequential.SequentialAwaitInLoopFix>;

namespace AsyncAnalyzers.Tests.Sequential;

public sealed class SequentialAwaitInLoopFixTests
{
    private static readonly Setup Likely = Setup.Default with { Files = [("Http.cs", "global using System.Net.Http;")], Config = "async_analyzers.concurrency_confidence = likely" };

    [Fact]
    public Task Effects_become_ForEachAsync() => Verify.Fixes(
        """
        class C
        {
            async Task M(HttpClient http, IEnumerable<string> urls)
            {
                // Warm the cache.
                [|foreach (var url in urls)|]
                {
                    await http.GetStringAsync(url);
                }
            }

            async Task Token(HttpClient http, IEnumerable<string> urls, CancellationToken ct)
            {
                [|foreach (var url in urls)|]
                {
                    var page = await http.GetStringAsync(url, ct).ConfigureAwait(false);
                    if (page.Length == 0)
                        continue; // nothing there
                    ct.ThrowIfCancellationRequested();
                    await http.DeleteAsync(url, ct).ConfigureAwait(false);
                }
            }

            async Task Unbraced(HttpClient http, int n)
            {
                [|for (var i = 1; i <= n; i++)|]
                    await http.GetStringAsync("page/" + i); // one page
            }
        }
        """,
        """
        class C
        {
            async Task M(HttpClient http, IEnumerable<string> urls)
            {
                // Warm the cache.
                await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (url, _) => await http.GetStringAsync(url));
            }

            async Task Token(HttpClient http, IEnumerable<string> urls, CancellationToken ct)
            {
                await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct }, async (url, token) =>
                {
                    var page = await http.GetStringAsync(url, token).ConfigureAwait(false);
                    if (page.Length == 0)
                        return; // nothing there
                    token.ThrowIfCancellationRequested();
                    await http.DeleteAsync(url, token).ConfigureAwait(false);
                }).ConfigureAwait(false);
            }

            async Task Unbraced(HttpClient http, int n)
            {
                await Parallel.ForAsync(1, n + 1, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => await http.GetStringAsync("page/" + i)); // one page
            }
        }
        """,
        setup: Likely);

    [Fact]
    public Task Effects_become_WhenAll_on_wish() => Verify.Fixes(
        """
        class C
        {
            async Task M(HttpClient http, IEnumerable<string> urls, CancellationToken ct)
            {
                [|foreach (var url in urls)|]
                {
                    await http.GetStringAsync(url, ct);
                }

                [|foreach (var url in urls)|]
                {
                    await Save(url);
                }

                [|foreach (var url in urls)|] {
                    if (url == "") continue;
                    await Save(url).ConfigureAwait(false);
                }

                [|foreach (var url in urls.Skip(1))|]
                    await Value(url).ConfigureAwait(false);
            }

            static Task Save(string url) => Task.CompletedTask;
            static ValueTask Value(string url) => default;
        }
        """,
        """
        class C
        {
            async Task M(HttpClient http, IEnumerable<string> urls, CancellationToken ct)
            {
                await Task.WhenAll(urls.Select(url => http.GetStringAsync(url, ct)));

                await Task.WhenAll(urls.Select(Save));

                await Task.WhenAll(urls.Select(async url => {
                    if (url == "") return;
                    await Save(url).ConfigureAwait(false);
                })).ConfigureAwait(false);

                await Task.WhenAll(urls.Skip(1).Select(async url => await Value(url).ConfigureAwait(false))).ConfigureAwait(false);
            }

            static Task Save(string url) => Task.CompletedTask;
            static ValueTask Value(string url) => default;
        }
        """,
        key: "overlap-whenall",
        setup: Likely);

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

            static Task<int> F(int x) => Task.FromResult(x);
            static Task<string> G(string x) => Task.FromResult(x);
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

            static Task<int> F(int x) => Task.FromResult(x);
            static Task<string> G(string x) => Task.FromResult(x);
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

            static Task<int> F(string x) => Task.FromResult(x.Length);
            static Task<string> G(string x) => Task.FromResult(x);
            static Task<bool> Is(string x) => Task.FromResult(true);
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

            static Task<int> F(string x) => Task.FromResult(x.Length);
            static Task<string> G(string x) => Task.FromResult(x);
            static Task<bool> Is(string x) => Task.FromResult(true);
        }
        """,
        setup: Likely);
}
