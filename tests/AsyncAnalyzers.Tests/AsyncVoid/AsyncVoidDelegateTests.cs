using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.AsyncVoid.AsyncVoidDelegate, AsyncAnalyzers.CodeFixes.AsyncVoid.AsyncVoidDelegateFix>;

namespace AsyncAnalyzers.Tests.AsyncVoid;

public sealed class AsyncVoidDelegateTests
{
    [Theory]
    [InlineData("void M() { Action a = [|async () =>|] await Task.Yield(); }")]
    [InlineData("void M() { Action<int> a = [|async x =>|] { await Task.Yield(); }; }")]
    [InlineData("void M() { Action<int> a = [|async delegate|] { await Task.Yield(); }; }")]
    [InlineData("void M() { Action a = [|Void|]; } async void Void() { await Task.Yield(); }")]
    [InlineData("void M() { Action a = new Action([|async () =>|] await Task.Yield()); }")]
    [InlineData("void M() { Action a = (Action)([|async () =>|] await Task.Yield()); }")]
    [InlineData("Action field = [|async () =>|] await Task.Yield();")]
    [InlineData("Action Property { get; } = [|async () =>|] await Task.Yield();")]
    [InlineData("Action M() => [|async () =>|] await Task.Yield();")]
    [InlineData("void M(List<int> list) { list.ForEach([|async x =>|] await Task.Delay(x)); }")]
    [InlineData("void M(int[] array) { Array.ForEach(array, [|async (int x) =>|] await Task.Delay(x)); }")]
    [InlineData("void M(int[] array) { Parallel.ForEach(array, [|async x =>|] await Task.Delay(x)); }")]
    [InlineData("void M() { Parallel.Invoke([|async () =>|] await Task.Yield()); }")]
    [InlineData("void M() { new Thread([|async () =>|] await Task.Yield()).Start(); }")]
    [InlineData("void M() { new Task([|async () =>|] await Task.Yield()).Start(); }")]
    [InlineData("void M() { ThreadPool.QueueUserWorkItem([|async _ =>|] await Task.Yield()); }")]
    [InlineData("void M() { using var t = new Timer([|async _ =>|] await Task.Yield()); }")]
    [InlineData("void M(CancellationToken c) { c.Register([|async () =>|] await Task.Yield()); }")]
    [InlineData("void M() { using var t = new Timer([|async _ =>|] { try { await Task.Yield(); } catch (IOException) { } }); }")]
    [InlineData("void M() { using var t = new Timer([|async _ =>|] { try { await Task.Yield(); } catch (Exception) { throw; } }); }")]
    [InlineData("void M() { using var t = new Timer([|Tick|]); } async void Tick(object? state) { try { await Task.Yield(); } catch { } await Task.Yield(); }")]
    [InlineData("static void Take(Action a) => a(); void M() { Take([|async () =>|] { try { await Task.Yield(); } catch { } }); }")]
    [InlineData("void M(List<int> list) { list.ForEach([|async x =>|] { try { await Task.Delay(x); } catch { } }); }")]
    [InlineData("void M() { var p = new Progress<int>([|async x =>|] await Task.Delay(x)); }")]
    [InlineData("static void Take(Action a) => a(); void M() { Take(a: [|async () =>|] await Task.Yield()); }")]
    [InlineData("event Action? Changed; void M() { Action a = [|async () =>|] await Task.Yield(); Changed += a; }")]
    public Task An_async_void_delegate_is_reported(string member) => Verify.Reports($"class C {{ {member} }}");

    [Theory]
    [InlineData("void M() { Func<Task> a = async () => await Task.Yield(); }")]
    [InlineData("Task M() => Task.Run(async () => await Task.Yield());")]
    [InlineData("Task M() => Task.Factory.StartNew(async () => await Task.Yield());")]
    [InlineData("void M() { Action a = () => Task.Yield(); }")]
    [InlineData("event Action? Changed; void M() { Changed += async () => await Task.Yield(); Changed += (async () => await Task.Yield()); }")]
    [InlineData("event Action? Changed; void M() { Changed += new Action(async () => await Task.Yield()); Changed += Void; } async void Void() { await Task.Yield(); }")]
    [InlineData("void M() { EventHandler h = async (s, e) => await Task.Yield(); }")]
    [InlineData("static void Subscribe(EventHandler<EventArgs> h) { } void M() { Subscribe(async (s, e) => await Task.Yield()); }")]
    [InlineData("void M(IEnumerable<int> xs) { var t = xs.Select(async x => await Task.Delay(x)); }")]
    [InlineData("void M() { var a = async () => await Task.Yield(); }")]
    [InlineData("void M() { using var t = new Timer(async _ => { try { await Task.Yield(); } catch (Exception e) { Console.WriteLine(e); } finally { Console.WriteLine(); } }); }")]
    [InlineData("void M() { using var t = new Timer(Tick); } async void Tick(object? state) { try { await Task.Yield(); } catch { } }")]
    [InlineData("static Timer Make(TimerCallback callback) => new(callback); void M() { using var t = Make(async _ => { try { await Task.Yield(); } catch { } }); }")]
    [InlineData("void M(CancellationToken c) { c.Register(async () => { Console.WriteLine(); try { await Task.Yield(); } catch (Exception) { } }); }")]
    public Task What_carries_a_task_or_handles_an_event_is_silent(string member) => Verify.Reports($"class C {{ {member} }}");

    [Fact]
    public Task Messages_say_what_to_use_instead() => Verify.Reports(
        """
        class C
        {
            void M(List<int> list)
            {
                list.ForEach({|#0:async x =>|} await Task.Delay(x));
                Parallel.ForEach(list, {|#1:async x =>|} await Task.Delay(x));
                new Thread({|#2:async () =>|} await Task.Yield()).Start();
                using var timer = new Timer({|#3:async _ =>|} await Task.Yield());
                Action a = {|#4:Void|};
                CancellationToken.None.Register({|#5:async () =>|} await Task.Yield());
                Task.Run({|#6:Void|});
            }

            async void Void() => await Task.Yield();
        }
        """,
        Setup.Default with
        {
            Expected =
            [
                At(0, "The async lambda", "Action<int>", "use 'foreach' and await in its body"),
                At(1, "The async lambda", "Action<int>", "use 'await Parallel.ForEachAsync' or Task.WhenAll"),
                At(2, "The async lambda", "ThreadStart", "use Task.Run, which takes async code"),
                At(3, "The async lambda", "TimerCallback", "await a PeriodicTimer in a loop"),
                At(4, "'Void'", "Action", "declare it as a delegate that returns Task, and await it"),
                At(5, "The async lambda", "Action", "pass a delegate that returns Task where there is an overload for one, or handle every exception inside"),
                At(6, "'Void'", "Action", "let it return Task, so that Task.Run waits for it"),
            ],
        });

    [Fact]
    public Task ForEach_becomes_a_loop() => Verify.Fixes(
        """
        class C
        {
            Task M(List<int> list, int[] array)
            {
                // Keep.
                list.ForEach([|async x =>|] await Task.Delay(x)); // this
                Array.ForEach(array, [|async (int y) =>|]
                {
                    if (y == 0)
                    {
                        return;
                    }

                    // Inside.
                    await Task.Delay(y);
                });
                return Task.CompletedTask;
            }
        }
        """,
        """
        class C
        {
            async Task M(List<int> list, int[] array)
            {
                // Keep.
                foreach (var x in list)
                {
                    await Task.Delay(x);
                } // this
                foreach (int y in array)
                {
                    if (y == 0)
                    {
                        continue;
                    }

                    // Inside.
                    await Task.Delay(y);
                }
            }
        }
        """);

    [Fact]
    public Task Parallel_loops_become_their_twins() => Verify.Fixes(
        """
        class C
        {
            async Task M(int[] array, ParallelOptions options)
            {
                Parallel.ForEach(array, [|async x =>|] await Task.Delay(x));
                Parallel.ForEach<int>(array, options, [|async (int x) =>|] { await Task.Delay(x); });
                Parallel.For(0, 10, [|async i =>|] await Task.Delay(i));
                await Task.Yield();
            }
        }
        """,
        """
        class C
        {
            async Task M(int[] array, ParallelOptions options)
            {
                await Parallel.ForEachAsync(array, async (x, token) => await Task.Delay(x));
                await Parallel.ForEachAsync<int>(array, options, async (int x, CancellationToken token) => { await Task.Delay(x); });
                await Parallel.ForAsync(0, 10, async (i, token) => await Task.Delay(i));
                await Task.Yield();
            }
        }
        """,
        setup: Setup.Default with { Behaviors = Microsoft.CodeAnalysis.Testing.CodeFixTestBehaviors.None });

    [Fact]
    public Task Threads_become_Task_Run() => Verify.Fixes(
        """
        class C
        {
            void M()
            {
                new Thread([|async () =>|] await Task.Yield()).Start();
                new Task([|async () =>|] { await Task.Yield(); }).Start();
                ThreadPool.QueueUserWorkItem([|async _ =>|] await Task.Yield()); // pool
            }
        }
        """,
        """
        class C
        {
            void M()
            {
                _ = Task.Run(async () => await Task.Yield());
                _ = Task.Run(async () => { await Task.Yield(); });
                _ = Task.Run(async () => await Task.Yield()); // pool
            }
        }
        """);

    [Fact]
    public Task A_local_action_that_is_only_invoked_becomes_a_func() => Verify.Fixes(
        """
        class C
        {
            async Task M()
            {
                Action a = [|async () =>|] await Task.Yield();
                Action<int, string> b = [|async (x, y) =>|] await Task.Delay(x);
                a();
                b(1, "");
                await Task.Yield();
            }
        }
        """,
        """
        class C
        {
            async Task M()
            {
                Func<Task> a = async () => await Task.Yield();
                Func<int, string, Task> b = async (x, y) => await Task.Delay(x);
                await a();
                await b(1, "");
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task A_parameter_that_is_only_invoked_becomes_a_func() => Verify.Fixes(
        """
        class C
        {
            async Task M(int n)
            {
                Twice([|async () =>|] await Task.Yield(), 2);
                this.Twice(
                    times: 1,
                    action: [|async () =>|] { await Task.Yield(); });
                if (n > 0)
                    await OnceAsync([|async (x) =>|] await Task.Delay(x));
                Local([|async delegate|] { await Task.Yield(); });

                void Local(Action action) => Inner(action);
                void Inner(Action action) { }
            }

            // Twice.
            private void Twice(Action action, int times)
            {
                if (times == 0)
                {
                    return;
                }

                action();
                action();
            }

            Task OnceAsync(Action<int> action)
            {
                action(1);
                return Task.CompletedTask;
            }
        }
        """,
        """
        class C
        {
            async Task M(int n)
            {
                await Twice(async () => await Task.Yield(), 2);
                await this.Twice(
                    times: 1,
                    action: async () => { await Task.Yield(); });
                if (n > 0)
                    await OnceAsync(async (x) => await Task.Delay(x));
                Local([|async delegate|] { await Task.Yield(); });

                void Local(Action action) => Inner(action);
                void Inner(Action action) { }
            }

            // Twice.
            private async Task Twice(Func<Task> action, int times)
            {
                if (times == 0)
                {
                    return;
                }

                await action();
                await action();
            }

            async Task OnceAsync(Func<int, Task> action)
            {
                await action(1);
            }
        }
        """);

    [Theory]
    [InlineData("async Task M(List<int> list) { list.ForEach([|Void|]); }", "async Task M(List<int> list) { foreach (var item in list) { await Void(item); } }")]
    [InlineData("async Task M(int[] item) { Array.ForEach(item, [|this.Void|]); await Task.Yield(); }", "async Task M(int[] item) { foreach (var item2 in item) { await this.Void(item2); } await Task.Yield(); }")]
    [InlineData("async Task M(int[] xs) { Parallel.ForEach(xs, [|Void|]); await Task.Yield(); }", "async Task M(int[] xs) { await Parallel.ForEachAsync(xs, async (item, token) => await Void(item)); await Task.Yield(); }")]
    [InlineData("void M() { new Thread([|Plain|]).Start(); }", "void M() { _ = Task.Run(Plain); }")]
    [InlineData("void M() { new Task([|Plain|]).Start(); }", "void M() { _ = Task.Run(Plain); }")]
    [InlineData("void M() { ThreadPool.QueueUserWorkItem([|State|]); }", "void M() { _ = Task.Run(() => State(null)); }")]
    [InlineData("Task M() => Task.Factory.StartNew([|Plain|]);", "Task M() => Task.Run(Plain);")]
    [InlineData("async Task M() { await Task.Run([|Plain|]); Plain(); }", "async Task M() { await Task.Run(Plain); await Plain(); }")]
    [InlineData("async Task M() { Action a = [|Plain|]; a(); }", "async Task M() { Func<Task> a = Plain; await a(); }")]
    public Task A_method_given_by_its_name_returns_a_task(string before, string after) => Verify.Fixes(
        $"class C {{ {before} async void Void(int x) {{ await Task.Delay(x); }} async void Plain() {{ await Task.Yield(); }} async void State(object? x) {{ await Task.Yield(); }} }}",
        $"class C {{ {after} async {(after.Contains("Void(", StringComparison.Ordinal) ? "Task" : "void")} Void(int x) {{ await Task.Delay(x); }} async {(after.Contains("Plain", StringComparison.Ordinal) ? "Task" : "void")} Plain() {{ await Task.Yield(); }} async {(after.Contains("State", StringComparison.Ordinal) ? "Task" : "void")} State(object? x) {{ await Task.Yield(); }} }}");

    [Theory]
    [InlineData("Task M() => Task.Factory.StartNew(new Action([|async () =>|] await Task.Yield()));")]
    [InlineData("Task M() => Task.Factory.StartNew((Action)([|async () =>|] await Task.Yield()));")]
    public Task StartNew_becomes_Task_Run(string before) => Verify.Fixes($"class C {{ {before} }}", "class C { Task M() => Task.Run(async () => await Task.Yield()); }");

    [Theory]
    [InlineData("async Task M() { Take([|async () =>|] await Task.Yield()); Take(() => { }); await Task.Yield(); } void Take(Action a) { a(); }")]
    [InlineData("async Task M() { Take([|async () =>|] await Task.Yield()); Action<Action> t = Take; await Task.Yield(); } void Take(Action a) { a(); }")]
    [InlineData("async Task M() { Take([|async () =>|] await Task.Yield()); await Task.Yield(); } public void Take(Action a) { a(); }")]
    [InlineData("async Task M() { Take([|async () =>|] await Task.Yield()); await Task.Yield(); } void Take(Action a) { a(); kept = a; } Action? kept;")]
    [InlineData("async Task M() { Take([|async () =>|] await Task.Yield()); await Task.Yield(); } void Take(Action a) { lock (this) a(); }")]
    [InlineData("async Task M() { int n = 0; Take([|async () =>|] await Task.Yield(), ref n); await Task.Yield(); } void Take(Action a, ref int n) { a(); }")]
    [InlineData("async Task M() { _ = Take([|async () =>|] await Task.Yield()); await Task.Yield(); } int Take(Action a) { a(); return 1; }")]
    [InlineData("void M() { Take([|async () =>|] await Task.Yield()); } void Take(Action a) { a(); }")]
    [InlineData("async Task M() { Take([|async () =>|] await Task.Yield()); await Task.Yield(); } void Take(Action? a = null) { a!(); }")]
    public Task A_parameter_that_others_use_otherwise_stays(string member) => Verify.OffersNoFix($"class C {{ {member} }}");

    [Theory]
    [InlineData("void M(List<int> list) { list.ForEach([|async x =>|] await Task.Delay(x)); }")]
    [InlineData("async Task M(List<int> list) { list.ForEach([|async x =>|] { while (true) { if (x > 0) return; await Task.Yield(); } }); await Task.Yield(); }")]
    [InlineData("async Task M(List<int> list) { list.ForEach([|Void|]); await Task.Yield(); } public async void Void(int x) { await Task.Yield(); }")]
    [InlineData("async Task M(List<int> list) { list.ForEach([|Void|]); list.ForEach([|Void|]); await Task.Yield(); } async void Void(int x) { await Task.Yield(); }")]
    [InlineData("async Task M(List<int> list) { list.ForEach([|Void|]); await Task.Yield(); } void N() { Void(1); } async void Void(int x) { await Task.Yield(); }")]
    [InlineData("async Task M(List<int>? list) { list?.ForEach([|async x =>|] await Task.Delay(x)); await Task.Yield(); }")]
    [InlineData("async Task M(int[] a) { var r = Parallel.ForEach(a, [|async x =>|] await Task.Delay(x)); await Task.Yield(); }")]
    [InlineData("async Task M(int[] a) { Parallel.ForEach(a, [|async (x, state) =>|] await Task.Delay(x)); await Task.Yield(); }")]
    [InlineData("void M() { var t = new Thread([|async () =>|] await Task.Yield()); t.Start(); }")]
    [InlineData("void M() { ThreadPool.QueueUserWorkItem([|async state =>|] { await Task.Yield(); Console.WriteLine(state); }); }")]
    [InlineData("void M() { var t = new Timer([|async _ =>|] await Task.Yield()); }")]
    [InlineData("async Task M() { Action a = [|async () =>|] await Task.Yield(); Take(a); await Task.Yield(); } static void Take(Action a) { }")]
    [InlineData("void M() { Action a = [|async () =>|] await Task.Yield(); a(); }")]
    public Task Where_nothing_can_be_awaited_no_fix_is_offered(string member) => Verify.OffersNoFix($"class C {{ {member} }}");

    [Fact]
    public Task Before_NET_6_there_is_no_ForEachAsync() => Verify.OffersNoFix(
        "class C { async Task M(int[] a) { Parallel.ForEach(a, [|async x =>|] await Task.Delay(x)); await Task.Yield(); } }",
        setup: Setup.Default with { Framework = Frameworks.Net48 });

    private static Microsoft.CodeAnalysis.Testing.DiagnosticResult At(int mark, params object[] arguments) =>
        Verify<AsyncAnalyzers.AsyncVoid.AsyncVoidDelegate>.At(mark, arguments);
}
