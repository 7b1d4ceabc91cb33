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

            static extern Task Save(string url);
            static extern ValueTask Value(string url);
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

            static extern Task Save(string url);
            static extern ValueTask Value(string url);
        }
        """,
        key: "overlap-whenall",
        setup: Likely);

    [Fact]
    public Task Headers_of_every_kind_are_taken_over() => Verify.Fixes(
        """
        class C
        {
            async Task M(Dictionary<string, int> map, object[] boxed, string s, Task<string[]> pending, CancellationToken ct)
            {
                [|foreach (var (key, value) in map)|]
                    await F(key + value);
                [|foreach (var (key, value) in map)|]
                {
                    // Both.
                    await F(key + value);
                }
                [|foreach (string text in boxed)|]
                    await F(text);
                [|foreach (object text in new List<string>())|]
                    await F(text + "");
                [|foreach (var @class in await pending)|]
                    await F(@class);
                [|foreach (var c in s)|]
                {
                    _ = await F(c.ToString());
                }
                [|foreach (var x in s.Length > 1 ? map.Keys.ToList() : new List<string>())|]
                    await F(x);
                [|foreach (var x in map.Values)|]
                    await F("same");
                [|for (int i = s.Length; i < map.Count; i++)|]
                    await F("" + i);
            }

            static extern Task<int> F(string x);
        }
        """,
        """
        class C
        {
            async Task M(Dictionary<string, int> map, object[] boxed, string s, Task<string[]> pending, CancellationToken ct)
            {
                await Parallel.ForEachAsync(map, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (item, _) =>
                {
                    var (key, value) = item;
                    await F(key + value);
                });
                await Parallel.ForEachAsync(map, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (item, _) =>
                {
                    var (key, value) = item;
                    // Both.
                    await F(key + value);
                });
                await Parallel.ForEachAsync(boxed.Cast<string>(), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (text, _) => await F(text));
                await Parallel.ForEachAsync(new List<string>().Cast<object>(), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (text, _) => await F(text + ""));
                await Parallel.ForEachAsync(await pending, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (@class, _) => await F(@class));
                await Parallel.ForEachAsync(s, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (c, token) =>
                {
                    _ = await F(c.ToString());
                });
                await Parallel.ForEachAsync(s.Length > 1 ? map.Keys.ToList() : new List<string>(), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (x, _) => await F(x));
                await Parallel.ForEachAsync(map.Values, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, token) => await F("same"));
                await Parallel.ForAsync(s.Length, map.Count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => await F("" + i));
            }

            static extern Task<int> F(string x);
        }
        """,
        setup: Likely);

    [Fact]
    public Task A_few_items_start_together() => Verify.Fixes(
        """
        class C
        {
            async Task M(params string[] names)
            {
                [|foreach (var x in new[] { "a", "b" })|]
                    await F(x);
                string[] some = ["a", "b"];
                [|foreach (var x in some)|]
                    await F(x);
                [|foreach (var x in (string[])["a", "b"])|]
                    await F(x);
                [|foreach (var name in names)|]
                {
                    await F(name);
                }
                [|for (var i = 0; i < 3; i++)|]
                    await F(names[i]);
            }

            static extern Task F(string x);
        }
        """,
        """
        class C
        {
            async Task M(params string[] names)
            {
                await Task.WhenAll(new[] { "a", "b" }.Select(F));
                string[] some = ["a", "b"];
                await Task.WhenAll(some.Select(F));
                await Task.WhenAll(((string[])["a", "b"]).Select(F));
                await Task.WhenAll(names.Select(F));
                await Task.WhenAll(Enumerable.Range(0, 3).Select(i => F(names[i])));
            }

            static extern Task F(string x);
        }
        """,
        setup: Likely);

    [Fact]
    public Task A_few_items_run_bounded_on_wish() => Verify.Fixes(
        "class C { async Task M(params string[] xs) { [|foreach (var x in xs)|] await F(x); } static extern Task F(string x); }",
        "class C { async Task M(params string[] xs) { await Parallel.ForEachAsync(xs, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (x, _) => await F(x)); } static extern Task F(string x); }",
        key: "overlap-foreach",
        setup: Likely with { Config = Likely.Config + "\nasync_analyzers.max_concurrency = 2" });

    [Fact]
    public Task A_project_with_a_context_keeps_it() => Verify.Fixes(
        "class C { async Task M(List<string> xs) { [|foreach (var x in xs)|] await F(x); } static extern Task F(string x); }",
        "class C { async Task M(List<string> xs) { await Task.WhenAll(xs.Select(F)); } static extern Task F(string x); }",
        setup: Likely with { Files = [("Forms.cs", "namespace System.Windows.Forms { public class Control; }")] });

    [Fact]
    public Task Without_ForEachAsync_all_start_together() => Verify.Fixes(
        """
        class C
        {
            async Task M(List<string> xs, int n)
            {
                [|foreach (var x in xs)|]
                    await F(x);
                [|for (var i = 1; i <= n; i++)|]
                    await F("" + i);
                var map = new Dictionary<string, int>();
                [|foreach (var x in xs)|]
                    map[x] = await F(x);
            }

            static extern Task<int> F(string x);
        }
        """,
        """
        class C
        {
            async Task M(List<string> xs, int n)
            {
                await Task.WhenAll(xs.Select(F));
                await Task.WhenAll(Enumerable.Range(1, Math.Max(0, n)).Select(i => F("" + i)));
                var map = new Dictionary<string, int>();
                foreach (var (x, result) in await Task.WhenAll(xs.Select(async x => (x, await F(x)))))
                {
                    map[x] = result;
                }
            }

            static extern Task<int> F(string x);
        }
        """,
        setup: Likely with { Framework = Frameworks.Net48 });

    [Fact]
    public Task Top_level_code_is_a_function() => Verify.Fixes(
        "var urls = args; [|foreach (var url in urls)|] await F(url); static extern System.Threading.Tasks.Task F(string x);",
        "var urls = args; await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (url, _) => await F(url)); static extern System.Threading.Tasks.Task F(string x);",
        setup: Setup.TopLevel with { Config = Likely.Config });

    [Theory]
    [InlineData("foreach (var x in xs)", "{\n#if true\nawait F(x);\n#endif\n}")]
    public Task Directives_are_left_alone(string header, string body) => Verify.OffersNoFix(
        $"class C {{ async Task M(List<string> xs) {{ [|{header}|] {body} }} static extern Task F(string x); }}",
        setup: Likely);
}
