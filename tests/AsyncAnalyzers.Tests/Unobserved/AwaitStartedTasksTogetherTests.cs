using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Unobserved.AwaitStartedTasksTogether, AsyncAnalyzers.CodeFixes.Unobserved.AwaitStartedTasksTogetherFix>;

namespace AsyncAnalyzers.Tests.Unobserved;

public sealed class AwaitStartedTasksTogetherTests
{
    private static string InClass(string members) => $$"""
        class C
        {
            static Task<int> F(int x = 0) => Task.FromResult(x);
            static Task G() => Task.CompletedTask;
            {{members}}
        }
        """;

    [Fact]
    public Task Queries_put_into_a_batch_are_silent() => Verify<AsyncAnalyzers.Unobserved.AwaitStartedTasksTogether>.Silent(
        """
        interface IBatch { Task<int> QueryAsync(int x); Task ExecuteAsync(); }
        class C { async Task<int> M(IBatch batch) { var a = batch.QueryAsync(1); var b = batch.QueryAsync(2); await batch.ExecuteAsync(); return await a + await b; } async Task N(IBatch batch) { var a = batch.QueryAsync(1); var b = batch.QueryAsync(2); await a; await b; } }
        """);

    [Theory]
    [InlineData("async Task M() { var a = F(); var b = F(); [|await a|]; await b; }")]
    [InlineData("async Task M() { Task a = G(), b = G(); [|await a|]; await b; }")]
    [InlineData("async Task<int> M() { var a = F(); var b = F(); var x = [|await a|]; var y = await b; return x + y; }")]
    [InlineData("async Task<int> M() { var a = F(); var b = F(); [|await a|]; return await b; }")]
    [InlineData("async Task M() { int x, y; var a = F(); var b = F(); x = [|await a|]; y = await b; }")]
    [InlineData("async Task M() { var a = F(); var b = F(); [|await a.ConfigureAwait(false)|]; await (b); }")]
    [InlineData("async Task M() { var a = F(); var b = Task.Run(() => { }); var c = G(); [|await a|]; await b; await c; }")]
    [InlineData("async Task M() { var a = F(); await G(); var b = F(); [|await a|]; await b; }")]
    [InlineData("async Task M(int x) { var a = F(); var b = F(); switch (x) { case 1: [|await a|]; await b; break; } }")]
    [InlineData("void M() { Func<Task> f = async () => { var a = F(); var b = F(); [|await a|]; await b; }; f(); }")]
    [InlineData("async Task M() { async Task L() { var a = F(); var b = F(); [|await a|]; await b; } await L(); }")]
    [InlineData("async Task M(Task[] tasks) { [|foreach (var t in tasks)|] await t; }")]
    [InlineData("async Task M(List<Task<int>> tasks) { [|foreach (var t in tasks)|] { await t.ConfigureAwait(false); } }")]
    [InlineData("async Task M(IReadOnlyList<Task> tasks) { [|foreach (Task t in tasks)|] { await t; } }")]
    [InlineData("async Task M(List<Task<int>> tasks) { var r = new List<int>(); [|foreach (var t in tasks)|] { r.Add(await t); } }")]
    [InlineData("List<Task> tasks = new(); async Task M() { [|foreach (var t in tasks)|] await t; }")]
    public Task Running_tasks_awaited_in_turn_are_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("async Task M() { await F(); await F(); }")]
    [InlineData("async Task M() { var a = F(); await a; var b = F(); await b; }")]
    [InlineData("async Task M() { var a = F(); var b = F(); await Task.WhenAll(a, b); var x = await a; var y = await b; }")]
    [InlineData("async Task M() { var a = F(); var b = F(); await Task.WhenAny(a, b); await a; await b; }")]
    [InlineData("async Task M() { var a = F(); var b = F(); var list = new List<Task> { a, b }; await a; await b; }")]
    [InlineData("async Task M() { var a = F(); var b = F(); try { await a; } catch { } try { await b; } catch { } }")]
    [InlineData("async Task M() { var a = F(); var b = F(); await a; Console.WriteLine(); await b; }")]
    [InlineData("async Task M() { var a = F(); var b = F(); if (await a > 0) { await b; } }")]
    [InlineData("async Task M() { var a = F(); await a; await a; }")]
    [InlineData("async Task M(Task a, Task b) { await a; await b; }")]
    [InlineData("async Task M() { var s = new TaskCompletionSource(); var a = s.Task; var b = F(); await a; await b; }")]
    [InlineData("async Task M(bool c) { var a = F(); var b = F(); if (c) b = F(1); await a; await b; }")]
    [InlineData("async Task M() { Task a = null!, b = null!; a = F(); b = F(); await a; await b; }")]
    [InlineData("async Task M(Stream s) { var a = s.DisposeAsync(); var b = s.DisposeAsync(); await a; await b; }")]
    [InlineData("async Task M() { var a = F(); Action f = () => a.ToString(); var b = F(); await a; await b; }")]
    [InlineData("async Task M(IEnumerable<int> xs) { foreach (var t in xs.Select(F)) await t; }")]
    [InlineData("async Task M(IEnumerable<Task> tasks) { foreach (var t in tasks) await t; }")]
    [InlineData("async Task M(Task[] tasks) { foreach (var t in tasks) { Console.WriteLine(); await t; } }")]
    [InlineData("async Task M(Task[] tasks) { foreach (var t in tasks) { try { await t; } catch { } } }")]
    [InlineData("async Task M(Task<int>[] tasks) { foreach (var t in tasks) { Console.WriteLine(await t); } }")]
    [InlineData("async Task M(Task[] tasks) { await Task.WhenAll(tasks); foreach (var t in tasks) await t; }")]
    [InlineData("async Task M(HashSet<int> set, List<Task<int>> tasks) { set.Add(1); foreach (var t in tasks) { C.Add(set, await t); } } static void Add(HashSet<int> s, int x) { }")]
    [InlineData("async Task M(List<Func<Task>> list) { foreach (var f in list) await f(); }")]
    public Task What_is_not_lost_is_silent(string member) => Verify.Reports(InClass(member));

    [Fact]
    public Task The_message_names_the_tasks() => Verify.Reports(
        InClass("async Task M(Task[] tasks) { var a = F(); var b = F(); var c = F(); {|#0:await a|}; {|#1:await b|}; {|#2:await c|}; {|#3:foreach (var t in tasks)|} await t; }"),
        Setup.Default with
        {
            Expected =
            [
                Verify<AsyncAnalyzers.Unobserved.AwaitStartedTasksTogether>.At(0, "'a', 'b' and 'c'").WithLocation(1).WithLocation(2),
                Verify<AsyncAnalyzers.Unobserved.AwaitStartedTasksTogether>.At(3, "The tasks in 'tasks'"),
            ],
        });

    [Fact]
    public Task WhenAll_goes_before_the_awaits() => Verify.Fixes(
        InClass("""
            async Task<int> M()
            {
                var a = F();
                var b = F();
                // Both.
                var x = [|await a.ConfigureAwait(false)|]; // x
                var y = await b.ConfigureAwait(false);
                return x + y;
            }

            async Task N()
            {
                Task a = G(), b = F(), c = G();

                [|await a|];
                await b.ConfigureAwait(false);
                await c;
            }
        """),
        InClass("""
            async Task<int> M()
            {
                var a = F();
                var b = F();
                // Both.
                await Task.WhenAll(a, b).ConfigureAwait(false);
                var x = await a.ConfigureAwait(false); // x
                var y = await b.ConfigureAwait(false);
                return x + y;
            }

            async Task N()
            {
                Task a = G(), b = F(), c = G();

                await Task.WhenAll(a, b, c);
                await a;
                await b.ConfigureAwait(false);
                await c;
            }
        """));

    [Fact]
    public Task A_loop_becomes_WhenAll_and_keeps_the_order() => Verify.Fixes(
        InClass("""
            async Task M(Task[] tasks, List<Task<int>> numbers)
            {
                // All of them.
                [|foreach (var task in tasks)|]
                {
                    await task.ConfigureAwait(false);
                } // done
                var results = new List<int>();
                [|foreach (var number in numbers)|]
                {
                    results.Add(await number);
                }
            }

            async Task N(List<Task<int>> numbers, HashSet<int> set)
            {
                [|foreach (var number in numbers)|]
                {
                    set.Add(await number);
                }
            }
        """),
        InClass("""
            async Task M(Task[] tasks, List<Task<int>> numbers)
            {
                // All of them.
                await Task.WhenAll(tasks).ConfigureAwait(false); // done
                var results = new List<int>();
                results.AddRange(await Task.WhenAll(numbers));
            }

            async Task N(List<Task<int>> numbers, HashSet<int> set)
            {
                await Task.WhenAll(numbers);
                foreach (var number in numbers)
                {
                    set.Add(await number);
                }
            }
        """));

    [Fact]
    public Task Top_level_code_is_fixed() => Verify.Fixes(
        """
        var a = Task.Delay(1);
        var b = Task.Delay(2);
        [|await a|];
        await b;
        """,
        """
        var a = Task.Delay(1);
        var b = Task.Delay(2);
        await Task.WhenAll(a, b);
        await a;
        await b;
        """,
        setup: Setup.TopLevel);
}
