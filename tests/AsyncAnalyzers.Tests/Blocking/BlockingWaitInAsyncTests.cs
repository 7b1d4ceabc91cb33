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

    [Fact]
    public Task A_limit_becomes_WaitAsync() => Verify.Fixes(
        """
        class C
        {
            async Task M(Task t, Task<int> u, Task v, CancellationToken token)
            {
                [|t.Wait(token)|];
                [|u.Wait(TimeSpan.FromSeconds(1))|];
                // At most.
                [|v.Wait(500, token)|];
                await Task.Yield();
            }
        }
        """,
        """
        class C
        {
            async Task M(Task t, Task<int> u, Task v, CancellationToken token)
            {
                await t.WaitAsync(token);
                try
                {
                    await u.WaitAsync(TimeSpan.FromSeconds(1));
                }
                catch (TimeoutException)
                {
                }
                // At most.
                try
                {
                    await v.WaitAsync(TimeSpan.FromMilliseconds(500), token);
                }
                catch (TimeoutException)
                {
                }
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task A_limit_whose_outcome_is_used_has_no_fix() => Verify.OffersNoFix(
        """
        class C
        {
            async Task<bool> M(Task t, Task[] all)
            {
                await Task.Yield();
                if ([|t.Wait(1000)|]) { return true; }
                var first = [|Task.WaitAny(all)|];
                return first > 0 && [|Task.WaitAll(all, 1000)|];
            }
        }
        """);

    [Fact]
    public Task An_older_framework_has_no_WaitAsync() => Verify.OffersNoFix(
        """
        class C
        {
            async Task M(Task t, Task u, CancellationToken token)
            {
                [|t.Wait(token)|];
                [|u.Wait(1000)|];
                await Task.Yield();
            }
        }
        """,
        setup: Setup.Default with { Framework = Frameworks.Net48 });

    [Fact]
    public Task WaitAll_and_WaitAny() => Verify.Fixes(
        """
        using static System.Threading.Tasks.Task;
        class C
        {
            async Task M(Task a, Task<int> b, Task[] all, List<Task<int>> list, CancellationToken token)
            {
                [|Task.WaitAll(a, b)|];
                [|Task.WaitAll(all)|];
                [|Task.WaitAll(tasks: list.ToArray())|];
                await Task.Yield();
            }

            async Task Any(Task a, Task b) { [|Task.WaitAny(a, b)|]; [|WaitAny(new[] { a, b })|]; await Task.Yield(); }
            async Task Limited(Task[] all, CancellationToken token) { [|Task.WaitAll(all, token)|]; await Task.Yield(); }
            Task Returning(Task[] all) { [|WaitAll(all)|]; return Task.CompletedTask; }
        }
        """,
        """
        using static System.Threading.Tasks.Task;
        class C
        {
            async Task M(Task a, Task<int> b, Task[] all, List<Task<int>> list, CancellationToken token)
            {
                await Task.WhenAll(a, b);
                await Task.WhenAll(all);
                await Task.WhenAll(tasks: list.ToArray());
                await Task.Yield();
            }

            async Task Any(Task a, Task b) { await Task.WhenAny(a, b); await WhenAny(new[] { a, b }); await Task.Yield(); }
            async Task Limited(Task[] all, CancellationToken token) { await Task.WhenAll(all).WaitAsync(token); await Task.Yield(); }
            async Task Returning(Task[] all) { await WhenAll(all); }
        }
        """);

    [Fact]
    public Task WaitAll_of_an_older_framework() => Verify.Fixes(
        "class C { async Task M(Task a, Task b) { [|Task.WaitAll(a, b)|]; await Task.Yield(); } }",
        "class C { async Task M(Task a, Task b) { await Task.WhenAll(a, b); await Task.Yield(); } }",
        setup: Setup.Default with { Framework = Frameworks.Net48 });

    [Fact]
    public Task A_conditional_access_becomes_a_condition() => Verify.Fixes(
        """
        class C
        {
            async Task M(Task? t, C? c)
            {
                // If there is one.
                t?[|.Wait()|];
                c?[|.F().Wait()|];
                c?[|.F().GetAwaiter().GetResult()|];
                await Task.Yield();
            }

            Task F() => Task.Run(() => { });
        }
        """,
        """
        class C
        {
            async Task M(Task? t, C? c)
            {
                // If there is one.
                if (t is not null)
                {
                    await t;
                }
                if (c is not null)
                {
                    await c.F();
                }
                if (c is not null)
                {
                    await c.F();
                }
                await Task.Yield();
            }

            Task F() => Task.Run(() => { });
        }
        """);

    [Fact]
    public Task A_conditional_access_as_a_value_has_no_fix() => Verify.OffersNoFix(
        """
        class C
        {
            async Task<string?> M(Task<string>? t, C? c)
            {
                await Task.Yield();
                var n = c?[|.F().Result|].Length;
                Get()?[|.F().Wait()|];
                c?.Next?[|.F().Wait()|];
                return t?[|.Result|];
            }

            C? Next => null;
            C? Get() => null;
            Task<string> F() => Task.Run(() => "");
        }
        """);

    [Fact]
    public Task A_conditional_access_on_a_complete_task_is_silent() => VerifyRule.Silent(
        """
        class C
        {
            async Task<int?> M(Task<int>? t) { if (t != null) { await t; } return t == null ? 0 : t.Result; }
            async Task<int?> N(Task<int> t) { await t; return t?.Result; }
        }
        """);

    [Fact]
    public Task Where_await_is_illegal_there_is_no_fix() => Verify.OffersNoFix(
        """
        class C
        {
            async Task Lock(Task t) { lock (this) { [|t.Wait()|]; } await Task.Yield(); }
            Task Out(out int n, Task<int> t) { n = [|t.Result|]; return Task.CompletedTask; }
            async Task Filter(Task<bool> t) { try { await Task.Yield(); } catch when ([|t.Result|]) { } }
            async Task Span(int[] data, Task<int> t) { Span<int> span = data; var n = [|t.Result|]; span[0] = n; await Task.Yield(); }
            async Task Query(int[] xs, Task<int> t) { await Task.Yield(); var q = from x in xs where x > [|t.Result|] select x; }
        }
        """);

    [Fact]
    public Task A_handler_of_AggregateException_would_no_longer_match() => Verify.OffersNoFix(
        """
        class C
        {
            async Task M(Task t)
            {
                try { [|t.Wait()|]; await Task.Yield(); }
                catch (AggregateException) { }
            }

            async Task N(Task<int> t)
            {
                try { Console.WriteLine([|t.Result|]); await Task.Yield(); }
                catch (Exception e) when (e is AggregateException) { }
            }
        }
        """);

    [Fact]
    public Task RunSynchronously_and_awaiter_variables_have_no_fix() => Verify.OffersNoFix(
        """
        class C
        {
            async Task M() { var t = new Task(() => { }); [|t.RunSynchronously()|]; await Task.Yield(); }
            async Task N(Task t) { var a = t.GetAwaiter(); [|a.GetResult()|]; await Task.Yield(); }
        }
        """);

    [Fact]
    public Task Messages() => VerifyRule.Reports(
        """
        class C
        {
            async Task M(Task<int> t, ValueTask<int> v, Task[] all, List<int> xs)
            {
                {|#0:t.Wait(10)|};
                var a = {|#1:t.Result|} + {|#2:v.Result|} + {|#3:Get().GetAwaiter().GetResult()|};
                {|#4:Task.WaitAll(all)|};
                await Task.Yield();
            }
            async Task N(Task t, Task u, Task[] all, List<int> xs)
            {
                {|#5:Task.WaitAny(all)|};
                lock (this) { {|#6:t.Wait()|}; }
                xs.ForEach(_ => {|#7:u.Wait()|});
                var r = new Task(() => { });
                {|#8:r.RunSynchronously()|};
                await Task.Yield();
            }
            static Task<int> Get() => Task.Run(() => 1);
        }
        """,
        Setup.Default with
        {
            Expected =
            [
                VerifyRule.At(0, "Task.Wait", "await the task with WaitAsync"),
                VerifyRule.At(1, "Task.Result", "await the task"),
                VerifyRule.At(2, "ValueTask.Result", "await the task"),
                VerifyRule.At(3, "GetAwaiter().GetResult()", "await the task"),
                VerifyRule.At(4, "Task.WaitAll", "await Task.WhenAll"),
                VerifyRule.At(5, "Task.WaitAny", "await Task.WhenAny"),
                VerifyRule.At(6, "Task.Wait", "await the task outside the lock"),
                VerifyRule.At(7, "Task.Wait", "make the lambda async and await the task"),
                VerifyRule.At(8, "Task.RunSynchronously", "start the task with Task.Run and await it"),
            ],
        });

    [Fact]
    public Task Malformed_code() => VerifyRule.Silent(
        """
        class C
        {
            async Task M(Unknown u)
            {
                u.Result.Wait(;
                Task.WaitAll();
                .Result;
                var t = ; t.Result
                missing.GetAwaiter().GetResult(
            }
        }
        """,
        Setup.Default with { HasErrors = true });
}
