using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.BlockingWaitInAsync, AsyncAnalyzers.CodeFixes.Blocking.BlockingWaitInAsyncFix>;
using VerifyRule = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.BlockingWaitInAsync>;

namespace AsyncAnalyzers.Tests.Blocking;

public sealed class BlockingWaitInAsyncTests
{
    [Fact]
    public Task A_blocking_wait_becomes_an_await() => Verify.Fixes(
        """
        class C
        {
            async Task M(Task task, Task<string> text, Task<int> number, ValueTask<int> value, ValueTask plain)
            {
                // Wait for it.
                [|task.Wait()|]; // done
                var a = [|text.Result|];
                var b = [|number.ConfigureAwait(false).GetAwaiter().GetResult()|] + [|value.AsTask().Result|];
                [|plain.GetAwaiter().GetResult()|];
                await Task.Yield();
            }

            async Task<int> N() => [|F().Result|] + [|V().Result|] + [|F().GetAwaiter().GetResult()|];
            static Task<int> F() => Task.Run(() => 1);
            static async ValueTask<int> V() => await F();
        }
        """,
        """
        class C
        {
            async Task M(Task task, Task<string> text, Task<int> number, ValueTask<int> value, ValueTask plain)
            {
                // Wait for it.
                await task; // done
                var a = await text;
                var b = await number.ConfigureAwait(false) + await value.AsTask();
                await plain;
                await Task.Yield();
            }

            async Task<int> N() => await F() + await V() + await F();
            static Task<int> F() => Task.Run(() => 1);
            static async ValueTask<int> V() => await F();
        }
        """,
        setup: Setup.Default);

    [Fact]
    public Task The_await_is_put_in_parentheses() => Verify.Fixes(
        """
        class C
        {
            async Task M(Task<string> text, Task<int[]> array, Task<int[]> other, Task<Func<int>> function, object o)
            {
                var a = [|text.Result|].Length + [|array.Result|][0] + [|function.Result|]();
                var b = [|F().Result|]?.Length;
                await [|G().Result|].GAsync();
                Use([|G().Result|]);
                var c = [|((Task<int>)o).Result|];
                var d = $"{[|F().Result|]}" + (string)[|F().Result|] + checked([|other.Result|].Length);
                var e = [|(o as Task<int>).Result|];
            }

            static Task<string> F() => Task.Run(() => "");
            static Task<C> G() => Task.Run(() => new C());
            Task GAsync() => Task.Run(() => { });
            static void Use(C c) { }
        }
        """,
        """
        class C
        {
            async Task M(Task<string> text, Task<int[]> array, Task<int[]> other, Task<Func<int>> function, object o)
            {
                var a = (await text).Length + (await array)[0] + (await function)();
                var b = (await F())?.Length;
                await (await G()).GAsync();
                Use(await G());
                var c = await ((Task<int>)o);
                var d = $"{await F()}" + (string)await F() + checked((await other).Length);
                var e = await (o as Task<int>);
            }

            static Task<string> F() => Task.Run(() => "");
            static Task<C> G() => Task.Run(() => new C());
            Task GAsync() => Task.Run(() => { });
            static void Use(C c) { }
        }
        """,
        setup: Setup.Default with { HasErrors = true });

    [Fact]
    public Task Waits_inside_one_another() => Verify.Fixes(
        """
        class C
        {
            async Task<int> M() => [|[|A().Result|].B([|N().Result|]).Result|];
            static Task<C> A() => Task.Run(() => new C());
            Task<int> B(int n) => Task.Run(() => n);
            static Task<int> N() => Task.Run(() => 1);
        }
        """,
        """
        class C
        {
            async Task<int> M() => await (await A()).B(await N());
            static Task<C> A() => Task.Run(() => new C());
            Task<int> B(int n) => Task.Run(() => n);
            static Task<int> N() => Task.Run(() => 1);
        }
        """);

    [Fact]
    public Task A_task_returning_function_becomes_async() => Verify.Fixes(
        """
        class Base { public virtual Task<int> M() => Task.FromResult(0); }
        class C : Base, I
        {
            public override Task<int> M() { var n = [|F().Result|]; return Task.FromResult(n); }
            public Task N() { [|F().Wait()|]; return Task.CompletedTask; }
            ValueTask<int> V() => new ValueTask<int>([|F().Result|]);
            Task<int> Arrow() => Task.FromResult([|F().Result|]);
            static Task<int> F() => Task.Run(() => 1);
        }
        interface I { Task N(); }
        """,
        """
        class Base { public virtual Task<int> M() => Task.FromResult(0); }
        class C : Base, I
        {
            public override async Task<int> M() { var n = await F(); return n; }
            public async Task N() { await F(); }
            async ValueTask<int> V() => await F();
            async Task<int> Arrow() => await F();
            static Task<int> F() => Task.Run(() => 1);
        }
        interface I { Task N(); }
        """);

    [Fact]
    public Task Every_kind_of_function() => Verify.Fixes(
        """
        class C
        {
            Func<Task<int>> field = async () => [|F().Result|];
            Func<Task<int>> anonymous = async delegate { return [|F().Result|]; };
            async IAsyncEnumerable<int> Stream() { yield return [|F().Result|]; await Task.Yield(); }
            async Task Outer()
            {
                await Inner();
                async Task Inner() { [|F().Wait()|]; await Task.Yield(); }
            }
            async void Handler(object sender, EventArgs e) { [|F().Wait()|]; await Task.Yield(); }
            static Task<int> F() => Task.Run(() => 1);
        }
        """,
        """
        class C
        {
            Func<Task<int>> field = async () => await F();
            Func<Task<int>> anonymous = async delegate { return await F(); };
            async IAsyncEnumerable<int> Stream() { yield return await F(); await Task.Yield(); }
            async Task Outer()
            {
                await Inner();
                async Task Inner() { await F(); await Task.Yield(); }
            }
            async void Handler(object sender, EventArgs e) { await F(); await Task.Yield(); }
            static Task<int> F() => Task.Run(() => 1);
        }
        """);

    [Fact]
    public Task Top_level_code_with_await() => Verify.Fixes(
        "await Task.Yield(); Console.WriteLine([|Task.Run(() => 1).Result|]);",
        "await Task.Yield(); Console.WriteLine(await Task.Run(() => 1));",
        setup: Setup.TopLevel);

    [Fact]
    public Task Synchronous_code_is_silent() => VerifyRule.Silent(
        """
        class C
        {
            static int started = F().Result;
            readonly Lazy<int> lazy = new(() => F().Result);
            int Property => F().Result;
            C() => F().Wait();
            void M() => Task.WaitAll(F(), F());
            int N() { int Local() => F().Result; return Local(); }
            async Task Outer() { await Task.Yield(); int Sync() => F().Result; Sync(); }
            IEnumerable<int> Iterator() { yield return F().Result; }
            static Task<int> F() => Task.Run(() => 1);
        }
        """);

    [Fact]
    public Task A_task_returning_accessor_has_no_fix() => Verify.OffersNoFix(
        """
        class C
        {
            Task<int> Property { get { return Task.FromResult([|F().Result|]); } }
            static Task<int> F() => Task.Run(() => 1);
        }
        """);

    [Fact]
    public Task A_lambda_that_async_code_runs() => Verify.Fixes(
        """
        class C
        {
            async Task<int> M(Task<int> t) => await Task.Run(() => [|t.Result|]);
            Task<int> N(Task<int> t) => Task.Run(() => { [|t.Wait()|]; return 1; });
        }
        """,
        """
        class C
        {
            async Task<int> M(Task<int> t) => await Task.Run(async () => await t);
            Task<int> N(Task<int> t) => Task.Run(async () => { await t; return 1; });
        }
        """);

    [Fact]
    public Task A_lambda_whose_delegate_returns_no_task_has_no_fix() => Verify.OffersNoFix(
        """
        class C
        {
            Task M(List<int> xs, Task t) { xs.ForEach(_ => [|t.Wait()|]); return Task.CompletedTask; }
            async Task<int> Linq(List<Task<int>> all) { await Task.Yield(); return all.Select(t => [|t.Result|]).Sum(); }
            async Task Parallel_(Task t) { await Task.Yield(); Parallel.Invoke(() => [|t.Wait()|]); }
            async Task Nested(List<int> xs, Task t) { await Task.Yield(); xs.ForEach(_ => xs.ForEach(_ => [|t.Wait()|])); }
        }
        """);

    [Fact]
    public Task A_stored_delegate_is_silent() => VerifyRule.Silent(
        """
        class C
        {
            event Action? Changed;
            Func<int>? later;
            async Task M(Task<int> t, Services services)
            {
                await Task.Yield();
                later = () => t.Result;
                Func<int> local = () => t.Result;
                Changed += () => t.Wait();
                var lazy = new Lazy<int>(() => t.Result);
                var timer = new Timer(_ => t.Wait());
                services.AddSingleton(() => t.Result);
                Func<int>[] all = [() => t.Result];
                int Sync() => t.Result;
            }
            sealed class Services { public void AddSingleton(Func<int> factory) { } }
        }
        """);

    [Fact]
    public Task Expression_trees_nameof_and_dead_code_are_silent() => VerifyRule.Silent(
        """
        using System.Linq.Expressions;
        class C
        {
            async Task M(Task<int> t)
            {
                Expression<Func<int>> e = () => t.Result;
                Use(() => t.Result);
                var n = nameof(t.Result);
                await Task.Yield();
                return;
                t.Wait();
            }
            static void Use(Expression<Func<int>> e) { }
        }
        """);

    [Theory]
    [InlineData("async ValueTask M(bool sync, Task t) { if (sync) t.Wait(); else await t; }")]
    [InlineData("async ValueTask M(bool async, Task t) { if (!async) { t.GetAwaiter().GetResult(); } else { await t; } }")]
    [InlineData("async ValueTask<int> M(bool isSynchronous, Task<int> t) => isSynchronous ? t.Result : await t;")]
    [InlineData("Task M(Context context, Task t) { if (context.IsSynchronous && !t.IsCompleted) { t.Wait(); } return t; }")]
    [InlineData("async Task<int> M(bool async, Task<int> t) { if (async) { return await t; } lock (this) { return t.Result; } }")]
    [InlineData("async Task M(bool sync) { if (sync) { Thread.Sleep(1); } else { await Task.Delay(1); } }")]
    public Task The_synchronous_branch_of_code_for_both_worlds_is_silent(string member) =>
        VerifyRule.Silent($"class C {{ {member} }} class Context {{ public bool IsSynchronous => true; }}");

    [Theory]
    [InlineData("async Task M(bool fast, Task t) { if (fast) [|t.Wait()|]; else await t; }")]
    [InlineData("async Task M(bool async, Task t) { if (async) { await Task.Yield(); } [|t.Wait()|]; }")]
    [InlineData("async Task M(bool sync, Task<bool> t) { if (sync && [|t.Result|]) { await Task.Yield(); } }")]
    public Task Another_branch_is_reported(string member) => VerifyRule.Reports($"class C {{ {member} }}");

    [Fact]
    public Task Waits_of_zero_time_are_silent() => VerifyRule.Silent(
        """
        class C
        {
            async Task M(Task t, Task[] all)
            {
                if (t.Wait(0) || t.Wait(TimeSpan.Zero) || t.Wait(0, CancellationToken.None) || t.Wait(default(TimeSpan))) { await Task.Yield(); }
                if (Task.WaitAll(all, 0) || Task.WaitAny(all, millisecondsTimeout: 0) >= 0) { await Task.Yield(); }
            }
        }
        """);

    [Fact]
    public Task Members_of_other_types_are_silent() => VerifyRule.Silent(
        """
        class Op
        {
            public int Result => 1;
            public void Wait() { }
            public static void WaitAll(params Task[] tasks) { }
            public Op GetAwaiter() => this;
            public int GetResult() => 1;
        }
        class C
        {
            async Task<int> M(Op op, Task<Op> t, SemaphoreSlim s)
            {
                op.Wait();
                Op.WaitAll();
                s.Wait();
                return op.Result + op.GetAwaiter().GetResult() + (await t).Result;
            }
        }
        """);

    [Fact]
    public Task Awaiters_are_silent() => VerifyRule.Silent(
        """
        using System.Runtime.CompilerServices;
        struct Awaiter : ICriticalNotifyCompletion
        {
            private TaskAwaiter<Task> inner;
            public bool IsCompleted => inner.IsCompleted;
            public Task GetResult() => inner.GetResult();
            public void OnCompleted(Action a) => inner.OnCompleted(a);
            public void UnsafeOnCompleted(Action a) => inner.UnsafeOnCompleted(a);
        }
        class C
        {
            async Task M() { Task.Yield().GetAwaiter().GetResult(); await Task.Yield(); }
        }
        """);

    [Fact]
    public Task Awaitables_that_are_no_tasks_count() => Verify.Fixes(
        """
        using System.Runtime.CompilerServices;
        class Job { public TaskAwaiter<int> GetAwaiter() => Task.Run(() => 1).GetAwaiter(); }
        static class Extensions { public static TaskAwaiter GetAwaiter(this TimeSpan time) => Task.Delay(time).GetAwaiter(); }
        class C
        {
            async Task<int> M(Job job) { [|TimeSpan.FromSeconds(1).GetAwaiter().GetResult()|]; return [|job.GetAwaiter().GetResult()|]; }
        }
        """,
        """
        using System.Runtime.CompilerServices;
        class Job { public TaskAwaiter<int> GetAwaiter() => Task.Run(() => 1).GetAwaiter(); }
        static class Extensions { public static TaskAwaiter GetAwaiter(this TimeSpan time) => Task.Delay(time).GetAwaiter(); }
        class C
        {
            async Task<int> M(Job job) { await TimeSpan.FromSeconds(1); return await job; }
        }
        """);
}
