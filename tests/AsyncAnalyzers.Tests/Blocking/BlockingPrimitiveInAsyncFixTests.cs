using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.BlockingPrimitiveInAsync, AsyncAnalyzers.CodeFixes.Blocking.BlockingPrimitiveInAsyncFix>;

namespace AsyncAnalyzers.Tests.Blocking;

public sealed class BlockingPrimitiveInAsyncFixTests
{
    [Fact]
    public Task A_parallel_loop_becomes_asynchronous() => Verify.Fixes(
        """
        class C
        {
            static readonly ParallelOptions options = new();

            async Task M(List<int> items)
            {
                // All of them.
                [|Parallel.ForEach(items, item =>
                {
                    // Odd ones are skipped.
                    if (item % 2 == 1)
                        return; // next
                    Work(item);
                })|]; // done

                [|Parallel.ForEach(items, options, (item) => { Work(item); Work(1); })|];
                [|Parallel.ForEach<int>(items, static (int item) => Work(item))|];
                [|Parallel.ForEach(body: item => Work(item), source: items)|];
                [|Parallel.ForEach(
                    items,
                    delegate (int item)
                    {
                        Work(item);
                    })|];
                await Task.Yield();
            }

            static void Work(int item) { }
        }
        """,
        """
        class C
        {
            static readonly ParallelOptions options = new();

            async Task M(List<int> items)
            {
                // All of them.
                await Parallel.ForEachAsync(items, (item, token) =>
                {
                    // Odd ones are skipped.
                    if (item % 2 == 1)
                        return ValueTask.CompletedTask; // next
                    Work(item);
                    return ValueTask.CompletedTask;
                }); // done

                await Parallel.ForEachAsync(items, options, (item, token) => { Work(item); Work(1); return ValueTask.CompletedTask; });
                await Parallel.ForEachAsync<int>(items, static (int item, CancellationToken token) => { Work(item); return ValueTask.CompletedTask; });
                await Parallel.ForEachAsync(body: (item, token) => { Work(item); return ValueTask.CompletedTask; }, source: items);
                await Parallel.ForEachAsync(
                    items,
                    (int item, CancellationToken token) =>
                    {
                        Work(item);
                        return ValueTask.CompletedTask;
                    });
                await Task.Yield();
            }

            static void Work(int item) { }
        }
        """);

    [Fact]
    public Task A_body_that_blocks_on_tasks_awaits_them() => Verify.Fixes(
        """
        class C
        {
            async Task M(IEnumerable<int> items, Dictionary<int, int> found)
            {
                [|Parallel.ForEach(items, item => WorkAsync(item).Wait())|];
                [|Parallel.ForEach(items, item =>
                {
                    if (item == 0)
                    {
                        return;
                    }

                    var result = WorkAsync(WorkAsync(item).Result).GetAwaiter().GetResult(); // both
                    found[item] = WorkAsync(result).Result.CompareTo(1);
                    Func<int> inner = () => WorkAsync(1).Result;
                })|];
            }

            static Task<int> WorkAsync(int item) => Task.FromResult(item);
        }
        """,
        """
        class C
        {
            async Task M(IEnumerable<int> items, Dictionary<int, int> found)
            {
                await Parallel.ForEachAsync(items, async (item, token) => await WorkAsync(item));
                await Parallel.ForEachAsync(items, async (item, token) =>
                {
                    if (item == 0)
                    {
                        return;
                    }

                    var result = await WorkAsync(await WorkAsync(item)); // both
                    found[item] = (await WorkAsync(result)).CompareTo(1);
                    Func<int> inner = () => WorkAsync(1).Result;
                });
            }

            static Task<int> WorkAsync(int item) => Task.FromResult(item);
        }
        """);

    [Fact]
    public Task Waits_that_cannot_be_awaited_stay() => Verify.Fixes(
        """
        class C
        {
            async Task M(IEnumerable<Task<int>> tasks)
            {
                [|Parallel.ForEach(tasks, task => { lock (tasks) { Console.WriteLine(task.Result); } })|];
                [|Parallel.ForEach(tasks, task => { task.Wait(100); })|];
            }
        }
        """,
        """
        class C
        {
            async Task M(IEnumerable<Task<int>> tasks)
            {
                await Parallel.ForEachAsync(tasks, (task, token) => { lock (tasks) { Console.WriteLine(task.Result); } return ValueTask.CompletedTask; });
                await Parallel.ForEachAsync(tasks, (task, token) => { task.Wait(100); return ValueTask.CompletedTask; });
            }
        }
        """);

    [Fact]
    public Task The_token_in_scope_is_passed_on() => Verify.Fixes(
        """
        class C
        {
            async Task M(int[] items, CancellationToken token)
            {
                [|Parallel.ForEach(items, item => Console.WriteLine(item))|];
                [|Parallel.ForEach(source: items, body: item => Console.WriteLine(item))|];
                [|Parallel.ForEach(items, new ParallelOptions { MaxDegreeOfParallelism = 2 }, item => Console.WriteLine(item))|];
            }
        }
        """,
        """
        class C
        {
            async Task M(int[] items, CancellationToken token)
            {
                await Parallel.ForEachAsync(items, token, (item, token2) => { Console.WriteLine(item); return ValueTask.CompletedTask; });
                await Parallel.ForEachAsync(source: items, cancellationToken: token, body: (item, token2) => { Console.WriteLine(item); return ValueTask.CompletedTask; });
                await Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = 2 }, (item, token2) => { Console.WriteLine(item); return ValueTask.CompletedTask; });
            }
        }
        """);

    [Fact]
    public Task A_task_returning_function_becomes_async() => Verify.Fixes(
        """
        using static System.Threading.Tasks.Parallel;
        class C
        {
            Task M(int[] items)
            {
                [|ForEach(items, _ => Console.WriteLine())|];
                return Task.CompletedTask;
            }

            async Task Expression(int[] items) => [|Parallel.ForEach(items, item => throw new Exception())|];
        }
        """,
        """
        using static System.Threading.Tasks.Parallel;
        class C
        {
            async Task M(int[] items)
            {
                await ForEachAsync(items, (_, token) => { Console.WriteLine(); return ValueTask.CompletedTask; });
            }

            async Task Expression(int[] items) => await Parallel.ForEachAsync(items, (item, token) => throw new Exception());
        }
        """);

    [Fact]
    public Task No_fix_is_offered_for_what_has_no_counterpart() => Verify.OffersNoFix(
        """
        using System.Collections.Concurrent;
        class C
        {
            async Task M(IEnumerable<int> items, ManualResetEventSlim ready)
            {
                var result = [|Parallel.ForEach(items, item => Work(item))|];
                [|Parallel.ForEach(items, (item, state) => state.Break())|];
                [|Parallel.ForEach(items, (item, state, index) => Work(item))|];
                [|Parallel.ForEach(items, () => 1, (item, state, local) => local, local => Work(local))|];
                [|Parallel.ForEach(Partitioner.Create(items), item => Work(item))|];
                [|Parallel.ForEach(items, Work)|];
                [|Parallel.For(0, 10, i => Work(i))|];
                [|ready.Wait()|];
                lock (items) { [|Parallel.ForEach(items, item => Work(item))|]; }
                try { [|Parallel.ForEach(items, item => Work(item))|]; }
                catch (AggregateException) { }
            }

            static void Work(int item) { }
        }
        """);

    [Fact]
    public Task No_fix_is_offered_where_ForEachAsync_does_not_exist() => Verify.OffersNoFix(
        "class C { async Task M(int[] items) { [|Parallel.ForEach(items, item => Console.WriteLine(item))|]; } }",
        setup: Setup.Default with { Framework = Frameworks.Net48 });
}
