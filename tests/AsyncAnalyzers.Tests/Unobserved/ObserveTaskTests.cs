using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Unobserved.ObserveTask, AsyncAnalyzers.CodeFixes.Unobserved.ObserveTaskFix>;

namespace AsyncAnalyzers.Tests.Unobserved;

public sealed class ObserveTaskTests
{
    private const string Helpers = """
        interface IService { Task GoAsync(int x = 0); Task<int> GetAsync(); ValueTask SaveAsync(); IService? Next { get; } IAsyncEnumerable<int> StreamAsync(); }
        static class Extensions { public static Task RunAsync(this IService s) => s.GoAsync(); public static void Forget(this Task t) { } }
        """;

    private static string InClass(string members) => $"class C {{ {members} }}\n{Helpers}";

    [Theory]
    [InlineData("void M(IService s) { [|s.GoAsync()|]; }")]
    [InlineData("void M(IService s) { [|s.GetAsync()|]; }")]
    [InlineData("void M(IService s) { [|s.SaveAsync()|]; }")]
    [InlineData("void M(IService s) { [|s.RunAsync()|]; }")]
    [InlineData("void M(IService? s) { [|s?.GoAsync()|]; }")]
    [InlineData("void M(IService? s) { [|s?.Next?.GoAsync()|]; }")]
    [InlineData("async Task M(IService? s) { [|s?.GoAsync()|]; await Task.Yield(); }")]
    [InlineData("Task M(IService s) { [|s.GoAsync()|]; return Task.CompletedTask; }")]
    [InlineData("void M(IService s) => [|s.GoAsync()|];")]
    [InlineData("C(IService s) => [|s.GoAsync()|];")]
    [InlineData("C(IService s) { [|s.GoAsync()|]; }")]
    [InlineData("int P { get { [|Task.Run(() => 1)|]; return 1; } set => [|Task.Delay(value)|]; }")]
    [InlineData("void M(IService s) { Action a = () => [|s.GoAsync()|]; a(); }")]
    [InlineData("void M(IService s) { Action a = () => { [|s.GoAsync()|]; }; a(); }")]
    [InlineData("void M(IService s) { Action a = delegate { [|s.GoAsync()|]; }; a(); }")]
    [InlineData("Action<IService> field = s => [|s.GoAsync()|];")]
    [InlineData("void M(List<IService> list) { list.ForEach(s => [|s.GoAsync()|]); }")]
    [InlineData("void M(IService s) { void Local() => [|s.GoAsync()|]; Local(); }")]
    [InlineData("async Task M(IService s) { void Local() { [|s.GoAsync()|]; } Local(); await Task.Yield(); }")]
    [InlineData("void M(Func<Task> f) { [|f()|]; }")]
    [InlineData("void M(Func<Task> f) { [|f.Invoke()|]; }")]
    [InlineData("void M(Func<Task>? f) { [|f?.Invoke()|]; }")]
    [InlineData("void M(IService s) { [|s.GoAsync().ConfigureAwait(false)|]; }")]
    [InlineData("void M(Task a, Task b) { [|Task.WhenAll(a, b)|]; }")]
    [InlineData("void M() { [|Task.Run(() => { })|]; }")]
    [InlineData("void M() { [|Task.Factory.StartNew(() => { })|]; }")]
    [InlineData("void M(Stream s) { [|s.FlushAsync()|]; [|s.DisposeAsync()|]; }")]
    [InlineData("void M(Task t) { [|t.ContinueWith(x => x.Id)|]; }")]
    [InlineData("void M(IService s, IDisposable d) { [|s.GoAsync().ContinueWith(_ => d.Dispose())|]; }")]
    [InlineData("void M(Task t, Action next) { [|t.ContinueWith(_ => next())|]; }")]
    [InlineData("void M(IService s) { [|Task.Run(async () => { try { await s.GoAsync(); } catch (Exception) { throw; } })|]; [|Task.Run(async () => { await s.GoAsync(); try { } catch (Exception) { } })|]; }")]
    [InlineData("void M() { [|Task.Run(() => Console.WriteLine())|]; }")]
    [InlineData("static class Assert { public static void DoesNotThrow(Action a) { } } void M(IService s) { Assert.DoesNotThrow(() => [|s.GoAsync()|]); }")]
    [InlineData("void M(Task<int> t) { [|t.ContinueWith(x => Console.WriteLine(x.IsCompleted ? x.Result : 0))|]; }")]
    [InlineData("abstract class Source<T> { public abstract T Start(int x); } delegate T Same<T>(T x); void M(Source<Task> source, Same<Task> same, Task t) { [|source.Start(1)|]; [|same(t)|]; }")]
    [InlineData("void M(IService s) { for ([|s.GoAsync(1)|]; ; [|s.GoAsync(2)|]) { } }")]
    [InlineData("T M<T>(T s) where T : IService { [|s.GoAsync()|]; return s; }")]
    [InlineData("void M(IService s) { if (s.Next is { } n) [|n.GoAsync()|]; }")]
    [InlineData("IEnumerable<int> M(IService s) { [|s.GoAsync()|]; yield return 1; }")]
    [InlineData("void M(List<Func<Task>> list) { [|list[0]()|]; }")]
    [InlineData("void M() { [|Run(() => Task.Delay(1))|]; } static T Run<T>(Func<T> f) => f();")]
    public Task A_dropped_task_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("void M(IService s) { _ = s.GoAsync(); }")]
    [InlineData("void M(IService s) { var _ = s.GoAsync(); }")]
    [InlineData("void M(IService? s) { _ = s?.GoAsync(); }")]
    [InlineData("Task M(IService s) => s.GoAsync();")]
    [InlineData("Task M(IService s) { return (s.GoAsync()); }")]
    [InlineData("Task M(IService? s) => s?.GoAsync() ?? Task.CompletedTask;")]
    [InlineData("Task? M(Task? t) => t?.ContinueWith(x => { });")]
    [InlineData("async Task M(IService s) { await s.GoAsync(); }")]
    [InlineData("void M(IService s, List<Task> list) { list.Add(s.GoAsync()); }")]
    [InlineData("Task? t; void M(IService s) { t = s.GoAsync(); }")]
    [InlineData("void M(IService s) { s.GoAsync().Forget(); }")]
    [InlineData("void M(IService s) { Func<Task> f = () => s.GoAsync(); f().Forget(); }")]
    [InlineData("void M(Task t) { t.ContinueWith(x => Console.WriteLine(1), TaskContinuationOptions.OnlyOnFaulted); }")]
    [InlineData("void M(Task t) { t.ContinueWith(x => Console.WriteLine(x.Exception)); }")]
    [InlineData("void M(Task t) { t.ContinueWith(static (x, state) => ((Action<Task>)state!)(x), new Action<Task>(Done)); } void Done(Task t) { }")]
    [InlineData("void M(Task t) { t.ContinueWith(Done); } void Done(Task t) { }")]
    [InlineData("void M(Task t, AsyncCallback callback) { t.ContinueWith(x => callback(x)); t.ContinueWith(x => callback.Invoke(x)); }")]
    [InlineData("void M() { SendFireAndForgetAsync(1); } Task SendFireAndForgetAsync(int n) => Task.CompletedTask;")]
    [InlineData("void M(Task t) { t.ContinueWith(x => { if (x.IsFaulted || x.IsCanceled) { Console.WriteLine(1); } else { Console.WriteLine(2); } }); }")]
    [InlineData("void M(Task t) { t.ContinueWith(x => Console.WriteLine(x.Status)); t.ContinueWith(x => Console.WriteLine(x.IsCompletedSuccessfully ? 1 : 2)); }")]
    [InlineData("void M(TaskCompletionSource s, IDisposable d) { s.Task.ContinueWith(_ => d.Dispose(), TaskScheduler.Default); s.Task.ContinueWith((_, o) => ((IDisposable)o!).Dispose(), d); }")]
    [InlineData("event Action? E; void On() { } void M(Task t, List<int> list) { t.ContinueWith(_ => E -= On); t.ContinueWith(_ => { lock (list) { list.Remove(1); } }); }")]
    [InlineData("void M(IService s) { Task.Run(async () => { try { await s.GoAsync(); } catch (Exception e) { Console.WriteLine(e); } }); }")]
    [InlineData("void M(IService s) { Task.Run(async () => { while (true) { try { await s.GoAsync(); } catch (OperationCanceledException) { break; } catch (Exception e) { Console.WriteLine(e); } await Task.Delay(1000).ConfigureAwait(false); } }); }")]
    [InlineData("static class Assert { public static void Throws<T>(Action a) { } public static T Catch<T>(Action a) => default!; } void M(IService s) { Assert.Throws<Exception>(() => s.GoAsync()); Assert.Catch<Exception>(() => { s.GoAsync(); }); }")]
    [InlineData("void M(Queue<Task> q) { q.Dequeue(); }")]
    [InlineData("class Atomic<T> { public T GetAndSet(T next) => next; } void M(Atomic<Task> atomic, Task t) { atomic.GetAndSet(t); }")]
    [InlineData("Task? t; void M() { Interlocked.Exchange(ref t, null); }")]
    [InlineData("void M(Task? t) { NotNull(t); C.NotNull(actual: t); } static T NotNull<T>(T? actual, string? message = null) where T : class => actual!;")]
    [InlineData("void M(IService s) { System.Linq.Expressions.Expression<Action<IService>> e = x => x.GoAsync(0); }")]
    [InlineData("void M(IService s) { s.StreamAsync(); }")]
    [InlineData("void M(dynamic s) { s.GoAsync(); }")]
    [InlineData("void M(IService s) { return; s.GoAsync(); }")]
    public Task What_is_observed_or_meant_is_silent(string member) => Verify.Reports(InClass(member));

    [Fact]
    public Task Who_says_so_may_drop_a_task() => Verify.Reports(
        """
        namespace StackExchange.Redis
        {
            [Flags] enum CommandFlags { None = 0, FireAndForget = 2, Other = 4 }
            interface IDatabaseAsync { Task<bool> SetAsync(string key, CommandFlags flags = CommandFlags.None); }
            interface IBatch : IDatabaseAsync { void Execute(); }
        }

        namespace Akka.Actor
        {
            interface ICanTell { }
            static class PipeToSupport
            {
                public static Task PipeTo<T>(this Task<T> taskToPipe, ICanTell recipient, Func<Exception, object>? failure = null) => taskToPipe;
            }
        }

        namespace N
        {
            using Akka.Actor;
            using StackExchange.Redis;

            static class Helpers
            {
                public static Task ObserveErrors(this Task t) => t;
                public static Task IgnoreFailure(Task t) => t;
                public static Task<T> RedisForget<T>(this Task<T> t) => t;
                public static T ShouldNotBeNull<T>(this T? actual, string? because = null) where T : class => actual!;
                public static Task Forgotten(int x) => Task.CompletedTask;
            }

            class C
            {
                void M(IDatabaseAsync database, IBatch batch, Task t, ICanTell actor)
                {
                    database.SetAsync("a").PipeTo(actor);
                    database.SetAsync("a").ContinueWith(x => x.Result).PipeTo(actor, failure: e => e);
                    t.ObserveErrors();
                    t.ShouldNotBeNull();
                    Helpers.ObserveErrors(t);
                    Helpers.IgnoreFailure(t);
                    database.SetAsync("a").RedisForget();
                    database.SetAsync("a", CommandFlags.FireAndForget);
                    database.SetAsync("a", flags: CommandFlags.Other | CommandFlags.FireAndForget);
                    batch.SetAsync("a");
                    batch.Execute();
                    [|database.SetAsync("a")|];
                    [|database.SetAsync("a", CommandFlags.Other)|];
                    [|Helpers.Forgotten(1)|];
                }
            }
        }
        """);

    [Fact]
    public Task A_fluent_builder_that_is_awaitable_is_silent() => Verify.Reports(
        """
        using System.Runtime.CompilerServices;
        class Assertion { public Assertion IsTrue() => this; public TaskAwaiter GetAwaiter() => default; }
        class Operation { public TaskAwaiter GetAwaiter() => default; }
        static class X
        {
            public static Assertion Also(this Assertion a) => a;
            public static TaskAwaiter GetAwaiter(this TimeSpan t) => default;
            public static Operation Start() => new();
            public static TimeSpan Wait() => default;
            public static TimeSpan WaitAsync() => default;
        }
        class C
        {
            void M(Assertion a)
            {
                a.IsTrue();
                a.IsTrue().Also();
                [|X.Start()|];
                X.Wait();
                [|X.WaitAsync()|];
            }
        }
        """);

    [Fact]
    public Task A_call_recorded_by_a_substitute_is_silent() => Verify.Reports(
        $$"""
        namespace NSubstitute { public static class SubstituteExtensions { public static T Received<T>(this T s) where T : class => s; } }
        namespace N
        {
            using NSubstitute;
            class C { void M(IService s) { s.Received().GoAsync(); [|s.GoAsync()|]; } }
        }
        {{Helpers}}
        """);

    [Fact]
    public Task A_call_for_which_a_substitute_is_set_up_is_silent() => Verify.Reports(
        """
        using NSubstitute;

        interface IStore { ValueTask SaveAsync(int x); Task LoadAsync(); }
        class C
        {
            void M(IStore store)
            {
                store.When(s => s.SaveAsync(Arg.Any<int>())).Do(_ => throw new InvalidOperationException());
                store.WhenForAnyArgs(s => s.SaveAsync(1)).Do(_ => { });
                [|store.SaveAsync(1)|];
            }
        }
        """,
        Setup.Default with { Packages = Core.Libraries.NSubstitute });

    [Fact]
    public Task Calls_on_what_stands_for_another_in_a_test_are_silent() => Verify.Reports(
        """
        class Mock<T> { public T Object => default!; }
        static class Substitute { public static T For<T>() => default!; }
        interface IStore { Task LoadAsync(); }
        static class Extensions { public static Task SaveAsync(this IStore store) => store.LoadAsync(); }
        class C
        {
            void M(Mock<IStore> mock, IStore real)
            {
                mock.Object.LoadAsync();
                var store = mock.Object;
                store.LoadAsync();
                store.SaveAsync();
                Extensions.SaveAsync(store);
                var made = new Mock<IStore>().Object;
                made.LoadAsync();
                var substitute = Substitute.For<IStore>();
                substitute.LoadAsync();
                var other = real;
                [|other.LoadAsync()|];
                [|real.SaveAsync()|];
            }
        }
        """);

    [Fact]
    public Task The_option_reports_discards() => Verify.Reports(
        InClass("void M(IService? s) { [|_ = s!.GoAsync()|]; [|_ = s?.GoAsync()|]; } async Task N(IService s) { [|_ = s.GoAsync()|]; await s.GoAsync(); }").Replace("[|_ = ", "_ = [|", StringComparison.Ordinal),
        Setup.Default with { Config = "async_analyzers.report_discards = true" });

    [Theory]
    [InlineData("M:IService.GoAsync(System.Int32)")]
    [InlineData("M:IService.GoAsync")]
    [InlineData("T:Other | T:IService")]
    public Task The_option_allows_methods(string ids) => Verify.Reports(
        InClass("void M(IService s) { s.GoAsync(); [|Task.Run(() => { })|]; }"),
        Setup.Default with { Config = $"async_analyzers.fire_and_forget_methods = {ids}" });

    [Fact]
    public Task Messages_name_the_call_and_say_what_to_do() => Verify.Reports(
        InClass("void M(IService s) { {|#0:s.GoAsync().ConfigureAwait(false)|}; {|#1:Task.Run(() => { })|}; } Task N(IService? s) { {|#2:s?.GoAsync()|}; return Task.CompletedTask; }"),
        Setup.Default with
        {
            Expected =
            [
                At(0, "GoAsync", "await it in an async function, or discard it with '_ =' if that is meant"),
                At(1, "Task.Run", "await it in an async function, or discard it with '_ =' if that is meant"),
                At(2, "GoAsync", "await it"),
            ],
        });

    /// <summary>For each dropped awaitable exactly one of the two warns.</summary>
    [Theory]
    [InlineData("async Task M(IService s) { s.GoAsync(); }")]
    [InlineData("async Task M(IService s) { s?.GoAsync(); }")]
    [InlineData("async Task M(IService s) { s.GoAsync().ConfigureAwait(false); }")]
    [InlineData("async Task M(Func<Task> f) { f(); }")]
    [InlineData("async Task M(Func<Task> f) { f.Invoke(); }")]
    [InlineData("async Task M(IService s) { Action a = () => s.GoAsync(); }")]
    [InlineData("async Task M(IService s) { Action a = async () => s.GoAsync(); }")]
    [InlineData("async Task M(IService s) => s.GoAsync();")]
    [InlineData("void M() { A(); } async Task A() { }")]
    [InlineData("void M() => A(); async Task A() { }")]
    [InlineData("void M() { Action a = () => A(); } async Task A() { }")]
    [InlineData("void M() { this?.A(); } async Task A() { }")]
    [InlineData("void M() { A().ConfigureAwait(false); } async Task A() { }")]
    [InlineData("void M() { async Task L() { } L(); }")]
    [InlineData("void M() { Task L() => Task.CompletedTask; L(); }")]
    [InlineData("void M() { for (A(); ; A()) { } } async Task A() { }")]
    [InlineData("async void M(IService s) { s.SaveAsync(); }")]
    [InlineData("async IAsyncEnumerable<int> M(IService s) { s.SaveAsync(); yield return 1; }")]
    [InlineData("C(IService s) => A(); async Task A() { }")]
    [InlineData("async Task M(IService s) { await Task.Run(() => { s.GoAsync(); }); }")]
    [InlineData("Task M() { A(); return Task.CompletedTask; } async ValueTask<int> A() => 1;")]
    public async Task Exactly_one_of_compiler_and_rule_warns(string member)
    {
        var snippet = Snippet.Of(InClass(member));
        var ours = await snippet.AnalyzeAsync(TestContext.Current.CancellationToken);
        var compilers = (await snippet.Document.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!
            .GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Id == "CS4014");
        var spans = ours.Where(diagnostic => diagnostic.Id == "AWAIT101").Concat(compilers).Select(diagnostic => diagnostic.Location.SourceSpan).ToArray();
        Assert.NotEmpty(spans);
        Assert.Equal(spans.Distinct(), spans);
    }

    private static Microsoft.CodeAnalysis.Testing.DiagnosticResult At(int mark, params object[] arguments) =>
        Verify<AsyncAnalyzers.Unobserved.ObserveTask>.At(mark, arguments);
}
