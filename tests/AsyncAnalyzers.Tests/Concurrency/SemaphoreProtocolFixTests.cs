using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Concurrency.SemaphoreProtocol, AsyncAnalyzers.CodeFixes.Concurrency.SemaphoreProtocolFix>;

namespace AsyncAnalyzers.Tests.Concurrency;

public sealed class SemaphoreProtocolFixTests
{
    internal static string InMethod(string statements, string signature = "async Task M(bool flag, CancellationToken token)") => $$"""
        class C
        {
            private readonly SemaphoreSlim gate = new(1);
            private readonly SemaphoreSlim other = new(1);
            private int count;

            static Task<int> LoadAsync() => Task.FromResult(1);

            static Task<string> ReadAsync() => Task.FromResult("");

            static void Work() => File.Delete("x");

            {{signature}}
            {
        {{string.Join("\n", statements.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
            }
        }
        """;

    internal static Task Fixes(string source, string fixedSource, string signature = "async Task M(bool flag, CancellationToken token)") =>
        Verify.Fixes(InMethod(source, signature), InMethod(fixedSource, signature));

    internal static Task OffersNoFix(string source, string signature = "async Task M(bool flag, CancellationToken token)") => Verify.OffersNoFix(InMethod(source, signature));

    [Fact]
    public Task What_is_between_goes_into_a_try() => Fixes(
        """
        await gate.WaitAsync();

        // The only one.
        await LoadAsync(); // now
        count++;

        // Done.
        [|gate.Release()|];

        Work();
        """,
        """
        await gate.WaitAsync();
        try
        {
            // The only one.
            await LoadAsync(); // now
            count++;
        }
        finally
        {
            // Done.
            gate.Release();
        }

        Work();
        """);

    [Fact]
    public Task Locals_used_afterwards_are_declared_in_front() => Fixes(
        """
        await gate.WaitAsync(token).ConfigureAwait(false);
        var x = await LoadAsync();
        string text = await ReadAsync();
        var inner = x + 1;
        int y;
        y = inner;
        [|gate.Release()|];
        Console.WriteLine(x + text + y);
        """,
        """
        await gate.WaitAsync(token).ConfigureAwait(false);
        int x;
        string text;
        int y;
        try
        {
            x = await LoadAsync();
            text = await ReadAsync();
            var inner = x + 1;
            y = inner;
        }
        finally
        {
            gate.Release();
        }
        Console.WriteLine(x + text + y);
        """);

    [Fact]
    public Task A_return_of_what_was_made_moves_along() => Fixes(
        """
        await gate.WaitAsync();
        var text = await ReadAsync();
        [|gate.Release()|];
        return text;
        """,
        """
        await gate.WaitAsync();
        try
        {
            var text = await ReadAsync();
            return text;
        }
        finally
        {
            gate.Release();
        }
        """,
        "async Task<string> M()");

    [Fact]
    public Task A_return_that_does_more_stays_behind() => Fixes(
        """
        gate.Wait();
        var lines = File.ReadAllLines("x");
        [|gate.Release()|];
        return string.Join(",", lines);
        """,
        """
        gate.Wait();
        string[] lines;
        try
        {
            lines = File.ReadAllLines("x");
        }
        finally
        {
            gate.Release();
        }
        return string.Join(",", lines);
        """,
        "string M()");

    [Fact]
    public Task Releases_in_front_of_jumps_go() => Fixes(
        """
        await gate.WaitAsync();
        if (await LoadAsync() == 1)
        {
            gate.Release();
            return;
        }

        [|gate.Release()|];
        """,
        """
        await gate.WaitAsync();
        try
        {
            if (await LoadAsync() == 1)
            {
                return;
            }
        }
        finally
        {
            gate.Release();
        }
        """);

    [Fact]
    public Task An_early_return_is_covered() => Fixes(
        """
        await gate.WaitAsync();
        if (count == 0)
        {
            return;
        }

        count--;
        [|gate.Release()|];
        """,
        """
        await gate.WaitAsync();
        try
        {
            if (count == 0)
            {
                return;
            }

            count--;
        }
        finally
        {
            gate.Release();
        }
        """);

    [Fact]
    public Task A_wait_with_a_result_may_be_a_condition() => Fixes(
        """
        if (!await gate.WaitAsync(10))
        {
            return;
        }

        await LoadAsync();
        [|gate.Release()|];
        if (await other.WaitAsync(10))
        {
            await LoadAsync();
            [|other.Release()|];
            count++;
        }
        """,
        """
        if (!await gate.WaitAsync(10))
        {
            return;
        }

        try
        {
            await LoadAsync();
        }
        finally
        {
            gate.Release();
        }
        if (await other.WaitAsync(10))
        {
            try
            {
                await LoadAsync();
            }
            finally
            {
                other.Release();
            }
            count++;
        }
        """);

    [Fact]
    public Task Sections_inside_each_other_and_one_after_another_are_fixed_together() => Fixes(
        """
        await gate.WaitAsync();
        await other.WaitAsync();
        await LoadAsync();
        [|other.Release()|];
        [|gate.Release()|];
        await gate.WaitAsync();
        Work();
        [|gate.Release()|];
        """,
        """
        await gate.WaitAsync();
        try
        {
            await other.WaitAsync();
            try
            {
                await LoadAsync();
            }
            finally
            {
                other.Release();
            }
        }
        finally
        {
            gate.Release();
        }
        await gate.WaitAsync();
        try
        {
            Work();
        }
        finally
        {
            gate.Release();
        }
        """);

    [Fact]
    public Task A_section_in_a_switch_is_fixed() => Fixes(
        """
        switch (count)
        {
            case 1:
                gate.Wait();
                Work();
                [|gate.Release()|];
                break;
        }
        """,
        """
        switch (count)
        {
            case 1:
                gate.Wait();
                try
                {
                    Work();
                }
                finally
                {
                    gate.Release();
                }
                break;
        }
        """);

    [Fact]
    public Task A_section_in_a_lambda_is_fixed() => Fixes(
        """
        return Task.Run(async () =>
        {
            await gate.WaitAsync();
            await LoadAsync();
            [|gate.Release()|];
        });
        """,
        """
        return Task.Run(async () =>
        {
            await gate.WaitAsync();
            try
            {
                await LoadAsync();
            }
            finally
            {
                gate.Release();
            }
        });
        """,
        "Task M()");

    [Fact]
    public Task The_try_begins_right_after_the_wait() => Fixes(
        """
        await gate.WaitAsync();
        // First.
        var x = await LoadAsync();
        if (flag)
        {
            return;
        }

        try
        {
            count += x;
        }
        finally
        {
            [|gate.Release()|];
        }
        """,
        """
        await gate.WaitAsync();
        try
        {
            // First.
            var x = await LoadAsync();
            if (flag)
            {
                return;
            }
            count += x;
        }
        finally
        {
            gate.Release();
        }
        """);

    [Theory]
    [InlineData("var entered = await gate.WaitAsync(10);\nif (!entered) { return; }\nawait LoadAsync();\n[|gate.Release()|];")]
    [InlineData("await gate.WaitAsync();\nif (flag) { await LoadAsync(); }\nif (count > 0) { gate.Release(); Work(); return; }\n[|gate.Release()|];")]
    [InlineData("await gate.WaitAsync();\nvar x = new { Value = await LoadAsync() };\n[|gate.Release()|];\nConsole.WriteLine(x);")]
    [InlineData("await gate.WaitAsync();\nusing var stream = File.OpenRead(\"x\");\n[|gate.Release()|];\nWork();")]
    [InlineData("await gate.WaitAsync();\nif (int.TryParse(await ReadAsync(), out var x)) { }\n[|gate.Release()|];\nConsole.WriteLine(x);")]
    [InlineData("await gate.WaitAsync();\nvoid Go() => Work();\nGo();\n[|gate.Release()|];\nGo();")]
    [InlineData("await gate.WaitAsync();\nif (flag) { Work(); gate.Release(); } else { [|gate.Release()|]; }")]
    [InlineData("await gate.WaitAsync();\nawait LoadAsync();\ntry { Work(); } catch (IOException) { } finally { [|gate.Release()|]; }")]
    public Task No_fix_where_more_would_change(string statements) => OffersNoFix(statements);
}
