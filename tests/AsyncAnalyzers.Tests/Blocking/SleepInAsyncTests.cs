using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.SleepInAsync, AsyncAnalyzers.CodeFixes.Blocking.SleepInAsyncFix>;

namespace AsyncAnalyzers.Tests.Blocking;

public sealed class SleepInAsyncTests
{
    [Fact]
    public Task Sleep_becomes_Delay() => Verify.Fixes(
        """
        class C
        {
            async Task M()
            {
                // Let the server settle.
                [|Thread.Sleep(100)|]; // a while
                [|Thread.Sleep(timeout: TimeSpan.FromSeconds(1))|];
                await Task.Yield();
            }
        }
        """,
        """
        class C
        {
            async Task M()
            {
                // Let the server settle.
                await Task.Delay(100); // a while
                await Task.Delay(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task The_token_in_scope_is_passed_on() => Verify.Fixes(
        """
        class C
        {
            private readonly CancellationToken stopping;

            async Task Parameter(CancellationToken cancellationToken) => [|Thread.Sleep(1)|];
            async Task Field() => [|Thread.Sleep(1)|];
            static async Task None() => [|Thread.Sleep(1)|];
            async Task Lambda(CancellationToken outer) => await Task.Run(async () => [|Thread.Sleep(1)|], outer);
            async Task Cleanup(CancellationToken cancellationToken)
            {
                try
                {
                    await Task.Yield();
                }
                finally
                {
                    [|Thread.Sleep(1)|];
                }
            }
        }
        """,
        """
        class C
        {
            private readonly CancellationToken stopping;

            async Task Parameter(CancellationToken cancellationToken) => await Task.Delay(1, cancellationToken);
            async Task Field() => await Task.Delay(1, stopping);
            static async Task None() => await Task.Delay(1);
            async Task Lambda(CancellationToken outer) => await Task.Run(async () => await Task.Delay(1, outer), outer);
            async Task Cleanup(CancellationToken cancellationToken)
            {
                try
                {
                    await Task.Yield();
                }
                finally
                {
                    await Task.Delay(1);
                }
            }
        }
        """);

    [Fact]
    public Task A_task_returning_function_becomes_async() => Verify.Fixes(
        """
        class C
        {
            /// <summary>Documented.</summary>
            public static Task<int> M(bool fast)
            {
                if (fast)
                    return Task.FromResult(1);
                [|Thread.Sleep(1)|];
                [|Thread.Sleep(2)|];
                return LoadAsync();
            }

            Task Plain(bool fast)
            {
                if (fast)
                    return Task.CompletedTask;
                if (!fast)
                    return LoadAsync();
                [|Thread.Sleep(1)|];
                return Task.CompletedTask;
            }

            ValueTask<int> Value()
            {
                [|Thread.Sleep(1)|];
                return new ValueTask<int>(3);
            }

            Task Last()
            {
                [|Thread.Sleep(1)|];
                return LoadAsync();
            }

            static Task<int> LoadAsync() => Task.FromResult(2);
        }
        """,
        """
        class C
        {
            /// <summary>Documented.</summary>
            public static async Task<int> M(bool fast)
            {
                if (fast)
                    return 1;
                await Task.Delay(1);
                await Task.Delay(2);
                return await LoadAsync();
            }

            async Task Plain(bool fast)
            {
                if (fast)
                    return;
                if (!fast)
                {
                    await LoadAsync();
                    return;
                }
                await Task.Delay(1);
            }

            async ValueTask<int> Value()
            {
                await Task.Delay(1);
                return 3;
            }

            async Task Last()
            {
                await Task.Delay(1);
                await LoadAsync();
            }

            static Task<int> LoadAsync() => Task.FromResult(2);
        }
        """);

    [Fact]
    public Task Lambdas_and_local_functions_are_functions_of_their_own() => Verify.Fixes(
        """
        class C
        {
            Func<Task> field = () => { [|Thread.Sleep(1)|]; return Task.CompletedTask; };

            async Task M()
            {
                void Sync() => Thread.Sleep(1);
                Task Local()
                {
                    [|Thread.Sleep(1)|];
                    return Task.CompletedTask;
                }
                Action sync = () => Thread.Sleep(1);
                sync();
                Sync();
                await Local();
            }
        }
        """,
        """
        class C
        {
            Func<Task> field = async () => { await Task.Delay(1); };

            async Task M()
            {
                void Sync() => Thread.Sleep(1);
                async Task Local()
                {
                    await Task.Delay(1);
                }
                Action sync = () => Thread.Sleep(1);
                sync();
                Sync();
                await Local();
            }
        }
        """);

    [Fact]
    public Task Sleep_of_zero_becomes_Yield() => Verify.Fixes(
        "class C { async Task M() { [|Thread.Sleep(0)|]; } }",
        "class C { async Task M() { await Task.Yield(); } }");

    [Fact]
    public Task Task_is_imported_when_it_is_not() => Verify.Fixes(
        """
        namespace N
        {
            class C { async System.Threading.Tasks.ValueTask M() { [|System.Threading.Thread.Sleep(1)|]; } }
        }
        """,
        """
        namespace N
        {
            class C { async System.Threading.Tasks.ValueTask M() { await Task.Delay(1); } }
        }
        """);

    [Fact]
    public Task Await_is_illegal_in_a_lock() => Verify.OffersNoFix(
        "class C { async Task M() { lock (this) { [|Thread.Sleep(1)|]; } } }");

    [Fact]
    public Task A_span_must_not_live_across_the_await() => Verify.OffersNoFix(
        """
        class C
        {
            async Task M(int[] data)
            {
                Span<int> span = data;
                [|Thread.Sleep(1)|];
                span[0] = 1;
            }
        }
        """,
        setup: Setup.CSharp13);

    [Fact]
    public Task An_out_parameter_forbids_async() => Verify.OffersNoFix(
        "class C { Task M(out int x) { x = 1; [|Thread.Sleep(1)|]; return Task.CompletedTask; } }");

    [Fact]
    public Task Synchronous_code_is_silent() => Verify.Reports(
        """
        class C
        {
            int Property { get { Thread.Sleep(1); return 1; } }
            C() => Thread.Sleep(1);
            void M() => Thread.Sleep(1);
        }
        """);

    [Fact]
    public Task Streams_are_async() => Verify.Fixes(
        "class C { async IAsyncEnumerable<int> M() { [|Thread.Sleep(1)|]; yield return 1; } }",
        "class C { async IAsyncEnumerable<int> M() { await Task.Delay(1); yield return 1; } }");

    [Fact]
    public Task Top_level_code_with_await_is_async() => Verify.Fixes(
        "await Task.Yield(); [|Thread.Sleep(1)|];",
        "await Task.Yield(); await Task.Delay(1);",
        setup: Setup.TopLevel);

    [Fact]
    public Task Unreachable_code_is_silent() => Verify.Reports(
        """
        class C
        {
            async Task M() { return; Thread.Sleep(1); }
            async Task N() { if (false) { Thread.Sleep(1); } }
            async Task O() { while (true) { await Task.Yield(); } Thread.Sleep(1); }
            async Task P(bool b) { if (b) { return; } [|Thread.Sleep(1)|]; }
        }
        """);

    [Fact]
    public Task Spinning_loops_are_reported_without_fix() => Verify.OffersNoFix(
        """
        class C
        {
            volatile bool done;
            int count;

            async Task M()
            {
                while (!done) { [|Thread.Yield()|]; }
                var spin = new SpinWait();
                while (!done) { [|spin.SpinOnce()|]; }
                [|SpinWait.SpinUntil(() => done)|];
                while (!done) [|Thread.SpinWait(20)|];
            }

            async Task LockFree()
            {
                var spin = new SpinWait();
                while (Interlocked.CompareExchange(ref count, 1, 0) != 0) { spin.SpinOnce(); }
            }
        }
        """);
}
