using System.Text.RegularExpressions;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis.CSharp;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Concurrency.LostUpdateAcrossAwait, AsyncAnalyzers.CodeFixes.Concurrency.LostUpdateAcrossAwaitFix>;

namespace AsyncAnalyzers.Tests.Concurrency;

public sealed class LostUpdateAcrossAwaitFixTests
{
    private static string InClass(string members) => $$"""
        class C
        {
            static Task<int> LoadAsync(int id = 0) => Task.Run(() => id);
            static Task<string> TextAsync() => Task.Run(() => "");
            static int s;
            static string t = "";
            static string? u;

        {{Indent(members, 4)}}
        }
        """;

    private static string InMethod(string statements) => InClass($"async Task M(bool b, int[] xs, List<Task> tasks)\n{{\n{Indent(statements, 4)}\n}}");

    private static string Indent(string text, int width) => string.Join("\n", text.Split('\n').Select(line => line.Length == 0 ? line : new string(' ', width) + line));

    private static Task Fixes(string statements, string expected, string? key = null) => Verify.Fixes(InMethod(statements), InMethod(expected), key);

    [Fact]
    public Task A_statement_awaits_into_a_local_first() => Fixes(
        """
        // Adds up.
        [|s += await LoadAsync(1).ConfigureAwait(false)|]; // one

        // And again.
        [|s -= 2 * await LoadAsync(2)|];
        if (b)
            [|t += await TextAsync()|];
        """,
        """
        // Adds up.
        var value = await LoadAsync(1).ConfigureAwait(false);
        s += value; // one

        // And again.
        var value2 = 2 * await LoadAsync(2);
        s -= value2;
        if (b)
        {
            var value3 = await TextAsync();
            t += value3;
        }
        """);

    [Fact]
    public Task In_loops_and_switches() => Fixes(
        """
        foreach (var x in xs)
        {
            [|s += await LoadAsync(x)|];
        }
        switch (s)
        {
            case 1:
                [|s += await LoadAsync()|];
                break;
        }
        """,
        """
        foreach (var x in xs)
        {
            var value = await LoadAsync(x);
            s += value;
        }
        switch (s)
        {
            case 1:
                var value2 = await LoadAsync();
                s += value2;
                break;
        }
        """);

    [Fact]
    public Task The_long_form_takes_out_its_await() => Fixes(
        """
        [|s = s + await LoadAsync()|];
        [|s = Math.Max(s, await LoadAsync() /* best */)|];
        [|t = $"{t}, {await TextAsync()}"|];
        """,
        """
        var value = await LoadAsync();
        s = s + value;
        var value2 = await LoadAsync();
        s = Math.Max(s, value2 /* best */);
        var value3 = await TextAsync();
        t = $"{t}, {value3}";
        """);

    [Fact]
    public Task The_name_does_not_clash() => Fixes("[|s += await LoadAsync()|];\nvar value = 1;", "var value2 = await LoadAsync();\ns += value2;\nvar value = 1;");

    [Fact]
    public Task Returned_and_declared() => Verify.Fixes(
        InClass(
            """
            async Task<int> M()
            {
                var now = [|s += await LoadAsync()|];
                return [|s += await LoadAsync()|];
            }
            """),
        InClass(
            """
            async Task<int> M()
            {
                var value = await LoadAsync();
                var now = s += value;
                var value2 = await LoadAsync();
                return s += value2;
            }
            """));

    [Fact]
    public Task Expression_bodies_become_blocks() => Verify.Fixes(
        InClass(
            """
            // Adds.
            async Task AddAsync() => [|s += await LoadAsync()|]; // one

            async Task<int> SumAsync() => [|s += await LoadAsync()|];

            void M()
            {
                Func<Task> add = async () => [|s += await LoadAsync()|];
                Func<int, Task<int>> sum = async x => [|s += await LoadAsync(x)|];
                async ValueTask<int> Local() => [|s += await LoadAsync()|];
            }
            """),
        OfLambdas(InClass(
            """
            // Adds.
            async Task AddAsync()
            {
                var value = await LoadAsync();
                s += value;
            } // one

            async Task<int> SumAsync()
            {
                var value = await LoadAsync();
                return s += value;
            }

            void M()
            {
                Func<Task> add = async () =>
                {
                    var value = await LoadAsync();
                    s += value;
                };
                Func<int, Task<int>> sum = async x =>
                {
                    var value = await LoadAsync(x);
                    return s += value;
                };
                async ValueTask<int> Local()
                {
                    var value = await LoadAsync();
                    return s += value;
                }
            }
            """)));

    /// <summary>The formatter of the oldest compiler leaves the brace of a lambda on its line.</summary>
    private static string OfLambdas(string code) =>
        (int)LanguageVersion.Latest.MapSpecifiedToEffectiveVersion() < 1300 ? Regex.Replace(code, @"=>\n\s+\{", "=> {") : code;

    [Fact]
    public Task Interlocked_is_the_second_choice_for_integers() => Fixes(
        """
        [|s += await LoadAsync()|]; // adds
        [|s -= await LoadAsync()|];
        [|s -= 1 + await LoadAsync()|];
        [|s |= await LoadAsync()|];
        """,
        """
        Interlocked.Add(ref s, await LoadAsync()); // adds
        Interlocked.Add(ref s, -await LoadAsync());
        Interlocked.Add(ref s, -(1 + await LoadAsync()));
        Interlocked.Or(ref s, await LoadAsync());
        """,
        "interlocked");

    [Fact]
    public Task Runs_that_overlap_get_only_Interlocked() => Fixes(
        """
        var total = 0L;
        await Task.WhenAll(xs.Select(async x => [|total += await LoadAsync(x)|]));
        foreach (var x in xs)
        {
            tasks.Add(Task.Run(async () =>
            {
                // Adds.
                [|total -= await LoadAsync(x)|];
            }));
        }
        """,
        """
        var total = 0L;
        await Task.WhenAll(xs.Select(async x => Interlocked.Add(ref total, await LoadAsync(x))));
        foreach (var x in xs)
        {
            tasks.Add(Task.Run(async () =>
            {
                // Adds.
                Interlocked.Add(ref total, -await LoadAsync(x));
            }));
        }
        """);

    [Theory]
    [InlineData("[|u ??= await TextAsync()|];")]
    [InlineData("if (u == null) [|u = await TextAsync()|];")]
    [InlineData("var text = \"\"; await Task.WhenAll(xs.Select(async x => [|text += await TextAsync()|]));")]
    [InlineData("var total = 0; await Task.WhenAll(xs.Select(async x => [|total = total + await LoadAsync(x)|]));")]
    [InlineData("var total = 0; await Task.WhenAll(xs.Select(async x => [|total *= await LoadAsync(x)|]));")]
    [InlineData("var total = 0.0; await Task.WhenAll(xs.Select(async x => [|total += await LoadAsync(x)|]));")]
    [InlineData("Console.Write([|s *= await LoadAsync()|]);")]
    [InlineData("[|s = s + Environment.GetEnvironmentVariables().Count + await LoadAsync()|];")]
    public Task There_is_no_fix_where_none_is_right(string statements) => Verify.OffersNoFix(InMethod(statements));

    [Fact]
    public Task Interlocked_is_imported() => Verify.Fixes(
        """
        class C
        {
            async System.Threading.Tasks.Task M(System.Collections.Generic.List<int> xs)
            {
                var total = 0;
                xs.ForEach(async x => [|total += await System.Threading.Tasks.Task.FromResult(x)|]);
            }
        }
        """,
        """
        class C
        {
            async System.Threading.Tasks.Task M(System.Collections.Generic.List<int> xs)
            {
                var total = 0;
                xs.ForEach(async x => Interlocked.Add(ref total, await System.Threading.Tasks.Task.FromResult(x)));
            }
        }
        """);

    [Fact]
    public async Task The_fix_keeps_what_sequential_code_does_and_mends_what_overlapping_code_did()
    {
        const string Before = """
            static class Program
            {
                static int sum;

                static async Task AddAsync(int x) { sum += await Probe.LoadAsync(x); }

                public static async Task<string> RunAsync()
                {
                    var total = 0;
                    await Task.WhenAll(Enumerable.Range(1, 5).Select(async x => total += await Probe.LoadAsync(x)));
                    await Task.WhenAll(Enumerable.Range(1, 5).Select(AddAsync));
                    return $"{total} {sum}";
                }
            }
            """;
        var after = Before
            .Replace("total += await Probe.LoadAsync(x)", "Interlocked.Add(ref total, await Probe.LoadAsync(x))")
            .Replace("sum += await Probe.LoadAsync(x)", "Interlocked.Add(ref sum, await Probe.LoadAsync(x))");
        await Verify.Fixes(Before.Replace("total += await Probe.LoadAsync(x)", "[|total += await Probe.LoadAsync(x)|]").Replace("sum += await Probe.LoadAsync(x)", "[|sum += await Probe.LoadAsync(x)|]"), after, setup: Behavior.WithProbe);
        Assert.NotEqual("150 150", (await Behavior.RunAsync(Before)).Result);
        Assert.Equal("150 150", (await Behavior.RunAsync(after)).Result);
    }

    [Fact]
    public async Task Awaiting_first_gives_the_same_results()
    {
        const string Before = """
            class Meter
            {
                int sum = 1;
                string text = "";

                public async Task<string> RunAsync()
                {
                    foreach (var x in new[] { 1, 2, 3 })
                    {
                        [|sum += 2 * await Probe.LoadAsync(x)|];
                    }

                    [|sum = sum - await Probe.LoadAsync(1)|];
                    [|text += await TextAsync()|];
                    return await AddAsync() + text;
                }

                async Task<int> AddAsync() => [|sum -= await Probe.LoadAsync(2)|];

                static async Task<string> TextAsync() => $"{await Probe.LoadAsync(3)}";
            }

            static class Program
            {
                public static Task<string> RunAsync() => new Meter().RunAsync();
            }
            """;
        const string After = """
            class Meter
            {
                int sum = 1;
                string text = "";

                public async Task<string> RunAsync()
                {
                    foreach (var x in new[] { 1, 2, 3 })
                    {
                        var value = 2 * await Probe.LoadAsync(x);
                        sum += value;
                    }

                    var value2 = await Probe.LoadAsync(1);
                    sum = sum - value2;
                    var value3 = await TextAsync();
                    text += value3;
                    return await AddAsync() + text;
                }

                async Task<int> AddAsync()
                {
                    var value = await Probe.LoadAsync(2);
                    return sum -= value;
                }

                static async Task<string> TextAsync() => $"{await Probe.LoadAsync(3)}";
            }

            static class Program
            {
                public static Task<string> RunAsync() => new Meter().RunAsync();
            }
            """;
        await Verify.Fixes(Before, After, setup: Behavior.WithProbe);
        Assert.Equal((await Behavior.RunAsync(Before)).Result, (await Behavior.RunAsync(After)).Result);
    }
}
