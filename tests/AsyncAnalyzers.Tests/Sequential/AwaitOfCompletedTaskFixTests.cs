using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Sequential.AwaitOfCompletedTask, AsyncAnalyzers.CodeFixes.Sequential.AwaitOfCompletedTaskFix>;

namespace AsyncAnalyzers.Tests.Sequential;

public sealed class AwaitOfCompletedTaskFixTests
{
    private static string InMethod(string statements) => $$"""
        class C
        {
            static Task<int> F(int x = 0) => Task.Run(() => x + 1);
            static Task G() => Task.Delay(1);
            static int Next() => 1;
            async Task<int> M(int x, int[] xs, Task t, Task<int> u, Exception e, bool b, string? s)
            {
                await G();
                {{statements.ReplaceLineEndings("\n        ")}}
                return 0;
            }
        }
        """;

    private static Task Fixes(string before, string after) => Verify.Fixes(InMethod(before), InMethod(after), "plain");

    [Theory]
    [InlineData("var y = [|await Task.FromResult(x)|];", "var y = x;")]
    [InlineData("var y = [|await Task.FromResult(x).ConfigureAwait(false)|];", "var y = x;")]
    [InlineData("var y = [|await Task.FromResult(x + 1)|] * 2;", "var y = (x + 1) * 2;")]
    [InlineData("var y = ([|await Task.FromResult(b ? \"a\" : \"b\")|]).Length;", "var y = (b ? \"a\" : \"b\").Length;")]
    [InlineData("var y = $\"{[|await Task.FromResult(b ? 1 : 2)|]}\";", "var y = $\"{(b ? 1 : 2)}\";")]
    [InlineData("var y = [|await Task.FromResult<object>(x)|];", "var y = (object)x;")]
    [InlineData("var y = [|await Task.FromResult<int?>(null)|];", "var y = (int?)null;")]
    [InlineData("long y = [|await Task.FromResult<long>(-x)|];", "long y = -x;")]
    [InlineData("var y = [|await Task.FromResult<Func<int>>(() => 1)|];", "var y = () => 1;")]
    [InlineData("var y = [|await Task.FromResult<List<int>>([1, 2])|];", "var y = (List<int>)[1, 2];")]
    [InlineData("var y = [|await new ValueTask<string>(\"a\")|];", "var y = \"a\";")]
    [InlineData("var y = [|await ValueTask.FromResult(result: x).AsTask()|];", "var y = x;")]
    [InlineData("var y = [|await default(ValueTask<int>)|];", "var y = default(int);")]
    [InlineData("var y = [|await Task.Run(() => 5)|];", "var y = 5;")]
    [InlineData("var y = [|await Task.Run(() => { return x; })|];", "var y = x;")]
    [InlineData("var y = [|await Task.Run<long>(() => 5)|];", "var y = (long)5;")]
    [InlineData("var y = F([|await Task.FromResult(x)|] /* one */);", "var y = F(x /* one */);")]
    [InlineData("if ([|await Task.FromResult(b)|]) return 1;", "if (b) return 1;")]
    [InlineData("return [|await Task.FromResult(x)|]; // x", "return x; // x")]
    [InlineData("var y = [|await Task.FromResult(await F(1))|];", "var y = await F(1);")]
    [InlineData("var y = [|await Task.FromResult([|await Task.FromResult(x)|])|];", "var y = x;")]
    public Task The_value_takes_the_place_of_the_await(string before, string after) => Fixes(before, after);

    [Theory]
    [InlineData("[|await Task.FromResult(Next())|];", "Next();")]
    [InlineData("[|await Task.FromResult(x = 1)|];", "x = 1;")]
    [InlineData("[|await Task.FromResult(xs[0])|];", "_ = xs[0];")]
    [InlineData("if (b)\n    [|await Task.CompletedTask|];\nelse\n    x++;", "if (b)\n{\n}\nelse\n    x++;")]
    [InlineData("switch (x) { case 1: [|await Task.CompletedTask|]; break; }", "switch (x) { case 1: break; }")]
    public Task A_statement_keeps_what_it_does(string before, string after) => Fixes(before, after);

    [Fact]
    public Task A_statement_without_effect_is_removed() => Fixes(
        """
        x++;
        // Done.
        [|await Task.CompletedTask|];
        x--;
        [|await Task.FromResult(x)|];
        [|await default(ValueTask)|];
        [|await Task.Delay(0).ConfigureAwait(false)|];
        """,
        """
        x++;
        // Done.
        x--;
        """);

    [Theory]
    [InlineData("[|await Task.FromException(e)|]; // no", "throw e; // no")]
    [InlineData("return [|await Task.FromException<int>(new InvalidOperationException(\"x\"))|];", "throw new InvalidOperationException(\"x\");")]
    [InlineData("var y = b ? 1 : [|await Task.FromException<int>(e).ConfigureAwait(false)|];", "var y = b ? 1 : throw e;")]
    [InlineData("var y = s ?? [|await ValueTask.FromException<string>(e)|];", "var y = s ?? throw e;")]
    public Task A_failure_is_thrown(string before, string after) => Fixes(before, after);

    [Fact]
    public Task No_throw_where_the_language_has_none() => Verify.OffersNoFix(InMethod("var y = [|await Task.FromException<int>(e)|] + 1;"));

    [Theory]
    [InlineData("[|await Task.WhenAll(t)|];", "await t;")]
    [InlineData("[|await Task.WhenAll(u).ConfigureAwait(false)|];", "await u.ConfigureAwait(false);")]
    [InlineData("[|await Task.WhenAll(b ? t : u)|];", "await (b ? t : u);")]
    [InlineData("[|await Task.WhenAll(new Task[] { G() })|];", "await G();")]
    [InlineData("[|await Task.WhenAll([G()])|];", "await G();")]
    [InlineData("var y = ([|await Task.WhenAll(u)|])[0];", "var y = await u;")]
    [InlineData("var y = ([|await Task.WhenAll(u).ConfigureAwait(false)|])[0] + 1;", "var y = await u.ConfigureAwait(false) + 1;")]
    [InlineData("var y = [|await Task.WhenAll(u)|];", "var y = new[] { await u };")]
    [InlineData("foreach (var y in [|await Task.WhenAll(F(x)).ConfigureAwait(false)|]) x += y;", "foreach (var y in new[] { await F(x).ConfigureAwait(false) }) x += y;")]
    [InlineData("var y = await [|await Task.WhenAny(u)|];", "var y = await u;")]
    [InlineData("await ([|await Task.WhenAny(t).ConfigureAwait(false)|]).ConfigureAwait(false);", "await t.ConfigureAwait(false);")]
    public Task A_single_task_is_awaited_itself(string before, string after) => Fixes(before, after);

    [Fact]
    public Task The_winner_of_one_stays_where_it_is_used_otherwise() => Verify.OffersNoFix(InMethod("var y = [|await Task.WhenAny(t)|]; x += y.Id;"));

    [Theory]
    [InlineData("[|await Task.Delay(0)|];", "await Task.Yield();")]
    [InlineData("[|await Task.Delay(TimeSpan.Zero).ConfigureAwait(false)|]; // turn", "await Task.Yield(); // turn")]
    public Task Yielding_is_offered_where_no_time_passes(string before, string after) => Verify.Fixes(InMethod(before), InMethod(after), "yield");

    [Theory]
    [InlineData("async Task<int> M() => [|await Task.FromResult(1)|];")]
    [InlineData("async Task<int> M(bool b) { if (b) return [|await Task.FromResult(1)|]; return [|await new ValueTask<int>(2)|]; }")]
    [InlineData("async Task M() { [|await Task.FromException(new Exception())|]; }")]
    [InlineData("Func<Task<int>> f = async () => [|await Task.FromResult(1)|];")]
    [InlineData("async Task M() { [|await Task.Run(() => 1)|]; }")]
    public Task The_last_await_of_a_function_stays(string member) => Verify.OffersNoFix($"class C {{ {member} }}");

    [Fact]
    public Task A_function_that_only_waits_no_time_may_yield() => Verify.Fixes(
        "class C { async Task M() { [|await Task.Delay(0)|]; } }",
        "class C { async Task M() { await Task.Yield(); } }",
        "yield");

    [Fact]
    public Task Top_level_code_is_fixed() => Verify.Fixes(
        """
        var x = [|await Task.FromResult(1)|];
        Console.WriteLine(x);
        """,
        """
        var x = 1;
        Console.WriteLine(x);
        """,
        setup: Setup.TopLevel);

    [Fact]
    public Task Lambdas_are_fixed() => Verify.Fixes(
        """
        class C
        {
            Func<Task<int>> f = async () => [|await Task.FromResult(1)|] + await Task.Run(() => Environment.TickCount);
            async Task<int> L(Exception e) => Environment.TickCount > await f() ? 1 : [|await Task.FromException<int>(e)|];
        }
        """,
        """
        class C
        {
            Func<Task<int>> f = async () => 1 + await Task.Run(() => Environment.TickCount);
            async Task<int> L(Exception e) => Environment.TickCount > await f() ? 1 : throw e;
        }
        """,
        "plain");
}
