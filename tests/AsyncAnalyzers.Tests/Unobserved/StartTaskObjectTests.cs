using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Unobserved.StartTaskObject>;

namespace AsyncAnalyzers.Tests.Unobserved;

public sealed class StartTaskObjectTests
{
    private const string Helpers = """
        static class Work
        {
            public static void Do() { }
            public static int Compute() => 1;
            public static void Keep(Task t) { }
            public static async Task RunAsync() => await Task.Yield();
            public static Task PlainAsync() => Task.CompletedTask;
        }
        """;

    private static string InClass(string members) => $"class C {{ {members} }}\n{Helpers}";

    [Theory]
    [InlineData("async Task M() { await [|new Task|](Work.Do); }")]
    [InlineData("async Task<int> M() => await [|new Task<int>|](() => 1);")]
    [InlineData("async Task M() { await ([|new Task|](() => Work.Do())); }")]
    [InlineData("async Task M() { await [|new Task|](() => Work.Do()).ConfigureAwait(false); }")]
    [InlineData("void M() { [|new Task|](() => Work.Do()).Wait(); }")]
    [InlineData("int M() => [|new Task<int>|](Work.Compute).Result;")]
    [InlineData("int M() => [|new Task<int>|](Work.Compute).GetAwaiter().GetResult();")]
    [InlineData("async Task M(CancellationToken token) { await [|new Task|](Work.Do).WaitAsync(token); }")]
    [InlineData("void M() { [|new Task|](Work.Do); }")]
    [InlineData("void M() => [|new Task|](Work.Do);")]
    [InlineData("Action a = () => [|new Task|](Work.Do);")]
    [InlineData("void M() { var t = [|new Task|](Work.Do); }")]
    [InlineData("void M() { [|new Task|](Work.Do).ContinueWith(t => { }); }")]
    [InlineData("async Task M() { var t = [|new Task|](Work.Do); await t; }")]
    [InlineData("async Task M() { Task t = [|new|](Work.Do); await t.ConfigureAwait(false); }")]
    [InlineData("async Task M() { Task t; t = [|new Task|](Work.Do); Work.Do(); await t; }")]
    [InlineData("int M() { var t = [|new Task<int>|](Work.Compute); t.Wait(); return t.Result; }")]
    [InlineData("void M() { var t = [|new Task|](Work.Do); t.ContinueWith(x => { }).Wait(); }")]
    [InlineData("async Task M(bool c) { await (c ? [|new Task|](Work.Do) : Task.CompletedTask); }")]
    [InlineData("async Task M(Task? t) { await (t ?? [|new Task|](Work.Do)); }")]
    [InlineData("async Task M(int x) { await (x switch { 1 => [|new Task|](Work.Do), _ => Task.CompletedTask }); }")]
    [InlineData("async Task M(bool c) { var t = c ? [|new Task|](Work.Do) : Task.CompletedTask; await t; }")]
    [InlineData("async Task M() { await Task.WhenAll([|new Task|](Work.Do), Task.Delay(1)); }")]
    [InlineData("async Task M() { await Task.WhenAll(new[] { [|new Task|](Work.Do), [|new Task|](Work.Do) }); }")]
    [InlineData("async Task M() { var t = [|new Task|](Work.Do); await Task.WhenAny(t, Task.Delay(1)); }")]
    [InlineData("void M() { var a = [|new Task|](Work.Do); var b = [|new Task|](Work.Do); Task.WaitAll(a, b); }")]
    [InlineData("void M() { var a = [|new Task|](Work.Do); Task.WaitAll([a]); }")]
    [InlineData("async Task M(int[] items) { await Task.WhenAll(items.Select(i => [|new Task|](() => Work.Do()))); }")]
    [InlineData("async Task M(int[] items) { await Task.WhenAll(items.Select(i => [|new Task<int>|](() => i)).ToArray()); }")]
    [InlineData("Action M() => () => { var t = [|new Task|](Work.Do); t.Wait(); };")]
    [InlineData("C() { [|new Task|](Work.Do).Wait(); }")]
    [InlineData("int P { get => [|new Task<int>|](Work.Compute).Result; set { [|new Task|](Work.Do).Wait(); } }")]
    [InlineData("static int field = [|new Task<int>|](Work.Compute).Result;")]
    [InlineData("async IAsyncEnumerable<int> M() { await [|new Task|](Work.Do); yield return 1; }")]
    [InlineData("void M() { void Local() { [|new Task|](Work.Do).Wait(); } Local(); }")]
    [InlineData("async Task M(CancellationToken token) { await [|new Task|](s => { }, 1, token, TaskCreationOptions.LongRunning); }")]
    public Task A_task_that_nobody_can_start_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("public Task GoAsync() { return [|new Task|](Work.Do); }")]
    [InlineData("public Task<int> GoAsync() => [|new Task<int>|](Work.Compute);")]
    [InlineData("public Task GoAsync() { var t = [|new Task|](Work.Do); return t; }")]
    [InlineData("Task Go() => [|new Task|](Work.Do);")]
    [InlineData("internal Task Go => [|new Task|](Work.Do);")]
    [InlineData("void M() { Task Local() => [|new Task|](Work.Do); Local(); }")]
    [InlineData("public Task GoAsync() => [|new Task|](Work.Do); void M() { new Task(Work.Do).Start(); var t = new Task(Work.Do); t.Start(); new Thread(Work.Do).Start(); }")]
    public Task A_task_returned_without_being_started_is_reported(string member) => Verify.Reports("public " + InClass(member));

    [Fact]
    public Task A_task_returned_for_a_contract_is_reported() => Verify.Reports(
        """
        public interface I { Task Go(); Task Run(); }
        public abstract class B { public abstract Task Do(); }
        public class C : B, I
        {
            public Task Go() => [|new Task|](() => { });
            Task I.Run() => [|new Task|](() => { });
            public override Task Do() { return [|new Task|](() => { }); }
        }
        """);

    [Theory]
    [InlineData("public Task Create() => new Task(Work.Do);")]
    [InlineData("public Func<Task> Factory = () => new Task(Work.Do);")]
    [InlineData("Task Create() => new Task(Work.Do); void M() { Create().Start(); }")]
    [InlineData("Task Create() => new Task(Work.Do); void M() { var t = Create(); t.Start(); }")]
    [InlineData("Task CreateAsync() => new Task(Work.Do); void M(Task t) { t?.RunSynchronously(); }")]
    [InlineData("async Task<Task> M() { await Task.Yield(); return new Task(Work.Do); }")]
    [InlineData("IEnumerable<Task> M() { yield return new Task(Work.Do); }")]
    [InlineData("void M(int[] items) { foreach (var t in items.Select(i => new Task(Work.Do)).ToList()) { t.Start(); } }")]
    public Task A_task_that_a_caller_may_start_is_silent(string member) => Verify.Silent("public " + InClass(member));

    [Theory]
    [InlineData("void M() { new Task(Work.Do).Start(); }")]
    [InlineData("void M() { (new Task(Work.Do)).RunSynchronously(); }")]
    [InlineData("async Task M() { var t = new Task(Work.Do); t.Start(); await t; }")]
    [InlineData("async Task M(bool c) { var t = new Task(Work.Do); if (c) { t.Start(TaskScheduler.Default); } await t; }")]
    [InlineData("async Task M() { Task? t = new Task(Work.Do); t?.Start(); await t; }")]
    [InlineData("async Task M() { var t = new Task(Work.Do); Work.Keep(t); await t; }")]
    [InlineData("Task? f; async Task M() { f = new Task(Work.Do); await f; }")]
    [InlineData("Task? f; async Task M() { var t = new Task(Work.Do); f = t; await t; }")]
    [InlineData("Task f = new Task(Work.Do);")]
    [InlineData("Task P { get; } = new Task(Work.Do);")]
    [InlineData("async Task M() { var t = new Task(Work.Do); Action a = () => t.Start(); a(); await t; }")]
    [InlineData("async Task M() { var t = new Task(Work.Do); Go(); await t; void Go() { t.Start(); } }")]
    [InlineData("async Task M() { var t = new Task(Work.Do); var u = t; u.Start(); await t; }")]
    [InlineData("async Task M(List<Task> list) { var t = new Task(Work.Do); list.Add(t); list.ForEach(x => x.Start()); await t; }")]
    [InlineData("void M() { var tasks = new[] { new Task(Work.Do) }; foreach (var t in tasks) t.Start(); }")]
    [InlineData("async Task M() { var t = new Task(Work.Do); t = Task.Run(Work.Do); await t; }")]
    [InlineData("async Task M() { var t = new Task(Work.Do); Swap(ref t); await t; } void Swap(ref Task t) { }")]
    [InlineData("bool M() { var t = new Task(Work.Do); return t.IsCompleted; }")]
    [InlineData("object M() => new Task(Work.Do);")]
    [InlineData("void M() { Work.Keep(new Task(Work.Do)); }")]
    [InlineData("async Task M() { await new Custom(); } class Custom : Task { public Custom() : base(() => { }) => Start(); }")]
    [InlineData("async Task M() { await new N.Task(); } class N { public class Task { public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() => default; } }")]
    [InlineData("System.Linq.Expressions.Expression<Func<int>> e = () => new Task<int>(() => 1).Result;")]
    [InlineData("string M() => nameof(Task);")]
    [InlineData("void M() { return; new Task(Work.Do).Wait(); }")]
    public Task A_task_that_is_or_may_be_started_is_silent(string member) => Verify.Silent(InClass(member));

    [Fact]
    public Task Broken_code_is_silent() => Verify.Silent(InClass("async Task M() { await new Task(Missing); }"), Setup.Default with { HasErrors = true });

    [Theory]
    [InlineData("void M() { [|Task.Run(Work.Do).Start()|]; }")]
    [InlineData("void M() { [|Task.Factory.StartNew(Work.Do).Start()|]; }")]
    [InlineData("void M() { [|Task.Delay(1).Start()|]; [|Task.FromResult(1).Start()|]; [|Task.CompletedTask.Start()|]; }")]
    [InlineData("void M(Task t) { [|Task.WhenAll(t).Start()|]; [|t.ContinueWith(x => { }).Start()|]; }")]
    [InlineData("void M() { [|Work.RunAsync().Start()|]; }")]
    [InlineData("void M() { var t = Work.RunAsync(); [|t.Start()|]; t.Wait(); }")]
    [InlineData("void M() { Task t; t = Task.Run(Work.Do); [|(t).Start(TaskScheduler.Default)|]; }")]
    [InlineData("void M() { Task? t = Task.Run(Work.Do); t?[|.Start()|]; }")]
    [InlineData("void M() { var t = Task.Run(Work.Do); Action a = () => [|t.Start()|]; a(); }")]
    [InlineData("void M(TaskCompletionSource<int> s) { [|s.Task.Start()|]; }")]
    [InlineData("void M(System.Net.Http.HttpClient c) { [|c.GetAsync(\"\").Start()|]; }")]
    [InlineData("void M() { Local(); async Task F() => await Task.Yield(); void Local() => [|F().Start()|]; }")]
    public Task Start_on_a_running_task_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("void M() { Work.PlainAsync().Start(); }")]
    [InlineData("void M(Task t) { t.Start(); }")]
    [InlineData("void M() { var t = Task.Run(Work.Do); t = new Task(Work.Do); t.Start(); }")]
    [InlineData("void M() { var t = Task.Run(Work.Do); if (t.Status == TaskStatus.Created) { t.Start(); } }")]
    [InlineData("void M(Func<Task> f) { f().Start(); }")]
    [InlineData("void M() { new Thread(Work.Do).Start(); System.Diagnostics.Stopwatch.StartNew().Start(); }")]
    [InlineData("async Task M(Task<Task> t) { (await t).Start(); }")]
    public Task Start_on_a_task_that_may_be_cold_is_silent(string member) => Verify.Silent(InClass(member));

    [Fact]
    public Task A_test_may_make_a_task_that_never_completes() => Verify.Reports(
        """
        namespace Xunit { class FactAttribute : Attribute { } }
        class C
        {
            async Task M()
            {
                var never = new Task(() => { });
                await Task.WhenAny(never, Task.Delay(1));
                never.Wait(1);
                var other = [|new Task|](() => { });
                await other;
            }
        }
        """);

    [Fact]
    public Task Top_level_code_is_covered() => Verify.Reports("await [|new Task|](() => { });\nvar t = Task.Run(() => { });\n[|t.Start()|];", Setup.TopLevel);

    [Fact]
    public Task Messages_say_what_happens_and_what_to_do() => Verify.Reports(
        InClass("async Task M() { await {|#0:new Task|}(Work.Do); {|#1:new Task|}(Work.Do); await {|#3:new Task|}(Work.Do, TaskCreationOptions.LongRunning); } Task N() => {|#2:new Task|}(Work.Do);"),
        Setup.Default with
        {
            Expected =
            [
                Verify.At(0, "This task is never started", "waiting for it never ends", "use Task.Run"),
                Verify.At(1, "This task is never started", "its code does not run", "use Task.Run"),
                Verify.At(2, "This task is never started", "whoever awaits it waits forever", "use Task.Run"),
                Verify.At(3, "This task is never started", "waiting for it never ends", "use Task.Factory.StartNew"),
            ],
        });

    [Fact]
    public Task The_message_for_a_running_task_names_where_it_comes_from() => Verify.Reports(
        InClass("void M() { {|#0:Task.Run(Work.Do).Start()|}; var t = Work.RunAsync(); {|#1:t.Start()|}; }"),
        Setup.Default with
        {
            Expected =
            [
                Verify.At(0, "'Task.Run' returns a task that is started already", "Start throws an InvalidOperationException", "remove the call"),
                Verify.At(1, "'Work.RunAsync' returns a task that is started already", "Start throws an InvalidOperationException", "remove the call"),
            ],
        });
}
