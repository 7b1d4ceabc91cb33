using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Concurrency.CapturedForVariable, AsyncAnalyzers.CodeFixes.Concurrency.CapturedForVariableFix>;

namespace AsyncAnalyzers.Tests.Concurrency;

public sealed class CapturedForVariableFixTests
{
    private static string InMethod(string statements) => $$"""
        class C
        {
            static void Use(params object[] values) { }

            void M(int n, List<Task> tasks)
            {
        {{string.Join("\n", statements.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
            }
        }
        """;

    private static Task Fixes(string source, string fixedSource) => Verify.Fixes(InMethod(source), InMethod(fixedSource));

    [Fact]
    public Task Lambdas_of_one_loop_share_a_copy() => Fixes(
        """
        for (var i = 0; i < n; i++)
        {
            // One of two.
            tasks.Add(Task.Run(() => Use([|i|], /* again */ i)));
            new Thread(() => Use([|i|])).Start(); // two
            Use(i);
        }
        """,
        """
        for (var i = 0; i < n; i++)
        {
            var iCopy = i;
            // One of two.
            tasks.Add(Task.Run(() => Use(iCopy, /* again */ iCopy)));
            new Thread(() => Use(iCopy)).Start(); // two
            Use(i);
        }
        """);

    [Fact]
    public Task A_copy_that_is_there_is_used() => Fixes(
        """
        for (var i = 0; i < n; i++)
        {
            var index = i;
            tasks.Add(Task.Run(() => Use(index, [|i|])));
        }
        """,
        """
        for (var i = 0; i < n; i++)
        {
            var index = i;
            tasks.Add(Task.Run(() => Use(index, index)));
        }
        """);

    [Fact]
    public Task A_copy_that_changes_is_not_used_and_its_name_is_taken() => Fixes(
        """
        for (var i = 0; i < n; i++)
        {
            var iCopy = i;
            iCopy++;
            tasks.Add(Task.Run(() => Use([|i|], iCopy)));
        }
        """,
        """
        for (var i = 0; i < n; i++)
        {
            var iCopy2 = i;
            var iCopy = i;
            iCopy++;
            tasks.Add(Task.Run(() => Use(iCopy2, iCopy)));
        }
        """);

    [Fact]
    public Task Bodies_without_braces_get_them() => Fixes(
        """
        for (var x = 0; x < n; x++)
            for (var y = 0; y < n; y++)
                tasks.Add(Task.Run(() => Use([|x|], [|y|]))); // all

        for (var i = 0; i < n; i++)
            tasks.Add(Task.Run(() => Use(nameof(i), [|i|])));
        """,
        """
        for (var x = 0; x < n; x++)
        {
            var xCopy = x;
            for (var y = 0; y < n; y++)
            {
                var yCopy = y;
                tasks.Add(Task.Run(() => Use(xCopy, yCopy))); // all
            }
        }

        for (var i = 0; i < n; i++)
        {
            var iCopy = i;
            tasks.Add(Task.Run(() => Use(nameof(i), iCopy)));
        }
        """);

    [Fact]
    public Task Several_variables_are_copied_in_the_order_of_the_header() => Fixes(
        """
        for (int i = 0, j = n; i < j; i++, j--)
        {
            tasks.Add(Task.Run(() => Use([|j|], [|i|])));
        }
        """,
        """
        for (int i = 0, j = n; i < j; i++, j--)
        {
            var iCopy = i;
            var jCopy = j;
            tasks.Add(Task.Run(() => Use(jCopy, iCopy)));
        }
        """);

    [Fact]
    public Task Loops_beside_each_other_use_the_same_name() => Fixes(
        """
        for (var page = 0; page < n; page++)
        {
            tasks.Add(Task.Run(async () => { await Task.Yield(); Use(new { [|page|] }, $"{page}"); }));
        }

        for (var page = 0; page < n; page++)
        {
            tasks.Add(Task.Run(Load));

            void Load() => Use([|page|]);
        }
        """,
        """
        for (var page = 0; page < n; page++)
        {
            var pageCopy = page;
            tasks.Add(Task.Run(async () => { await Task.Yield(); Use(new { page = pageCopy }, $"{pageCopy}"); }));
        }

        for (var page = 0; page < n; page++)
        {
            var pageCopy = page;
            tasks.Add(Task.Run(Load));

            void Load() => Use(pageCopy);
        }
        """);

    [Fact]
    public Task Names_that_are_keywords_stay_escaped() => Fixes(
        """
        for (var @int = 0; @int < n; @int++)
        {
            tasks.Add(Task.Run(() => Use([|@int|])));
        }
        """,
        """
        for (var @int = 0; @int < n; @int++)
        {
            var intCopy = @int;
            tasks.Add(Task.Run(() => Use(intCopy)));
        }
        """);

    [Fact]
    public Task There_is_no_fix_where_the_body_changes_the_variable() => Verify.OffersNoFix(InMethod(
        """
        for (var i = 0; i < n; i++)
        {
            i += n / 3;
            tasks.Add(Task.Run(() => Use([|i|])));
        }
        """));
}
