using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Sequential.WhenAnyLoop, AsyncAnalyzers.CodeFixes.Sequential.WhenAnyLoopFix>;

namespace AsyncAnalyzers.Tests.Sequential;

/// <summary>Loops are rewritten, and run before and after: the same results in the same order.</summary>
public sealed class WhenAnyLoopFixTests
{
    /// <summary>Tasks that complete one after another, in the order given, each when the code under test asks for it; so nothing depends on time.</summary>
    private const string Turns = """
        sealed class Turns
        {
            private readonly int[] order;
            private readonly TaskCompletionSource<int>[] sources;
            private int turn;

            public Turns(params int[] order)
            {
                this.order = order;
                sources = Array.ConvertAll(order, _ => new TaskCompletionSource<int>());
                Next();
            }

            public Task<int>[] Tasks => Array.ConvertAll(sources, source => source.Task);

            public void Next()
            {
                if (turn < order.Length)
                {
                    sources[order[turn]].SetResult(order[turn++] * 10);
                }
            }
        }
        """;

    private static readonly Setup WithTurns = Setup.Default with { Files = [("Turns.cs", Turns)] };

    private static string Program(string statements) => $$"""
        public static class Program
        {
            public static async Task<string> RunAsync()
            {
                var shown = "";
                var ct = CancellationToken.None;
                {{statements.ReplaceLineEndings("\n        ")}}
                return shown;
            }
        }
        """;

    private static async Task FixAndRun(string before, string after)
    {
        await Verify.Fixes(Program(before), Program(after), setup: WithTurns);
        var (expected, _) = await Behavior.RunAsync(Program(before), WithTurns);
        var (actual, _) = await Behavior.RunAsync(Program(after), WithTurns);
        Assert.NotEqual("", expected);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public Task Winners_are_enumerated_in_the_same_order() => FixAndRun(
        """
        var turns = new Turns(2, 0, 1);
        var tasks = turns.Tasks.ToList();
        // One by one.
        [|while (tasks.Count > 0)|] // all
        {
            // The first that is ready.
            Task<int> done = await Task.WhenAny(tasks); // any
            tasks.Remove(done);

            shown += await done + " "; // shown
            turns.Next();
        }
        """,
        """
        var turns = new Turns(2, 0, 1);
        var tasks = turns.Tasks.ToList();
        // One by one.
        await foreach (Task<int> done in Task.WhenEach(tasks)) // all
        {
            // The first that is ready.
            // any

            shown += await done + " "; // shown
            turns.Next();
        }
        """);

    [Fact]
    public Task Removal_at_the_end_and_jumps_stay_right() => FixAndRun(
        """
        var turns = new Turns(4, 0, 1, 3, 2);
        List<Task<int>> tasks = [.. turns.Tasks];
        [|for (; tasks.Any();)|]
        {
            var done = await Task.WhenAny(tasks).ConfigureAwait(false);
            tasks.Remove(done);
            turns.Next();
            if (await done == 0)
                continue;
            if (await done == 30)
            {
                break;
            }

            shown += await done + " ";
        }
        """,
        """
        var turns = new Turns(4, 0, 1, 3, 2);
        List<Task<int>> tasks = [.. turns.Tasks];
        await foreach (var done in Task.WhenEach(tasks).ConfigureAwait(false))
        {
            turns.Next();
            if (await done == 0)
                continue;
            if (await done == 30)
            {
                break;
            }

            shown += await done + " ";
        }
        """);

    [Fact]
    public Task Plain_tasks_that_are_told_apart() => FixAndRun(
        """
        var turns = new Turns(1, 0);
        var eggs = turns.Tasks[0];
        var tasks = new HashSet<Task> { eggs, turns.Tasks[1] };
        [|while (tasks.Count != 0)|]
        {
            var done = await Task.WhenAny(tasks);
            shown += done == eggs ? "eggs " : "bacon ";
            await done;
            turns.Next();
            // Done.
            tasks.Remove(done);
        }
        """,
        """
        var turns = new Turns(1, 0);
        var eggs = turns.Tasks[0];
        var tasks = new HashSet<Task> { eggs, turns.Tasks[1] };
        await foreach (var done in Task.WhenEach(tasks))
        {
            shown += done == eggs ? "eggs " : "bacon ";
            await done;
            turns.Next();
            // Done.
        }
        """);

    [Fact]
    public Task Arrays_that_are_made_anew() => FixAndRun(
        """
        var turns = new Turns(1, 2, 0);
        var tasks = turns.Tasks.ToArray();
        [|while (tasks.Length > 0)|]
        {
            var done = await Task.WhenAny(tasks);
            tasks = tasks.Except(new[] { done }).ToArray();
            shown += done.Result + " ";
            turns.Next();
        }
        """,
        """
        var turns = new Turns(1, 2, 0);
        var tasks = turns.Tasks.ToArray();
        await foreach (var done in Task.WhenEach(tasks))
        {
            shown += done.Result + " ";
            turns.Next();
        }
        """);

    [Fact]
    public Task Failures_arrive_where_they_did() => FixAndRun(
        """
        var turns = new Turns(1, 0, 2);
        var tasks = turns.Tasks.Select(async x => 100 / await x).ToList();
        [|while (tasks.Count > 0)|]
        {
            var done = await Task.WhenAny(tasks).WaitAsync(ct).ConfigureAwait(false);
            tasks.RemoveAll(x => x == done);
            try
            {
                shown += await done + " ";
            }
            catch (DivideByZeroException)
            {
                shown += "zero ";
            }

            turns.Next();
        }
        """,
        """
        var turns = new Turns(1, 0, 2);
        var tasks = turns.Tasks.Select(async x => 100 / await x).ToList();
        await foreach (var done in Task.WhenEach(tasks).WithCancellation(ct).ConfigureAwait(false))
        {
            try
            {
                shown += await done + " ";
            }
            catch (DivideByZeroException)
            {
                shown += "zero ";
            }

            turns.Next();
        }
        """);

    [Fact]
    public Task An_async_iterator() => Verify.Fixes(
        """
        class C
        {
            async IAsyncEnumerable<T> InOrderAsync<T>(IEnumerable<Task<T>> source)
            {
                var tasks = source.ToList();
                [|while (tasks.Count > 0)|]
                {
                    var task = await Task.WhenAny(tasks);
                    tasks.Remove(task);
                    yield return await task;
                }
            }
        }
        """,
        """
        class C
        {
            async IAsyncEnumerable<T> InOrderAsync<T>(IEnumerable<Task<T>> source)
            {
                var tasks = source.ToList();
                await foreach (var task in Task.WhenEach(tasks))
                {
                    yield return await task;
                }
            }
        }
        """);

    [Theory]
    [InlineData("async Task M(Task[] all) { var tasks = all.ToList(); do { var t = await Task.WhenAny(tasks); tasks.Remove(t); } [|while (tasks.Count > 0)|]; }")]
    [InlineData("async Task M(List<Task> tasks) { [|while (tasks.Count > 0)|] { var t = await Task.WhenAny(tasks); tasks.Remove(t); } }")]
    [InlineData("async Task M(Task[] all) { var tasks = all.ToList(); [|while (tasks.Count > 0)|] { Console.WriteLine(); var t = await Task.WhenAny(tasks); tasks.Remove(t); } }")]
    [InlineData("async Task M(Task[] all) { var tasks = all.ToList(); [|while (tasks.Count > 0)|] { var t = await Task.WhenAny(tasks); tasks.Remove(t); t = Task.CompletedTask; } }")]
    [InlineData("async Task M(Task[] all) { var tasks = all.ToList(); [|while (tasks.Count > 0)|] { var t = await Task.WhenAny(tasks).ConfigureAwait(ConfigureAwaitOptions.ForceYielding); tasks.Remove(t); } }")]
    public Task No_fix_where_more_would_change(string member) => Verify.OffersNoFix($"class C {{ {member} }}");
}
