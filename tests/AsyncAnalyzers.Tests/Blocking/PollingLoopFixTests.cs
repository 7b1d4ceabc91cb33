using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.PollingLoop, AsyncAnalyzers.CodeFixes.Blocking.PollingLoopFix>;

namespace AsyncAnalyzers.Tests.Blocking;

public sealed class PollingLoopFixTests
{
    [Fact]
    public Task The_task_is_awaited() => Verify.Fixes(
        """
        class C
        {
            async Task M(Task a, Task<int> b, TaskCompletionSource c)
            {
                // Until it is over.
                [|while (!a.IsCompleted)|]
                {
                    // Not too often.
                    Thread.Sleep(10); // ms
                } // over

                [|while (!b.IsCompleted)|] await Task.Delay(10).ConfigureAwait(false);
                var result = b.Result;
                do { await Task.Yield(); } [|while (!c.Task.IsCompleted)|];
                [|SpinWait.SpinUntil(() => c.Task.IsCompleted)|];
                if (result > 1)
                    [|for (; !c.Task.IsCompleted;)|] { }
            }
        }
        """,
        """
        class C
        {
            async Task M(Task a, Task<int> b, TaskCompletionSource c)
            {
                // Until it is over.
                // Not too often.
                // ms
                await a; // over

                await b.ConfigureAwait(false);
                var result = b.Result;
                await c.Task;
                await c.Task;
                if (result > 1)
                    await c.Task;
            }
        }
        """);

    [Fact]
    public Task Nothing_is_left_where_the_task_is_awaited_anyway() => Verify.Fixes(
        """
        class C
        {
            async Task<int> M(Task a, Task<int> b)
            {
                [|while (!a.IsCompleted)|] await Task.Delay(10);
                await a.ConfigureAwait(false);
                // Poll.
                [|while (!b.IsCompleted)|]
                {
                    await Task.Delay(10);
                }
                var first = await b;
                [|while (!b.IsCompleted)|] await Task.Delay(10);
                return await b;
            }
        }
        """,
        """
        class C
        {
            async Task<int> M(Task a, Task<int> b)
            {
                await a.ConfigureAwait(false);
                // Poll.
                await b;
                var first = await b;
                return await b;
            }
        }
        """);

    [Fact]
    public Task What_looks_at_the_outcome_must_not_throw() => Verify.Fixes(
        """
        class C
        {
            async Task M(Task a, Task b)
            {
                [|while (!a.IsCompleted)|] await Task.Delay(10);
                if (a.IsFaulted)
                    Console.WriteLine(a.Exception);
                [|while (!b.IsCompleted)|] await Task.Delay(10);
                Show(b);
            }
            void Show(Task task) { }
        }
        """,
        """
        class C
        {
            async Task M(Task a, Task b)
            {
                await Task.WhenAny(a);
                if (a.IsFaulted)
                    Console.WriteLine(a.Exception);
                await Task.WhenAny(b);
                Show(b);
            }
            void Show(Task task) { }
        }
        """);

    [Fact]
    public Task The_token_of_the_delay_ends_the_wait() => Verify.Fixes(
        """
        class C
        {
            async Task M(Task a, Task b, CancellationToken token)
            {
                [|while (!a.IsCompleted)|] await Task.Delay(10, token).ConfigureAwait(false);
                await a;
                [|while (!b.IsCompleted)|] { await Task.Delay(cancellationToken: token, millisecondsDelay: 10); }
                if (b.IsCanceled) { }
            }
        }
        """,
        """
        class C
        {
            async Task M(Task a, Task b, CancellationToken token)
            {
                await a.WaitAsync(token).ConfigureAwait(false);
                await a;
                await Task.WhenAny(b).WaitAsync(token);
                if (b.IsCanceled) { }
            }
        }
        """);

    [Fact]
    public Task A_task_returning_function_becomes_async() => Verify.Fixes(
        """
        class C
        {
            Task M(Task t)
            {
                [|while (!t.IsCompleted)|] Thread.Sleep(10);
                return Task.CompletedTask;
            }

            async Task Value(ValueTask t)
            {
                [|while (!t.IsCompleted)|] await Task.Delay(10);
            }
        }
        """,
        """
        class C
        {
            async Task M(Task t)
            {
                await t;
            }

            async Task Value(ValueTask t)
            {
                await t;
            }
        }
        """);

    [Fact]
    public Task No_fix_is_offered_where_awaiting_would_not_do_the_same() => Verify.OffersNoFix(
        """
        class C
        {
            bool done;
            ValueTask field;
            async Task M(Task t, ValueTask<int> v, CancellationToken token)
            {
                [|while (!t.IsCompleted && !token.IsCancellationRequested)|] await Task.Delay(10);
                [|while (!v.IsCompleted)|] await Task.Delay(10);
                var result = v.Result;
                [|while (!field.IsCompleted)|] await Task.Delay(10);
                [|while (!done)|] await Task.Delay(10);
                if ([|SpinWait.SpinUntil(() => t.IsCompleted, 100)|]) { }
                [|SpinWait.SpinUntil(() => t.IsCompleted, 100)|];
                lock (this) { [|while (!t.IsCompleted)|] Thread.Sleep(10); }
                [|while (!t.IsCompleted)|]
                {
        #if DEBUG
                    await Task.Delay(10);
        #endif
                }
            }

            void Set() => done = true;
            void Sync(Task t) { [|while (!t.IsCompleted)|] Thread.Sleep(10); }
        }
        """);

    [Fact]
    public Task No_fix_is_offered_where_WaitAsync_does_not_exist() => Verify.OffersNoFix(
        "class C { async Task M(Task t, CancellationToken token) { [|while (!t.IsCompleted)|] await Task.Delay(10, token); } }",
        setup: Setup.Default with { Framework = Frameworks.Net48 });
}
