using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.BlockingWaitInSync, AsyncAnalyzers.CodeFixes.Blocking.BlockingWaitInSyncFix>;
using VerifyRule = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.BlockingWaitInSync>;

namespace AsyncAnalyzers.Tests.Blocking;

public sealed class BlockingWaitInSyncTests
{
    private const string Usual = "which starves the thread pool under load and deadlocks under a synchronization context";

    [Fact]
    public Task Every_kind_of_wait_is_reported() => VerifyRule.Reports(
        """
        class C
        {
            void M(Task task, Task<int> number, ValueTask<int> value, Task[] tasks, CancellationToken token)
            {
                [|task.Wait()|];
                [|number.Wait(100)|];
            }
            int Result(Task<int> number) => [|number.Result|];
            int Value(ValueTask<int> value) => [|value.Result|];
            void GetResult(Task task) => [|task.GetAwaiter().GetResult()|];
            int Configured(Task<int> number) => [|number.ConfigureAwait(false).GetAwaiter().GetResult()|];
            int AsTask(ValueTask<int> value) => [|value.AsTask().Result|];
            void All(Task[] tasks) => [|Task.WaitAll(tasks)|];
            int Any(Task a, Task b) => [|Task.WaitAny(a, b)|];
            void Run(Task task) => [|task.RunSynchronously()|];
            void Conditional(Task? task) => task?[|.Wait()|];
        }
        """);

    [Fact]
    public Task Every_synchronous_function_is_covered() => VerifyRule.Reports(
        """
        class C
        {
            static Task<int> LoadAsync() => Task.Run(() => 1);
            readonly int field = [|LoadAsync().Result|];
            readonly Func<int> stored = () => [|LoadAsync().Result|];
            public int Property => [|LoadAsync().Result|];
            public C() => [|LoadAsync().Wait()|];
            IEnumerable<int> Iterator() { yield return [|LoadAsync().Result|]; }
            async Task Async()
            {
                int Local() => [|LoadAsync().Result|];
                await Task.Yield();
                Local();
            }
        }
        """);

    [Fact]
    public Task Top_level_code_that_awaits_nothing_else_is_an_entry_point() => VerifyRule.Reports(
        """
        [|Task.Delay(1).Wait()|];
        """,
        Setup.TopLevel);

    [Fact]
    public Task What_does_not_block_or_belongs_to_another_rule_is_silent() => VerifyRule.Silent(
        """
        class C
        {
            async Task Async(Task task) { task.Wait(); await Task.Yield(); }
            Task Capable(Task task) { task.Wait(); return task; }
            bool Poll(Task task) => task.Wait(0) || task.Wait(TimeSpan.Zero);
            int Checked(Task<int> task) => task.IsCompletedSuccessfully ? task.Result : -1;
            int Made() => Task.FromResult(1).Result;
            void Continued(Task<int> task) => task.ContinueWith(done => Console.WriteLine(done.Result));
            string Name() => nameof(Task<int>.Result);
            void Tree() { System.Linq.Expressions.Expression<Func<Task<int>, int>> tree = task => task.Result; }
            int EndLoad(IAsyncResult result) => ((Task<int>)result).Result;
            void Own(Own own) { own.Wait(); _ = own.Result; }
        }
        class Own { public int Result => 0; public void Wait() { } }
        """);

    [Fact]
    public Task A_call_told_to_run_synchronously_returns_a_complete_task() => VerifyRule.Reports(
        """
        class C
        {
            void Open() => OpenAsync(async: false).GetAwaiter().GetResult();
            void Flush() => FlushAsync(1, false).AsTask().Wait();
            void Close() => CloseAsync(isSync: true).GetAwaiter().GetResult();
            void Send() => SendAsync(1, false, default).GetAwaiter().GetResult();
            void Handle(Handler handler) => handler(1, false).GetAwaiter().GetResult();
            void Sync() => [|SyncAsync(fsync: true).GetAwaiter().GetResult()|];
            void Later() => [|LaterAsync(runContinuationsAsynchronously: false).GetAwaiter().GetResult()|];
            void Wrong() => [|OpenAsync(true).GetAwaiter().GetResult()|];
            void Given(bool async) => [|OpenAsync(async).Wait()|];
            Task OpenAsync(bool async) => async ? Task.Delay(1) : Task.CompletedTask;
            ValueTask FlushAsync(int size, bool isAsync) => default;
            Task CloseAsync(bool isSync) => Task.CompletedTask;
            Task SendAsync(int size, bool doAsync, CancellationToken token) => Task.CompletedTask;
            Task SyncAsync(bool fsync) => Task.Delay(1);
            Task LaterAsync(bool runContinuationsAsynchronously) => Task.Delay(1);
            delegate Task Handler(int size, bool doAsync);
        }
        """);

    public static TheoryData<string, string, string, string> Places => new()
    {
        { "void M(Task task) => {|#0:task.Wait()|};", "Task.Wait", Usual, "make 'M' async and await the task" },
        { "void Load() => {|#0:LoadAsync(1).Wait()|}; Task LoadAsync(int x) => Task.Delay(x);", "Task.Wait", Usual, "let callers await 'LoadAsync' instead of calling 'Load'" },
        { "int Load() { return {|#0:Task.Run(() => LoadAsync()).GetAwaiter().GetResult()|}; } async Task<int> LoadAsync() { await Task.Yield(); return 1; }", "GetAwaiter().GetResult()", Usual, "let callers await 'LoadAsync' instead of calling 'Load'" },
        { "void Load(Other o) => {|#0:o.LoadAsync().Wait()|}; class Other { public Task LoadAsync() => Task.Delay(1); }", "Task.Wait", Usual, "make 'Load' async and await the task" },
        { "static void Main(string[] args) => {|#0:Task.Delay(1).Wait()|};", "Task.Wait", "which deadlocks if the task ever needs this thread", "make 'Main' async and await the task" },
        { "C(Task task) => {|#0:task.Wait()|};", "Task.Wait", Usual, "a constructor cannot await, so do this in a static async method that creates the object" },
        { "int P => {|#0:Task.Run(() => 1).Result|};", "Task.Result", Usual, "a property cannot await, so offer a method that returns the task instead of 'P'" },
        { "int this[Task<int> t] => {|#0:t.Result|};", "Task.Result", Usual, "a property cannot await, so offer a method that returns the task instead of 'this[]'" },
        { "Task P { set => {|#0:value.Wait()|}; }", "Task.Wait", Usual, "a property cannot await, so offer a method that returns the task instead of setting 'P'" },
        { "public void Dispose() => {|#0:Task.Delay(1).Wait()|};", "Task.Wait", Usual, "implement IAsyncDisposable and await the task in DisposeAsync" },
        { "~C() => {|#0:Task.Delay(1).Wait()|};", "Task.Wait", "and with it the thread that runs all finalizers", "do no asynchronous work in a finalizer; implement IAsyncDisposable" },
        { "static C() => {|#0:Task.Delay(1).Wait()|};", "Task.Wait", "and so does every other thread that uses 'C' meanwhile", "keep the task in the field and await it where it is needed" },
        { "static int f = {|#0:Task.Run(() => 1).Result|};", "Task.Result", "and so does every other thread that uses 'C' meanwhile", "keep the task in the field and await it where it is needed" },
        { "Lazy<int> f = new(() => {|#0:Task.Run(() => 1).Result|});", "Task.Result", "and so does every other thread that asks for the value meanwhile", "use a Lazy<Task<T>> and await its Value" },
        { "void M(Task task) { lock (this) { {|#0:task.Wait()|}; } }", "Task.Wait", "while it holds a lock that the task or other threads may need", "use a SemaphoreSlim instead of the lock, and await the task" },
        { "bool Try(out int x) { x = {|#0:Task.Run(() => 1).Result|}; return true; }", "Task.Result", Usual, "return the value of 'x' together with the result, so that 'Try' can be async and await the task" },
        { "IEnumerable<int> All() { yield return {|#0:Task.Run(() => 1).Result|}; }", "Task.Result", Usual, "make 'All' an async stream (IAsyncEnumerable) and await the task" },
        { "public static C operator +(C c, Task task) { {|#0:task.Wait()|}; return c; }", "Task.Wait", Usual, "an operator cannot await, so offer a method that returns the task" },
        { "Action<Task> a = task => {|#0:task.Wait()|};", "Task.Wait", Usual, "make the lambda async and await the task, or let the delegate return the task" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public Task The_message_fits_the_place(string member, string wait, string cost, string advice) => VerifyRule.Reports(
        $"class C\n{{\n    {member}\n}}",
        new Setup { Expected = [VerifyRule.At(0, wait, cost, advice)] });

    [Fact]
    public Task Main_becomes_async() => Verify.Fixes(
        """
        class Program
        {
            // The start.
            static int Main(string[] args)
            {
                // wait
                return [|LoadAsync().Result|]; // done
            }
            static Task<int> LoadAsync() => Task.Run(() => 1);
        }
        class Other
        {
            private static void Main()
            {
                [|Task.Delay(1).GetAwaiter().GetResult()|];
            }
        }
        """,
        """
        class Program
        {
            // The start.
            static async Task<int> Main(string[] args)
            {
                // wait
                return await LoadAsync(); // done
            }
            static Task<int> LoadAsync() => Task.Run(() => 1);
        }
        class Other
        {
            private static async Task Main()
            {
                await Task.Delay(1);
            }
        }
        """);

    [Fact]
    public Task An_event_handler_becomes_async_void() => Verify.Fixes(
        """
        class Form
        {
            void OnClick(object? sender, EventArgs e)
            {
                [|Task.Delay(1).Wait()|];
            }
        }
        """,
        """
        class Form
        {
            async void OnClick(object? sender, EventArgs e)
            {
                await Task.Delay(1);
            }
        }
        """);

    [Fact]
    public Task A_lambda_whose_call_takes_an_async_one_becomes_async() => Verify.Fixes(
        """
        class C
        {
            void M(Task task)
            {
                _ = Task.Run(() => [|task.Wait()|]);
            }
        }
        """,
        """
        class C
        {
            void M(Task task)
            {
                _ = Task.Run(async () => await task);
            }
        }
        """);

    [Fact]
    public Task A_test_method_returns_a_task() => Verify.Fixes(
        """
        public class Tests
        {
            [Xunit.Fact]
            public void Loads()
            {
                var number = [|Task.Run(() => 1).Result|];
            }
        }
        """,
        """
        public class Tests
        {
            [Xunit.Fact]
            public async Task Loads()
            {
                var number = await Task.Run(() => 1);
            }
        }
        """,
        setup: new() { Files = [("Xunit.cs", "namespace Xunit { public class FactAttribute : System.Attribute { } }")] });

    [Theory]
    [InlineData("public override string ToString() => [|Task.Run(() => \"\").Result|];")]
    [InlineData("C(Task task) => [|task.Wait()|];")]
    [InlineData("int P => [|Task.Run(() => 1).Result|];")]
    [InlineData("void M(Task task) { lock (this) { [|task.Wait()|]; } }")]
    [InlineData("static int Main() { try { return [|Task.Run(() => 1).Result|]; } catch (AggregateException) { return 1; } }")]
    [InlineData("static bool Main(Task task) => [|task.Wait(5)|];")]
    public Task There_is_no_fix_where_more_would_have_to_change(string member) => Verify.OffersNoFix(
        $"class C\n{{\n    {member}\n}}",
        setup: new() { Files = [("Xunit.cs", "namespace Xunit { public class FactAttribute : System.Attribute { } }")] });
}
