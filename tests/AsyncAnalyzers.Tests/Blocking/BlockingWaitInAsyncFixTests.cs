using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.BlockingWaitInAsync, AsyncAnalyzers.CodeFixes.Blocking.BlockingWaitInAsyncFix>;
using VerifyRule = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.BlockingWaitInAsync>;

namespace AsyncAnalyzers.Tests.Blocking;

public sealed class BlockingWaitInAsyncFixTests
{
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
    public Task Top_level_code_and_members_of_one_file_are_fixed_together() => Verify.Fixes(
        """
        await Task.Yield();
        Console.WriteLine([|C.F().Result|]);
        [|C.F().Wait()|];

        class C
        {
            private readonly Func<Task<int>> f = async () => { await Task.Yield(); return [|F().Result|]; };

            public static Task<int> F() => Task.Run(() => 1);

            class D
            {
                int n;
                async Task M() { n = [|F().Result|]; await Task.Yield(); n += [|F().Result|]; }
            }
        }
        """,
        """
        await Task.Yield();
        Console.WriteLine(await C.F());
        await C.F();

        class C
        {
            private readonly Func<Task<int>> f = async () => { await Task.Yield(); return await F(); };

            public static Task<int> F() => Task.Run(() => 1);

            class D
            {
                int n;
                async Task M() { n = await F(); await Task.Yield(); n += await F(); }
            }
        }
        """,
        setup: Setup.TopLevel);

    [Fact]
    public Task Members_of_other_types_may_have_the_names_of_a_wait() => Verify.Fixes(
        """
        class C
        {
            async Task M(C? c, C? d, C? e)
            {
                c?[|.Wait(1).F().Wait()|];
                d?[|.GetAwaiter(1).F().GetAwaiter().GetResult()|];
                e?[|.GetResult().F().Wait()|];
                await Task.Yield();
            }

            C Wait(int n) => this;
            C GetAwaiter(int n) => this;
            C GetResult() => this;
            Task F() => Task.Run(() => { });
        }
        """,
        """
        class C
        {
            async Task M(C? c, C? d, C? e)
            {
                if (c is not null)
                {
                    await c.Wait(1).F();
                }
                if (d is not null)
                {
                    await d.GetAwaiter(1).F();
                }
                if (e is not null)
                {
                    await e.GetResult().F();
                }
                await Task.Yield();
            }

            C Wait(int n) => this;
            C GetAwaiter(int n) => this;
            C GetResult() => this;
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
        """,
        setup: Setup.CSharp13);

    [Fact]
    public Task A_task_of_a_task_that_is_returned_is_awaited_twice() => Verify.Fixes(
        "class C { Task<int> M(Task<Task<int>> t) { return [|t.Result|]; } Task N(Task<Task> t) => [|t.Result|]; }",
        "class C { async Task<int> M(Task<Task<int>> t) { return await await t; } async Task N(Task<Task> t) => await await t; }");

    [Fact]
    public Task A_forgotten_async_is_added() => Verify.Fixes(
        "class C { Task<int> M(Task<int> t) { if (t.Id > 1) { return t.Id; } return [|t.Result|]; } }",
        "class C { async Task<int> M(Task<int> t) { if (t.Id > 1) { return t.Id; } return await t; } }",
        setup: Setup.Default with { HasErrors = true });

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

    [Fact]
    public Task An_else_stays_with_its_if() => Verify.Fixes(
        "class C { async Task M(Task? t, bool b) { if (b) t?[|.Wait()|]; else await Task.Yield(); } }",
        "class C { async Task M(Task? t, bool b) { if (b) { if (t is not null) { await t; } } else await Task.Yield(); } }");
}
