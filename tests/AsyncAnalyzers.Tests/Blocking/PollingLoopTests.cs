using AsyncAnalyzers.Tests.Core;
using VerifyRule = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.PollingLoop>;
using VerifySleep = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.SleepInAsync>;

namespace AsyncAnalyzers.Tests.Blocking;

public sealed class PollingLoopTests
{
    /// <summary>AWAIT204 looks at the same code and must leave it alone.</summary>
    private const string TaskPolls = """
        class C
        {
            readonly TaskCompletionSource source = new();
            static Task Current = Task.CompletedTask;

            async Task M(Task t, Task<int> result, ValueTask value, CancellationToken token)
            {
                [|while (!t.IsCompleted)|] { Thread.Sleep(10); }
                [|while (!(t.IsCompleted))|] await Task.Delay(10);
                [|while (t.IsCompleted == false)|] { await Task.Delay(10).ConfigureAwait(false); }
                [|while (false == result.IsCompleted)|] await Task.Yield();
                [|while (t.IsCompleted != true)|] Thread.Yield();
                [|while (value.IsCompleted is false)|] Thread.SpinWait(20);
                [|while (source.Task.IsCompleted is not true)|] { }
                [|while (!this.source.Task.IsCompleted)|] ;
                [|for (; !Current.IsCompleted;)|] { Thread.Sleep(1); }
                do { await Task.Delay(10, token); } [|while (!t.IsCompleted)|];
                var spin = new SpinWait();
                [|while (!t.IsCompleted)|] { spin.SpinOnce(); }
                [|SpinWait.SpinUntil(() => t.IsCompleted)|];
                if ([|SpinWait.SpinUntil(() => { return t.IsCompleted; }, 100)|]) { }
                [|while (!t.IsCompleted && !token.IsCancellationRequested)|] { Thread.Sleep(10); }
                [|while (!token.IsCancellationRequested && !t.IsCompleted)|] { Application.DoEvents(); Thread.Sleep(1); }
            }

            Task NotAsync(Task t)
            {
                [|while (!t.IsCompleted)|] Thread.Sleep(10);
                return Task.CompletedTask;
            }
        }
        class Application { public static void DoEvents() { } }
        """;

    /// <summary>These loops are not reported as polling, so that what blocks in them is.</summary>
    private const string OtherLoops = """
        class C
        {
            volatile bool done;
            Task Next() => Task.CompletedTask;

            async Task M(Task t, Task other, CancellationToken token)
            {
                while (!t.IsCompleted) { Console.Write("."); [|Thread.Sleep(10)|]; }
                while (!t.IsCompleted && !other.IsCompleted) { [|Thread.Sleep(10)|]; }
                while (!Next().IsCompleted) { [|Thread.Sleep(10)|]; }
                while (t.IsCompleted) { [|Thread.Sleep(10)|]; }
                while (!t.IsFaulted) { [|Thread.Sleep(10)|]; }
                while (!done) { [|Thread.Sleep(10)|]; }
                for (var i = 0; !t.IsCompleted; i++) { [|Thread.Sleep(i)|]; }
                while (!t.IsCompleted) { if (done) { [|Thread.Sleep(10)|]; } }
                [|SpinWait.SpinUntil(() => done)|];
                [|SpinWait.SpinUntil(() => t.IsCompleted && done)|];
                foreach (var c in "abc") { [|Thread.Sleep(10)|]; }
                while (!t.IsCompleted) { await Task.Yield(); foreach (var c in "abc") { [|Thread.Sleep(10)|]; } }
            }
        }
        """;

    [Fact]
    public Task Loops_that_only_look_at_a_task() => VerifyRule.Reports(TaskPolls);

    [Fact]
    public Task Loops_that_do_more_are_silent() => VerifyRule.Silent(Unmarked(OtherLoops));

    [Fact]
    public Task A_sleep_in_a_polling_loop_is_not_reported_as_well() => VerifySleep.Silent(Unmarked(TaskPolls));

    [Fact]
    public Task A_sleep_in_another_loop_is() => VerifySleep.Reports(OtherLoops);

    [Fact]
    public Task Synchronous_code_polls_only_when_it_sleeps() => VerifyRule.Reports(
        """
        class C
        {
            void M(Task t)
            {
                [|while (!t.IsCompleted)|] { Thread.Sleep(10); }
                [|while (!t.IsCompleted)|] Application.DoEvents();
                while (!t.IsCompleted) { }
                while (!t.IsCompleted) Thread.Yield();
                SpinWait.SpinUntil(() => t.IsCompleted);
                Action a = () => { [|while (!t.IsCompleted)|] Thread.Sleep(10); };
                a();
            }

            async Task Both(Task t, bool sync)
            {
                if (sync) { while (!t.IsCompleted) Thread.Sleep(1); } else { await t; }
            }
        }
        class Application { public static void DoEvents() { } }
        """);

    [Fact]
    public Task Every_kind_of_function() => VerifyRule.Reports(
        """
        class C
        {
            static readonly Task t = Task.Run(() => { });
            readonly Func<Task> field = async () => { [|while (!t.IsCompleted)|] await Task.Delay(1); };
            Task Property { get { [|while (!t.IsCompleted)|] Thread.Sleep(1); return t; } }
            C() { [|while (!t.IsCompleted)|] Thread.Sleep(1); }
            async IAsyncEnumerable<int> Stream() { [|while (!t.IsCompleted)|] await Task.Delay(1); yield return 1; }
            async Task Outer()
            {
                await Local();
                async Task Local() { [|while (!t.IsCompleted)|] { await Task.Delay(1); } }
                await Task.Run(async delegate { [|while (!t.IsCompleted)|] { await Task.Delay(1); } });
            }
        }
        """);

    [Fact]
    public Task Top_level_code() => VerifyRule.Reports(
        "var t = Task.Run(() => { }); [|while (!t.IsCompleted)|] await Task.Delay(1);",
        Setup.TopLevel);

    [Fact]
    public Task A_flag_that_another_member_sets() => VerifyRule.Reports(
        """
        partial class C
        {
            bool done, busy;
            static bool ready;
            volatile bool closed;
            bool Loaded { get; set; }

            async Task M(CancellationToken token)
            {
                [|while (!done)|] await Task.Delay(10);
                [|while (this.done == false)|] { await Task.Delay(10, token).ConfigureAwait(false); }
                [|while (busy)|] { await Task.Delay(10); }
                [|while (!ready && !token.IsCancellationRequested)|] { await Task.Yield(); }
                [|while (!Loaded)|] await Task.Delay(10);
                [|while (!Volatile.Read(ref closed))|] await Task.Delay(10);
                do { await Task.Delay(10); } [|while (!done)|];
            }

            C(Task t) => t.ContinueWith(_ => closed = true);
            void Done() => done = true;
            void Begin() { this.busy = true; C.ready = true; }
        }
        partial class C { void Load() { Loaded = true; Volatile.Write(ref closed, true); } }
        """.Replace("volatile bool closed", "bool closed", StringComparison.Ordinal));

    [Fact]
    public Task Flags_that_nothing_awaitable_can_replace() => VerifyRule.Silent(
        """
        class Other { public bool Done; }
        class C
        {
            bool never, own, initial, limited, working;
            readonly bool constant;
            bool Computed => never;
            C() { initial = true; }

            async Task M(Other other, DateTime until)
            {
                while (!never) await Task.Delay(10);
                own = false;
                other.Done = false;
                _ = Task.Run(() => own = true);
                while (!own) await Task.Delay(10);
                while (!initial) await Task.Delay(10);
                while (!constant) await Task.Delay(10);
                while (!Computed) await Task.Delay(10);
                while (!other.Done) await Task.Delay(10);
                while (!limited && DateTime.Now < until) await Task.Delay(10);
                while (!working) { Console.Write("."); await Task.Delay(10); }
                bool local = false;
                Action set = () => local = true;
                while (!local) await Task.Delay(10);
                while (true) await Task.Delay(10);
            }

            void Limit() { limited = true; working = true; }
            void Sync() { while (!working) { Thread.Sleep(10); } }
            void Read() { var seen = working; Console.WriteLine(never); }
        }
        """);

    [Fact]
    public Task Messages() => VerifyRule.Reports(
        """
        class C
        {
            bool done;
            async Task M(Task t, CancellationToken token)
            {
                {|#0:while (!t.IsCompleted)|} await Task.Delay(1);
                {|#1:while (!t.IsCompleted && !token.IsCancellationRequested)|} await Task.Delay(1);
                {|#2:while (!done)|} await Task.Delay(1);
            }
            void Set(Task t) { done = true; {|#3:while (!t.IsCompleted)|} Thread.Sleep(1); }
        }
        """,
        Setup.Default with
        {
            Expected =
            [
                VerifyRule.At(0, "t.IsCompleted", "await the task"),
                VerifyRule.At(1, "t.IsCompleted", "await the task with WaitAsync"),
                VerifyRule.At(2, "done", "let what changes it complete a TaskCompletionSource, and await that"),
                VerifyRule.At(3, "t.IsCompleted", "make this function async and await the task"),
            ],
        });

    [Fact]
    public Task Malformed_code() => VerifyRule.Reports(
        "class C { bool b; async Task M(Task t { while (!t.IsCompleted { do { while (!t.) ; SpinWait.SpinUntil(( while (b",
        Setup.Default with { HasErrors = true });

    private static string Unmarked(string code) => code.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);
}
