using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Style.FakeAsync>;

namespace AsyncAnalyzers.Tests.Style;

public sealed class FakeAsyncTests
{
    private static readonly Setup On = Setup.Default with { Config = "dotnet_diagnostic.AWAIT904.severity = warning" };

    private static string InClass(string members) => $$"""
        interface IWork { Task DoAsync(); }
        abstract class Base { public abstract Task<int> CountAsync(); }
        class C
        {
            static void Do() { }
            static int Count() => 1;
            static Task F() => Task.Delay(1);
            {{members}}
        }
        """;

    [Theory]
    [InlineData("public Task DoAsync() => [|Task.Run|](() => Do());")]
    [InlineData("public Task<int> CountAsync() { return [|Task.Run|](() => { Do(); return Count(); }); }")]
    [InlineData("async Task DoAsync() { await [|Task.Run|](Do).ConfigureAwait(false); }")]
    [InlineData("async Task DoAsync() => await [|Task.Run|](() => Do());")]
    [InlineData("async Task<int> CountAsync(CancellationToken ct) => await [|Task.Run|](Count, ct);")]
    [InlineData("async ValueTask<int> CountAsync() { return (await [|Task.Run|](Count)); }")]
    [InlineData("Task<int> CountAsync() => [|Task.Factory.StartNew|](Count); Task DoAsync() => [|Task<int>.Factory.StartNew|](() => Count());")]
    public Task Synchronous_work_that_looks_asynchronous_is_reported(string member) => Verify.Reports(InClass(member), On);

    [Theory]
    [InlineData("Task DoAsync() => Task.Run(() => F()); Task GoAsync() => Task.Run(F); Task RunAsync() => Task.Run(async () => await F());")]
    [InlineData("async Task DoAsync() { Do(); await Task.Run(Do); } async Task<int> CountAsync() { var x = await Task.Run(Count); return x; } async Task<int> MoreAsync() => await Task.Run(Count) + 1;")]
    [InlineData("Task DoAsync(Action work) => Task.Run(work);")]
    [InlineData("class D : Base, IWork { public override Task<int> CountAsync() => Task.Run(Count); public Task DoAsync() => Task.Run(Do); } class E : IWork { Task IWork.DoAsync() => Task.Run(Do); }")]
    [InlineData("Func<Task> f = () => Task.Run(Do); Task P => Task.Run(Do); void M() { Task.Run(Do); _ = Task.Run(Do); Task L() => Task.Run(Do); }")]
    [InlineData("Task<int> OneAsync() => Task.Run(() => 1); static class Job { public static Task Run(Action a) => F(); } Task DoAsync() => Job.Run(() => Do());")]
    public Task Other_methods_are_silent(string member) => Verify.Silent(InClass(member), On);

    [Fact]
    public Task Code_under_a_context_is_silent() => Verify.Silent(
        InClass("Task DoAsync() => Task.Run(Do);"),
        On with { Files = [("Window.cs", "namespace System.Windows { public class DependencyObject { } }")] });

    [Fact]
    public Task Tests_are_silent() => Verify.Silent(InClass("Task DoAsync() => Task.Run(Do);"), On with { Packages = Core.Libraries.XUnit });

    [Fact]
    public Task The_message_names_the_method() => Verify.Reports(InClass("Task DoAsync() => {|#0:Task.Run|}(Do);"), On with { Expected = [Verify.At(0, "DoAsync", "Run")] });
}
