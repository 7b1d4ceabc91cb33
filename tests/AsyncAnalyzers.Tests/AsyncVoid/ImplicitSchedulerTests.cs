using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.AsyncVoid.ImplicitScheduler, AsyncAnalyzers.CodeFixes.AsyncVoid.ImplicitSchedulerFix>;

namespace AsyncAnalyzers.Tests.AsyncVoid;

public sealed class ImplicitSchedulerTests
{
    private static readonly Setup On = Setup.Default with { Config = "dotnet_diagnostic.AWAIT506.severity = warning" };

    private static string InClass(string members) => $$"""
        class C
        {
            static Task F() => Task.Delay(1);
            static Task<int> G() => Task.Run(() => 1);
            static void Do() { }
            {{members}}
        }
        """;

    [Theory]
    [InlineData("Task M() => Task.Factory.[|StartNew|](Do);")]
    [InlineData("Task<int> M() => Task.Factory.[|StartNew|](() => 1, TaskCreationOptions.LongRunning);")]
    [InlineData("Task<int> M(CancellationToken ct) { return Task<int>.Factory.[|StartNew|](s => 1, 2, ct); }")]
    [InlineData("Task M() => F().[|ContinueWith|](t => Do()); Task<int> N() => G().[|ContinueWith|](t => t.Result, TaskContinuationOptions.OnlyOnRanToCompletion);")]
    [InlineData("Task? M(Task? t, CancellationToken ct) => t?.[|ContinueWith|]((x, s) => Do(), 1, ct);")]
    [InlineData("Task M() => new TaskFactory().[|StartNew|](Do); Task N() { var f = new TaskFactory(CancellationToken.None); return f.[|StartNew|](Do); } Task O() { var f = Task.Factory; return f.[|StartNew|](Do); }")]
    [InlineData("void M() { Func<Task> f = () => Task.Factory.[|StartNew|](Do); Task L() => F().[|ContinueWith|](t => Do()); } Task f2 = Task.Factory.[|StartNew|](Do);")]
    public Task Calls_without_a_scheduler_are_reported(string member) => Verify.Reports(InClass(member), On);

    [Theory]
    [InlineData("Task M() => Task.Factory.StartNew(Do, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default); Task N() => F().ContinueWith(t => Do(), TaskScheduler.Current);")]
    [InlineData("Task M() => new TaskFactory(TaskScheduler.Default).StartNew(Do); Task N() { var f = new TaskFactory(CancellationToken.None, TaskCreationOptions.None, TaskContinuationOptions.None, TaskScheduler.Default); return f.StartNew(Do); }")]
    [InlineData("Task M(TaskFactory f) => f.StartNew(Do); readonly TaskFactory own = new(TaskScheduler.Default); Task N() => own.StartNew(Do);")]
    [InlineData("Task M() => Task.Run(Do); void N() { var w = System.Diagnostics.Stopwatch.StartNew(); } async Task O() { await Task.Factory.StartNew(() => F()); }")]
    public Task A_scheduler_that_is_given_or_may_be_is_silent(string member) => Verify<AsyncAnalyzers.AsyncVoid.ImplicitScheduler>.Silent(InClass(member), On);

    [Fact]
    public Task The_message_names_the_method() => Verify.Reports(
        InClass("Task M() => F().{|#0:ContinueWith|}(t => Do());"),
        On with { Expected = [Verify<AsyncAnalyzers.AsyncVoid.ImplicitScheduler>.At(0, "ContinueWith")] });

    [Theory]
    [InlineData("Task.Factory.[|StartNew|](Do);", "Task.Factory.StartNew(Do, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default);")]
    [InlineData("Task.Factory.[|StartNew|](Do, ct);", "Task.Factory.StartNew(Do, ct, TaskCreationOptions.None, TaskScheduler.Default);")]
    [InlineData("Task.Factory.[|StartNew|](s => Do(), 1, TaskCreationOptions.LongRunning);", "Task.Factory.StartNew(s => Do(), 1, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);")]
    [InlineData("F().[|ContinueWith|](t => Do());", "F().ContinueWith(t => Do(), TaskScheduler.Default);")]
    [InlineData("F().[|ContinueWith|]((t, s) => Do(), 1);", "F().ContinueWith((t, s) => Do(), 1, TaskScheduler.Default);")]
    [InlineData("G().[|ContinueWith|](t => t.Result, TaskContinuationOptions.NotOnFaulted);", "G().ContinueWith(t => t.Result, CancellationToken.None, TaskContinuationOptions.NotOnFaulted, TaskScheduler.Default);")]
    [InlineData("F()?.[|ContinueWith|](t => Do(), ct).Wait();", "F()?.ContinueWith(t => Do(), ct, TaskContinuationOptions.None, TaskScheduler.Default).Wait();")]
    public Task The_default_scheduler_is_added(string before, string after) =>
        Verify.Fixes(InClass($"void M(CancellationToken ct) {{ {before} }}"), InClass($"void M(CancellationToken ct) {{ {after} }}"), setup: On);

    [Fact]
    public Task Lines_and_remarks_stay() => Verify.Fixes(
        InClass("""
            Task M() => F().[|ContinueWith|](
                    t => Do(), // done
                    TaskContinuationOptions.OnlyOnFaulted); // else
                Task N(CancellationToken ct) => F().[|ContinueWith|](
                    t =>
                    {
                        Do();
                    }, ct);
            """),
        InClass("""
            Task M() => F().ContinueWith(
                    t => Do(), // done
                    CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
                    TaskScheduler.Default); // else
                Task N(CancellationToken ct) => F().ContinueWith(
                    t =>
                    {
                        Do();
                    }, ct, TaskContinuationOptions.None, TaskScheduler.Default);
            """),
        setup: On);

    [Fact]
    public Task Named_arguments_keep_their_order() => Verify.OffersNoFix(InClass("Task M(CancellationToken ct) => Task.Factory.[|StartNew|](cancellationToken: ct, action: Do);"), setup: On);
}
