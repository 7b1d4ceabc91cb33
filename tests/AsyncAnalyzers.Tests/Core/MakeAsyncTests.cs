using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.SleepInAsync, AsyncAnalyzers.CodeFixes.Blocking.SleepInAsyncFix>;

namespace AsyncAnalyzers.Tests.Core;

/// <summary>Turning one function async, seen through the fix that does least besides.</summary>
public sealed class MakeAsyncTests
{
    [Fact]
    public Task A_function_that_its_type_calls_while_it_holds_a_lock_stays_as_it_is() => Verify.OffersNoFix(
        """
        class C
        {
            private readonly object gate = new();

            void Enter() { lock (gate) { _ = Direct(); this.Through(); } }
            void Through() { _ = Indirect(); }
            Task Direct() { [|Thread.Sleep(1)|]; return Task.CompletedTask; }
            Task Indirect() { [|Thread.Sleep(1)|]; return Task.CompletedTask; }
        }
        """);

    [Fact]
    public Task A_function_that_is_called_outside_of_a_lock_only_is_made_async() => Verify.Fixes(
        """
        class C
        {
            private readonly object gate = new();

            void Enter(C other) { lock (gate) { other.gate.ToString(); Other(); } _ = Direct(); }
            void Other() { }
            Task Direct() { [|Thread.Sleep(1)|]; return Task.CompletedTask; }
        }
        """,
        """
        class C
        {
            private readonly object gate = new();

            void Enter(C other) { lock (gate) { other.gate.ToString(); Other(); } _ = Direct(); }
            void Other() { }
            async Task Direct() { await Task.Delay(1); }
        }
        """);

    [Theory]
    [InlineData("Task M(bool b) { [|Thread.Sleep(1)|]; if (b) return F(); return F(); }", "async Task M(bool b) { await Task.Delay(1); if (b) { await F().ConfigureAwait(false); return; } await F().ConfigureAwait(false); }")]
    [InlineData("Task<int> M(bool b) { [|Thread.Sleep(1)|]; return b ? G() : new ValueTask<int>(G()).AsTask(); }", "async Task<int> M(bool b) { await Task.Delay(1); return await (b ? G() : new ValueTask<int>(G()).AsTask()).ConfigureAwait(false); }")]
    [InlineData("Func<int, Task<int>> M = x => { [|Thread.Sleep(1)|]; return G(); };", "Func<int, Task<int>> M = async x => { await Task.Delay(1); return await G().ConfigureAwait(false); };")]
    public Task What_is_returned_is_configured_where_every_await_of_the_file_is(string before, string after)
    {
        return Verify.Fixes(InClass(before), InClass(after));

        static string InClass(string member) => $"class C {{ {member} static async Task F() {{ await Task.Yield(); await G().ConfigureAwait(false); }} static Task<int> G() => Task.FromResult(1); }}";
    }

    [Fact]
    public Task Every_kind_of_return_is_rewritten() => Verify.Fixes(
        """
        class C
        {
            Task<int> M(int x)
            {
                [|Thread.Sleep(1)|];
                if (x == 1) return (Task.FromResult(1));
                if (x == 2) return Task.FromException<int>(new Exception("two")); // failed
                if (x == 3) return x > 2 ? Task.FromResult(3) : F(x);
                if (x == 4) return Task.FromCanceled<int>(new CancellationToken(true));
                if (x == 5) throw new Exception();
                return x switch { 6 => F(6), _ => throw new Exception() };
            }

            Task N(int x)
            {
                [|Thread.Sleep(1)|];
                switch (x)
                {
                    case 1:
                        return Task.CompletedTask;
                    case 2:
                        // Two.
                        return F(2); // two
                    default:
                        return Task.FromException(new Exception());
                }
            }

            static Task<int> F(int x) => Task.FromResult(x);
        }
        """,
        """
        class C
        {
            async Task<int> M(int x)
            {
                await Task.Delay(1);
                if (x == 1) return 1;
                if (x == 2) throw new Exception("two"); // failed
                if (x == 3) return await (x > 2 ? Task.FromResult(3) : F(x));
                if (x == 4) return await Task.FromCanceled<int>(new CancellationToken(true));
                if (x == 5) throw new Exception();
                return await (x switch { 6 => F(6), _ => throw new Exception() });
            }

            async Task N(int x)
            {
                await Task.Delay(1);
                switch (x)
                {
                    case 1:
                        return;
                    case 2:
                        // Two.
                        await F(2); // two
                        return;
                    default:
                        throw new Exception();
                }
            }

            static Task<int> F(int x) => Task.FromResult(x);
        }
        """);

    [Fact]
    public Task ValueTask_stays_ValueTask() => Verify.Fixes(
        """
        class C
        {
            ValueTask A(bool b) { [|Thread.Sleep(1)|]; if (b) return default; return new ValueTask(Task.Delay(1)); }
            ValueTask<int> B() { [|Thread.Sleep(1)|]; return new(1); }
            ValueTask<int> D() { [|Thread.Sleep(1)|]; return ValueTask.FromResult(1); }
            ValueTask<int> E() { [|Thread.Sleep(1)|]; return new ValueTask<int>(Task.FromResult(1)); }
            ValueTask F() { [|Thread.Sleep(1)|]; return ValueTask.CompletedTask; }
        }
        """,
        """
        class C
        {
            async ValueTask A(bool b) { await Task.Delay(1); if (b) return; await new ValueTask(Task.Delay(1)); }
            async ValueTask<int> B() { await Task.Delay(1); return 1; }
            async ValueTask<int> D() { await Task.Delay(1); return 1; }
            async ValueTask<int> E() { await Task.Delay(1); return await new ValueTask<int>(Task.FromResult(1)); }
            async ValueTask F() { await Task.Delay(1); }
        }
        """);

    [Fact]
    public Task The_end_of_the_function_needs_no_return() => Verify.Fixes(
        """
        class C
        {
            Task M(bool b)
            {
                [|Thread.Sleep(1)|];
                if (b)
                {
                    return F();
                }
                else
                {
                    return F();
                }
            }

            Task N()
            {
                foreach (var x in new[] { 1 })
                {
                    [|Thread.Sleep(1)|];
                    return F();
                }

                return Task.CompletedTask;

                static Task Local() => F();
            }

            Task O()
            {
                [|Thread.Sleep(1)|];
                try
                {
                    return F();
                }
                catch (IOException)
                {
                    return Task.CompletedTask;
                }
            }

            static Task F() => Task.CompletedTask;
        }
        """,
        """
        class C
        {
            async Task M(bool b)
            {
                await Task.Delay(1);
                if (b)
                {
                    await F();
                }
                else
                {
                    await F();
                }
            }

            async Task N()
            {
                foreach (var x in new[] { 1 })
                {
                    await Task.Delay(1);
                    await F();
                    return;
                }

                static Task Local() => F();
            }

            async Task O()
            {
                await Task.Delay(1);
                try
                {
                    await F();
                }
                catch (IOException)
                {
                }
            }

            static Task F() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Modifiers_attributes_and_comments_stay_where_they_are() => Verify.Fixes(
        """
        partial class C : Base
        {
            // Plain.
            Task A() { [|Thread.Sleep(1)|]; return Task.CompletedTask; }

            [Obsolete] // old
            Task B() { [|Thread.Sleep(1)|]; return Task.CompletedTask; }

            public override Task Virtual() { [|Thread.Sleep(1)|]; return Task.CompletedTask; }

            public partial Task Part();

            public partial Task Part() { [|Thread.Sleep(1)|]; return Task.CompletedTask; }

            void Lambdas()
            {
                Func<int, Task> a = x => { [|Thread.Sleep(1)|]; return Task.CompletedTask; };
                Func<int, Task> b = /* b */ static (int x) => { [|Thread.Sleep(1)|]; return Task.CompletedTask; };
                Func<int, Task> c = delegate (int x) { [|Thread.Sleep(1)|]; return Task.CompletedTask; };
                var d = Task () => { [|Thread.Sleep(1)|]; return Task.CompletedTask; };
            }
        }

        class Base
        {
            public virtual Task Virtual() => Task.CompletedTask;
        }
        """,
        """
        partial class C : Base
        {
            // Plain.
            async Task A() { await Task.Delay(1); }

            [Obsolete] // old
            async Task B() { await Task.Delay(1); }

            public override async Task Virtual() { await Task.Delay(1); }

            public partial Task Part();

            public async partial Task Part() { await Task.Delay(1); }

            void Lambdas()
            {
                Func<int, Task> a = async x => { await Task.Delay(1); };
                Func<int, Task> b = /* b */ static async (int x) => { await Task.Delay(1); };
                Func<int, Task> c = async delegate (int x) { await Task.Delay(1); };
                var d = async Task () => { await Task.Delay(1); };
            }
        }

        class Base
        {
            public virtual Task Virtual() => Task.CompletedTask;
        }
        """);

    [Theory]
    [InlineData("Task M(ref int x) { [|Thread.Sleep(1)|]; return Task.CompletedTask; }")]
    [InlineData("Task M(in int x) { [|Thread.Sleep(1)|]; return Task.CompletedTask; }")]
    [InlineData("Task M(Span<int> x) { [|Thread.Sleep(1)|]; return Task.CompletedTask; }")]
    [InlineData("Task P { get { [|Thread.Sleep(1)|]; return Task.CompletedTask; } }")]
    [InlineData("IAsyncEnumerable<int> M(IAsyncEnumerable<int> s) { [|Thread.Sleep(1)|]; return s; }")]
    [InlineData("Task<string> M() { [|Thread.Sleep(1)|]; return null!; }")]
    [InlineData("unsafe Task M() { [|Thread.Sleep(1)|]; return Task.CompletedTask; }")]
    [InlineData("public static Task operator +(C a, C b) { [|Thread.Sleep(1)|]; return Task.CompletedTask; }")]
    [InlineData("[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] Task M() { [|Thread.Sleep(1)|]; return Task.CompletedTask; }")]
    public Task What_cannot_become_async_is_left_alone(string member) =>
        Verify.OffersNoFix($"class C {{ {member} }}", setup: Setup.Default with { AllowUnsafe = true });

    [Theory]
    [InlineData("Span<int> s = a; [|Thread.Sleep(1)|]; s[0] = 1;")]
    [InlineData("foreach (var x in a.AsSpan()) { [|Thread.Sleep(1)|]; }")]
    [InlineData("ref var r = ref a[0]; [|Thread.Sleep(1)|]; r = 1;")]
    [InlineData("Span<int> s = a; for (var i = 0; i < 2; i++) { s[0] = i; [|Thread.Sleep(1)|]; }")]
    [InlineData("lock (a) { [|Thread.Sleep(1)|]; }")]
    public Task Await_is_not_put_where_the_language_forbids_it(string body) =>
        Verify.OffersNoFix($"class C {{ async Task M(int[] a) {{ {body} await Task.Yield(); }} }}", setup: Setup.CSharp13);

    [Fact]
    public Task A_span_that_is_done_with_does_not_matter() => Verify.Fixes(
        "class C { async Task M(int[] a) { Span<int> s = a; s[0] = 1; [|Thread.Sleep(1)|]; } }",
        "class C { async Task M(int[] a) { Span<int> s = a; s[0] = 1; await Task.Delay(1); } }",
        setup: Setup.CSharp13);

    [Fact]
    public Task Code_that_does_not_compile_gets_no_fix_that_makes_it_worse() => Verify.Reports(
        "class C { async Task M( { [|Thread.Sleep(1)|]; } }",
        Setup.Default with { HasErrors = true });
}
