using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Style.AsyncWithoutAwait, AsyncAnalyzers.CodeFixes.Style.AsyncWithoutAwaitFix>;

namespace AsyncAnalyzers.Tests.Style;

public sealed class AsyncWithoutAwaitTests
{
    private const string OldCompiler = "The oldest compiler warns itself (CS1998).";

    public static bool CompilerWarns => typeof(CSharpCompilation).Assembly.GetName().Version!.Major < 5;

    private static string InClass(string members) => $$"""
        interface IWork { Task DoAsync(); }
        abstract class Base { protected abstract Task<int> CountAsync(); }
        class C
        {
            static Task F() => Task.Delay(1);
            static void Do() { }
            static void Take(Func<Task> f) { }
            static void Take(Func<Task<string>> f) { }
            {{members}}
        }
        """;

    [Theory(Skip = OldCompiler, SkipWhen = nameof(CompilerWarns))]
    [InlineData("[|async|] Task M() { Do(); }")]
    [InlineData("[|async|] Task M() => Do();")]
    [InlineData("public static [|async|] Task<int> M() { return 1; }")]
    [InlineData("[|async|] ValueTask<int> M() => 1; [|async|] ValueTask N() { }")]
    [InlineData("[|async|] Task M(List<Task> list) { list.Add(F()); _ = F(); var t = F(); Func<Task> f = async () => await F(); async Task L() => await F(); }")]
    [InlineData("[|async|] Task<Func<Task>> M() => async () => await F();")]
    [InlineData("[|async|] void Clicked(object sender, EventArgs e) { Do(); } EventHandler h = [|async|] (s, e) => Do();")]
    [InlineData("void M() { [|async|] Task L() { Do(); } static [|async|] Task<int> K() => 1; }")]
    [InlineData("void M() { Func<Task> f = [|async|] () => { }; Func<int, Task<int>> g = [|async|] x => x; Func<Task> h = [|async|] delegate { Do(); }; }")]
    [InlineData("Task M() => Task.Run([|async|] () => { Do(); });")]
    [InlineData("Func<Task> f = [|async|] () => Do(); int P { get { Func<Task> f = [|async|] () => Do(); return 1; } } C() { Take([|async|] () => Do()); }")]
    [InlineData("[|async|] Task M() { if (Environment.TickCount > 0) { throw new InvalidOperationException(); } }")]
    [InlineData("class D : Base, IWork { protected override [|async|] Task<int> CountAsync() => 1; public [|async|] Task DoAsync() { } }")]
    [InlineData("[|async|] Task M() { var await = 1; /* await F(); */ }", true)]
    public Task An_async_function_that_awaits_nothing_is_reported(string member, bool hasErrors = false) => Verify.Reports(InClass(member), Setup.Default with { HasErrors = hasErrors });

    [Fact(Skip = OldCompiler, SkipWhen = nameof(CompilerWarns))]
    public Task Functions_in_top_level_code_are_looked_at() => Verify.Reports("Func<Task> f = [|async|] () => { }; f(); [|async|] Task L() { }", Setup.TopLevel);

    [Theory]
    [InlineData("async Task M() { await F(); } async Task<int> N() => await Task.FromResult(1);")]
    [InlineData("async Task M(IAsyncEnumerable<int> xs) { await foreach (var x in xs) { } }")]
    [InlineData("async Task M(IAsyncEnumerable<(int, int)> xs) { await foreach (var (x, y) in xs) { } }")]
    [InlineData("async Task M(IAsyncDisposable d) { await using var x = d; } async Task N(IAsyncDisposable d) { await using (d) { } }")]
    [InlineData("async IAsyncEnumerable<int> M() { yield return 1; } async IAsyncEnumerable<int> N() { yield break; }")]
    [InlineData("async Task M() => throw new NotImplementedException(); async Task<int> N() { throw new NotSupportedException(); }")]
    [InlineData("async Task M() { F(); } async Task<string> N() => $\"{F()}\"; async Task O(Task t) { t.Wait(); } async Task<int> P(Task<int> t) => t.Result;")]
    [InlineData("async Task<string> N(int[] xs) => string.Join(\"\", xs.Select(x => F())); async Task M(Task? t) { t?.ConfigureAwait(false); Console.WriteLine(F()); if (F() == null) { } }")]
    [InlineData("async Task M() {\n#if LATER\nawait F();\n#endif\n}")]
    [InlineData("async void M() { Do(); } void N() { Action a = async () => Do(); async void L() { } }")]
    [InlineData("Task M() { Do(); return Task.CompletedTask; } void N() { Do(); } Func<Task> f = () => F();")]
    [InlineData("\n#pragma warning disable CS1998\nasync Task M() { Do(); }\n#pragma warning restore CS1998\n")]
    [InlineData("\n#pragma warning disable 1998, 219\nasync Task M() { Do(); }")]
    public Task What_awaits_or_must_be_async_is_silent(string member) => Verify<AsyncAnalyzers.Style.AsyncWithoutAwait>.Silent(InClass(member));

    [Fact(Skip = OldCompiler, SkipWhen = nameof(CompilerWarns))]
    public Task A_pragma_reaches_as_far_as_it_says() => Verify.Reports(InClass(
        "\n#pragma warning disable CS1998\nasync Task M() { Do(); }\n#pragma warning restore CS1998\n[|async|] Task N() { Do(); }\n#pragma warning disable CS0219\n[|async|] Task O() { Do(); }"));

    [Fact]
    public Task Where_CS1998_is_off_there_is_nothing_to_say() => Verify<AsyncAnalyzers.Style.AsyncWithoutAwait>.Silent(
        InClass("async Task M() { Do(); }"),
        Setup.Default with { Config = "dotnet_diagnostic.CS1998.severity = none" });

    [Fact]
    public Task Tests_are_silent() => Verify<AsyncAnalyzers.Style.AsyncWithoutAwait>.Silent(InClass("async Task M() { Do(); }"), Setup.Default with { Packages = Core.Libraries.XUnit });

    [Fact(Skip = OldCompiler, SkipWhen = nameof(CompilerWarns))]
    public Task The_message_names_the_function() => Verify.Reports(
        InClass("{|#0:async|} Task M() { Func<Task> f = {|#1:async|} () => { }; } {|#2:async|} void Clicked(object s, EventArgs e) { }"),
        Setup.Default with
        {
            Expected =
            [
                Verify<AsyncAnalyzers.Style.AsyncWithoutAwait>.At(0, "'M'", "remove 'async' and return a completed task"),
                Verify<AsyncAnalyzers.Style.AsyncWithoutAwait>.At(1, "The lambda", "remove 'async' and return a completed task"),
                Verify<AsyncAnalyzers.Style.AsyncWithoutAwait>.At(2, "'Clicked'", "remove 'async'"),
            ],
        });

    [Theory(Skip = OldCompiler, SkipWhen = nameof(CompilerWarns))]
    [InlineData("[|async|] Task<int> M() => 1;", "Task<int> M() => Task.FromResult(1);")]
    [InlineData("/* a */ [|async|] /* b */ Task<int> M() { return /* c */ 1; }", "/* a */ Task<int> M() { return /* c */ Task.FromResult(1); }")]
    [InlineData("public static [|async|] Task<long> M() => 1;", "public static Task<long> M() => Task.FromResult<long>(1);")]
    [InlineData("[|async|] Task<string?> M(string s) { if (s == \"\") return null; return s; }", "Task<string?> M(string s) { if (s == \"\") return Task.FromResult<string?>(null); return Task.FromResult<string?>(s); }")]
    [InlineData("[|async|] Task<string> M(string s) => s;", "Task<string> M(string s) => Task.FromResult(s);")]
    [InlineData("[|async|] Task<IReadOnlyList<int>> M() { return new List<int>(); }", "Task<IReadOnlyList<int>> M() { return Task.FromResult<IReadOnlyList<int>>(new List<int>()); }")]
    [InlineData("[|async|] Task<List<int>> M() { return []; }", "Task<List<int>> M() { return Task.FromResult<List<int>>([]); }")]
    [InlineData("[|async|] ValueTask<int> M() => 1;", "ValueTask<int> M() => new ValueTask<int>(1);")]
    [InlineData("[|async|] ValueTask<string?> M() => null;", "ValueTask<string?> M() => new ValueTask<string?>(result: null);")]
    [InlineData("[|async|] Task<int> M(int? x) => x ?? throw new Exception();", "Task<int> M(int? x) => Task.FromResult(x ?? throw new Exception());")]
    [InlineData("[|async|] Task<int> M(bool b) { if (b) { throw new Exception(); } return 1; }", "Task<int> M(bool b) { if (b) { throw new Exception(); } return Task.FromResult(1); }")]
    [InlineData("[|async|] Task<Task> M() => F();", "Task<Task> M() => Task.FromResult(F());")]
    [InlineData("class D : Base { protected override [|async|] Task<int> CountAsync() => 1; }", "class D : Base { protected override Task<int> CountAsync() => Task.FromResult(1); }")]
    [InlineData("[|async|] void Clicked(object s, EventArgs e) { Do(); }", "void Clicked(object s, EventArgs e) { Do(); }")]
    [InlineData("Task M() => Task.Run([|async|] () => { Do(); });", "Task M() => Task.Run(() => { Do(); });")]
    [InlineData("Task<int> M() => Task.Run([|async|] () => { return 1; });", "Task<int> M() => Task.Run(() => { return 1; });")]
    [InlineData("Task<int> M() => Task.Run(static [|async|] () => 1, cancellationToken: default);", "Task<int> M() => Task.Run(static () => 1, cancellationToken: default);")]
    [InlineData("void M() { Func<int, Task<int>> g = [|async|] x => x; Take([|async|] () => \"\"); }", "void M() { Func<int, Task<int>> g = x => Task.FromResult(x); Take(() => Task.FromResult(\"\")); }")]
    [InlineData("void M(int[] xs) { var t = xs.Select([|async|] x => new { x }); }", "void M(int[] xs) { var t = xs.Select(x => Task.FromResult(new { x })); }")]
    [InlineData("[|async|] Task<int> M() { Func<int> f = () => { return 1; }; return f(); }", "Task<int> M() { Func<int> f = () => { return 1; }; return Task.FromResult(f()); }")]
    public Task Results_are_put_into_tasks(string before, string after) => Verify.Fixes(InClass(before), InClass(after));

    [Fact(Skip = OldCompiler, SkipWhen = nameof(CompilerWarns))]
    public Task What_has_no_result_returns_a_completed_task() => Verify.Fixes(
        """
        class C
        {
            // Keep.
            [|async|] Task M(bool b)
            {
                if (b)
                {
                    return;
                }

                // Inside.
                Console.WriteLine(); // end
            }

            public [|async|] Task Empty()
            {
            }

            protected virtual [|async|] ValueTask Value(bool b)
            {
                if (b) return;
                Console.WriteLine();
            }

            [|async|] Task Arrow() => Console.WriteLine(); // arrow

            [|async|] Task NeverEnds()
            {
                while (true)
                {
                    Console.WriteLine();
                }
            }

            [|async|] Task Ends(bool b)
            {
                if (b)
                {
                    return;
                }
                else
                {
                    throw new Exception();
                }
            }

            void Outer()
            {
                Func<Task> a = [|async|] () => { Console.WriteLine(); };
                Func<Task> b = [|async|] () => Console.WriteLine();
                Func<Task> c = [|async|] delegate { Console.WriteLine(); };

                [|async|] Task Local()
                {
                    Console.WriteLine();
                }
            }
        }
        """,
        """
        class C
        {
            // Keep.
            Task M(bool b)
            {
                if (b)
                {
                    return Task.CompletedTask;
                }

                // Inside.
                Console.WriteLine(); // end
                return Task.CompletedTask;
            }

            public Task Empty()
            {
                return Task.CompletedTask;
            }

            protected virtual ValueTask Value(bool b)
            {
                if (b) return default;
                Console.WriteLine();
                return default;
            }

            Task Arrow()
            {
                Console.WriteLine();
                return Task.CompletedTask;
            } // arrow

            Task NeverEnds()
            {
                while (true)
                {
                    Console.WriteLine();
                }
            }

            Task Ends(bool b)
            {
                if (b)
                {
                    return Task.CompletedTask;
                }
                else
                {
                    throw new Exception();
                }
            }

            void Outer()
            {
                Func<Task> a = () => { Console.WriteLine(); return Task.CompletedTask; };
                Func<Task> b = () =>
                {
                    Console.WriteLine();
                    return Task.CompletedTask;
                };
                Func<Task> c = delegate { Console.WriteLine(); return Task.CompletedTask; };

                Task Local()
                {
                    Console.WriteLine();
                    return Task.CompletedTask;
                }
            }
        }
        """);

    [Fact(Skip = OldCompiler, SkipWhen = nameof(CompilerWarns))]
    public Task A_type_with_a_builder_of_its_own_has_no_fix() => Verify.OffersNoFix(
        """
        [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(Builder))] class Job { }
        class Builder
        {
            public static Builder Create() => new();
            public Job Task => new();
            public void SetResult() { }
            public void SetException(Exception e) { }
            public void SetStateMachine(System.Runtime.CompilerServices.IAsyncStateMachine m) { }
            public void Start<T>(ref T m) where T : System.Runtime.CompilerServices.IAsyncStateMachine => m.MoveNext();
            public void AwaitOnCompleted<A, M>(ref A a, ref M m) where A : System.Runtime.CompilerServices.INotifyCompletion where M : System.Runtime.CompilerServices.IAsyncStateMachine { }
            public void AwaitUnsafeOnCompleted<A, M>(ref A a, ref M m) where A : System.Runtime.CompilerServices.ICriticalNotifyCompletion where M : System.Runtime.CompilerServices.IAsyncStateMachine { }
        }
        class C { [|async|] Job M() { } }
        """);
}
