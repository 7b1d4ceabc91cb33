using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Unobserved.StartTaskObject, AsyncAnalyzers.CodeFixes.Unobserved.StartTaskObjectFix>;

namespace AsyncAnalyzers.Tests.Unobserved;

public sealed class StartTaskObjectFixTests
{
    private const string Helpers = """
        static class Work
        {
            public static void Do() { }
            public static int Compute() => 1;
            public static Task GoAsync() => Task.CompletedTask;
        }
        """;

    private static string InClass(string members) => $"class C {{ {members} }}\n{Helpers}";

    [Theory]
    [InlineData("async Task M() { await [|new Task|](Work.Do); }", "async Task M() { await Task.Run(Work.Do); }")]
    [InlineData("async Task M() { await [|new Task|](() => Work.Do()).ConfigureAwait(false); }", "async Task M() { await Task.Run(() => Work.Do()).ConfigureAwait(false); }")]
    [InlineData("async Task M(CancellationToken t) { await [|new Task|](Work.Do, t); }", "async Task M(CancellationToken t) { await Task.Run(Work.Do, t); }")]
    [InlineData("async Task M(CancellationToken t) { await [|new Task|](cancellationToken: t, action: Work.Do); }", "async Task M(CancellationToken t) { await Task.Run(cancellationToken: t, action: Work.Do); }")]
    [InlineData("int M() => [|new Task<int>|](Work.Compute).Result;", "int M() => Task.Run(Work.Compute).Result;")]
    [InlineData("async Task<int> M(CancellationToken t) => await [|new Task<int>|](() => 1, t);", "async Task<int> M(CancellationToken t) => await Task.Run(() => 1, t);")]
    [InlineData("async Task<long> M() => await [|new Task<long>|](() => 1);", "async Task<long> M() => await Task.Run<long>(() => 1);")]
    [InlineData("async Task M() { await (await [|new Task<Task>|](async () => await Work.GoAsync())); }", "async Task M() { await (await Task.Run<Task>(async () => await Work.GoAsync())); }")]
    [InlineData("async Task M() { await [|new Task|](async () => await Work.GoAsync()); }", "async Task M() { await Task.Run(async () => await Work.GoAsync()); }")]
    [InlineData("async Task M() { Task t = [|new|](Work.Do); await t; }", "async Task M() { Task t = Task.Run(Work.Do); await t; }")]
    [InlineData("async Task M() { Task<long> t = [|new|](() => 1); await t; }", "async Task M() { Task<long> t = Task.Run<long>(() => 1); await t; }")]
    [InlineData("void M() { [|new Task|](Work.Do); }", "void M() { _ = Task.Run(Work.Do); }")]
    [InlineData("void M() => [|new Task|](Work.Do);", "void M() => _ = Task.Run(Work.Do);")]
    [InlineData("void M() { var t = [|new Task|](Work.Do); }", "void M() { var t = Task.Run(Work.Do); }")]
    [InlineData("void M() { [|new Task|](Work.Do).ContinueWith(t => { }); }", "void M() { Task.Run(Work.Do).ContinueWith(t => { }); }")]
    [InlineData("Task M() { return [|new Task|](() => Work.Compute()); }", "Task M() { return Task.Run(() => Work.Compute()); }")]
    [InlineData("async Task M(Action a) { await [|new Task|](a); }", "async Task M(Action a) { await Task.Run(a); }")]
    [InlineData("async Task M() { await [|new System.Threading.Tasks.Task|](Work.Do); }", "async Task M() { await Task.Run(Work.Do); }")]
    [InlineData("async Task M(bool c) { await (c ? [|new Task|](Work.Do) : Task.CompletedTask); }", "async Task M(bool c) { await (c ? Task.Run(Work.Do) : Task.CompletedTask); }")]
    [InlineData("async Task M(int[] items) { await Task.WhenAll(items.Select(i => [|new Task|](() => Work.Do()))); }", "async Task M(int[] items) { await Task.WhenAll(items.Select(i => Task.Run(() => Work.Do()))); }")]
    [InlineData("async Task M() { await /* a */ [|new /* b */ Task|](/* c */ Work.Do /* d */) /* e */; }", "async Task M() { await /* a */ /* b */ Task.Run(/* c */ Work.Do /* d */) /* e */; }")]
    public Task A_task_is_made_and_started_by_Task_Run(string before, string after) => Verify.Fixes(InClass(before), InClass(after));

    [Theory]
    [InlineData(
        "async Task M() { await [|new Task|](Work.Do, TaskCreationOptions.LongRunning); }",
        "async Task M() { await Task.Factory.StartNew(Work.Do, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default); }")]
    [InlineData(
        "async Task M(CancellationToken t) { await [|new Task|](Work.Do, t, TaskCreationOptions.LongRunning); }",
        "async Task M(CancellationToken t) { await Task.Factory.StartNew(Work.Do, t, TaskCreationOptions.LongRunning, TaskScheduler.Default); }")]
    [InlineData(
        "async Task M() { await [|new Task|](s => Console.WriteLine(s), 1); }",
        "async Task M() { await Task.Factory.StartNew(s => Console.WriteLine(s), 1, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default); }")]
    [InlineData(
        "async Task M(CancellationToken t) { await [|new Task|](s => Console.WriteLine(s), 1, t); }",
        "async Task M(CancellationToken t) { await Task.Factory.StartNew(s => Console.WriteLine(s), 1, t, TaskCreationOptions.None, TaskScheduler.Default); }")]
    [InlineData(
        "async Task<long> M() => await [|new Task<long>|](s => 1, 2, TaskCreationOptions.LongRunning);",
        "async Task<long> M() => await Task.Factory.StartNew<long>(s => 1, 2, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);")]
    public Task Options_and_state_are_kept(string before, string after) => Verify.Fixes(InClass(before), InClass(after));

    [Theory]
    [InlineData("async Task M() { await [|new Task|](async () => await Work.GoAsync(), TaskCreationOptions.LongRunning); }")]
    [InlineData("async Task M() { await [|new Task|](s => Work.GoAsync(), 1); }")]
    [InlineData("async Task M() { await [|new Task|](creationOptions: TaskCreationOptions.LongRunning, action: Work.Do); }")]
    [InlineData("async Task<string?> M() => await [|new Task<string?>|](() => null);")]
    [InlineData("void M(int _) { [|new Task|](Work.Do); }")]
    public Task Where_more_than_the_start_would_change_there_is_no_fix(string member) => Verify.OffersNoFix(InClass(member));

    [Fact]
    public Task Several_tasks_of_one_member_are_fixed_together() => Verify.Fixes(
        InClass("""
            async Task M()
                {
                    // the first
                    var a = [|new Task|](() =>
                    {
                        [|new Task|](Work.Do).Wait(); // inside
                    });
                    var b = [|new Task<int>|](Work.Compute);
                    await Task.WhenAll(a, b);
                }
            """),
        InClass("""
            async Task M()
                {
                    // the first
                    var a = Task.Run(() =>
                    {
                        Task.Run(Work.Do).Wait(); // inside
                    });
                    var b = Task.Run(Work.Compute);
                    await Task.WhenAll(a, b);
                }
            """));

    [Fact]
    public Task A_missing_using_is_added() => Verify.Fixes(
        """
        class C
        {
            void M()
            {
                System.Threading.Tasks.Task t = [|new|](() => { }, System.Threading.Tasks.TaskCreationOptions.LongRunning);
                t.Wait();
            }
        }
        """,
        """
        class C
        {
            void M()
            {
                System.Threading.Tasks.Task t = Task.Factory.StartNew(() => { }, CancellationToken.None, System.Threading.Tasks.TaskCreationOptions.LongRunning, TaskScheduler.Default);
                t.Wait();
            }
        }
        """);

    [Fact]
    public Task A_call_of_Start_that_stands_alone_is_removed() => Verify.Fixes(
        """
        class C
        {
            void M(TaskCompletionSource source, int x)
            {
                var t = Task.Run(() => { });
                [|t.Start()|];
                [|(t).Start(TaskScheduler.Default)|];
                t?[|.Start()|];
                [|source.Task.Start()|];
                [|Task.Delay(1).Start()|]; // fire
                switch (x)
                {
                    case 1:
                        [|t.Start()|];
                        break;
                }
            }
        }
        """,
        """
        class C
        {
            void M(TaskCompletionSource source, int x)
            {
                var t = Task.Run(() => { });
                _ = Task.Delay(1); // fire
                switch (x)
                {
                    case 1:
                        break;
                }
            }
        }
        """);

    [Fact]
    public Task A_call_of_Start_in_top_level_code_is_removed() => Verify.Fixes(
        "var t = Task.Run(() => { });\n[|t.Start()|];\nawait t;\n",
        "var t = Task.Run(() => { });\nawait t;\n",
        setup: Setup.TopLevel);

    [Theory]
    [InlineData("void M(Task x, bool c) { var t = Task.Run(Work.Do); if (c) [|t.Start()|]; }")]
    [InlineData("void M() => [|Task.CompletedTask.Start()|];")]
    [InlineData("Action a = () => [|Task.CompletedTask.Start()|];")]
    public Task A_call_of_Start_that_is_a_body_of_its_own_stays(string member) => Verify.OffersNoFix(InClass(member));
}
