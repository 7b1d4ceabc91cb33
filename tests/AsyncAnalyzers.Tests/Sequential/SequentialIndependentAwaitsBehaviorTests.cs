using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Sequential.SequentialIndependentAwaits, AsyncAnalyzers.CodeFixes.Sequential.SequentialIndependentAwaitsFix>;

namespace AsyncAnalyzers.Tests.Sequential;

/// <summary>Awaits run before and after the fix: same results, the same failure seen, all at the same time.</summary>
public sealed class SequentialIndependentAwaitsBehaviorTests
{
    [Fact]
    public Task Results_go_to_the_same_variables() => FixAndRun(
        """
        var a = [|await Probe.LoadAsync(3)|];
        var b = await Probe.LoadAsync(1);
        var (c, _) = (await Probe.LoadAsync(2), 0);
        return $"{a} {b} {c}";
        """,
        """
        var aTask = Probe.LoadAsync(3);
        var bTask = Probe.LoadAsync(1);
        await Task.WhenAll(aTask, bTask);
        var a = await aTask;
        var b = await bTask;
        var (c, _) = (await Probe.LoadAsync(2), 0);
        return $"{a} {b} {c}";
        """,
        atMost: 2);

    [Fact]
    public Task A_chain_runs_as_a_whole() => FixAndRun(
        """
        var a = [|await Probe.LoadAsync(5)|];
        var b = await Probe.IsEvenAsync(4);
        var c = await Probe.LoadAsync(3).ConfigureAwait(true);
        return $"{a} {b} {c} {Probe.Total}";
        """,
        """
        var aTask = Probe.LoadAsync(5);
        var bTask = Probe.IsEvenAsync(4);
        var cTask = Probe.LoadAsync(3);
        await Task.WhenAll(aTask, bTask, cTask);
        var a = await aTask;
        var b = await bTask;
        var c = await cTask.ConfigureAwait(true);
        return $"{a} {b} {c} {Probe.Total}";
        """,
        atMost: 3);

    [Fact]
    public Task The_first_failure_is_the_one_that_is_seen() => FixAndRun(
        """
        try
        {
            var a = [|await Probe.LoadAsync(100)|];
            var b = await Failing.LoadAsync("second");
            return $"{a} {b}";
        }
        catch (Exception exception)
        {
            return exception.Message;
        }
        """,
        """
        try
        {
            var aTask = Probe.LoadAsync(100);
            var bTask = Failing.LoadAsync("second");
            await Task.WhenAll(aTask, bTask);
            var a = await aTask;
            var b = await bTask;
            return $"{a} {b}";
        }
        catch (Exception exception)
        {
            return exception.Message;
        }
        """,
        atMost: 1);

    [Fact]
    public Task Code_of_the_project_overlaps_where_it_changes_nothing() => FixAndRun(
        """
        var store = new Store();
        var a = [|await store.GetAsync(1)|];
        var b = await store.GetAsync(2);
        return $"{a} {b}";
        """,
        """
        var store = new Store();
        var aTask = store.GetAsync(1);
        var bTask = store.GetAsync(2);
        await Task.WhenAll(aTask, bTask);
        var a = await aTask;
        var b = await bTask;
        return $"{a} {b}";
        """,
        atMost: 2);

    private static async Task FixAndRun(string before, string after, int atMost)
    {
        var (source, expected) = (In(before), In(after));
        await Verify.Fixes(source, expected, setup: Behavior.WithProbe);
        if (atMost > 1)
        {
            await Behavior.Overlaps(source, expected, atMost);
        }
        else
        {
            Assert.Equal((await Behavior.RunAsync(source)).Result, (await Behavior.RunAsync(expected)).Result);
        }
    }

    private static string In(string statements) => $$"""
        public static class Program
        {
            public static async Task<string> RunAsync()
            {
                {{statements.Replace("\n", "\n        ")}}
            }
        }

        [ConcurrencySafe]
        static class Failing
        {
            public static async Task<int> LoadAsync(string name)
            {
                await Task.Yield();
                throw new InvalidOperationException(name);
            }
        }

        class Store
        {
            private readonly int offset = 3;

            public async Task<string> GetAsync(int id)
            {
                var loaded = await Probe.LoadAsync(id + offset);
                return $"{id}: {loaded}";
            }
        }
        """;
}
