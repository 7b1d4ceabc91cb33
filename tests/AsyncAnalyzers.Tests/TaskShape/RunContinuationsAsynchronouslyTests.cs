using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.TaskShape.RunContinuationsAsynchronously, AsyncAnalyzers.CodeFixes.TaskShape.RunContinuationsAsynchronouslyFix>;

namespace AsyncAnalyzers.Tests.TaskShape;

public sealed class RunContinuationsAsynchronouslyTests
{
    [Theory]
    [InlineData("TaskCompletionSource f = [|new()|];")]
    [InlineData("readonly TaskCompletionSource<int> f = [|new TaskCompletionSource<int>()|];")]
    [InlineData("static object P => [|new TaskCompletionSource<string>(\"state\")|];")]
    [InlineData("object P { get { return [|new TaskCompletionSource(TaskCreationOptions.None)|]; } }")]
    [InlineData("object M() => [|new TaskCompletionSource(null, TaskCreationOptions.AttachedToParent)|];")]
    [InlineData("Task M() { var s = [|new TaskCompletionSource()|]; M(); s.SetResult(); return s.Task; }")]
    [InlineData("Task M() { var s = [|new TaskCompletionSource()|]; s.Task.Wait(0); s.SetResult(); return s.Task; }")]
    [InlineData("Task M() { TaskCompletionSource s; s = [|new()|]; s.SetResult(); return s.Task; }")]
    [InlineData("Func<TaskCompletionSource> f = () => [|new()|];")]
    [InlineData("void M() { void L() => N([|new()|]); } void N(TaskCompletionSource s) { }")]
    [InlineData("C() : this([|new TaskCompletionSource()|]) { } C(object o) { }")]
    [InlineData("async IAsyncEnumerable<object> M() { await Task.Yield(); yield return [|new TaskCompletionSource()|]; }")]
    public Task A_source_without_the_option_is_reported(string member) => Verify.Reports($"class C {{ {member} }}");

    [Fact]
    public Task Top_level_code_is_looked_at() => Verify.Reports("var s = [|new TaskCompletionSource()|]; Console.WriteLine(s.Task.Id);", Setup.TopLevel);

    [Theory]
    [InlineData("TaskCompletionSource f = new(TaskCreationOptions.RunContinuationsAsynchronously);")]
    [InlineData("TaskCompletionSource f = new(null, TaskCreationOptions.RunContinuationsAsynchronously | TaskCreationOptions.AttachedToParent);")]
    [InlineData("object M(TaskCreationOptions o) => new TaskCompletionSource(o);")]
    [InlineData("Task M() { var s = new TaskCompletionSource(); s.SetResult(); return s.Task; }")]
    [InlineData("Task<int> M(Exception e) { var s = new TaskCompletionSource<int>(); s.TrySetException(e); return s.Task; }")]
    [InlineData("object M() => new CancellationTokenSource();")]
    [InlineData("class TaskCompletionSource { } object M() => new TaskCompletionSource();")]
    [InlineData("System.Linq.Expressions.Expression<Func<object>> f = () => new TaskCompletionSource();")]
    public Task Others_are_silent(string member) => Verify<AsyncAnalyzers.TaskShape.RunContinuationsAsynchronously>.Silent($"class C {{ {member} }}");

    [Fact]
    public Task The_message_names_the_type() => Verify.Reports(
        "class C { object o = {|#0:new TaskCompletionSource<int>()|}; }",
        Setup.Default with { Expected = [Verify<AsyncAnalyzers.TaskShape.RunContinuationsAsynchronously>.At(0, "TaskCompletionSource")] });

    [Theory]
    [InlineData("TaskCompletionSource f = [|new()|];", "TaskCompletionSource f = new(TaskCreationOptions.RunContinuationsAsynchronously);")]
    [InlineData("object f = [|new TaskCompletionSource<int>()|]; /* x */", "object f = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously); /* x */")]
    [InlineData("object f = [|new TaskCompletionSource<int>(/* state */ \"s\")|];", "object f = new TaskCompletionSource<int>(/* state */ \"s\", TaskCreationOptions.RunContinuationsAsynchronously);")]
    [InlineData("object f = [|new TaskCompletionSource<int>(state: \"s\")|];", "object f = new TaskCompletionSource<int>(state: \"s\", TaskCreationOptions.RunContinuationsAsynchronously);")]
    [InlineData("object f = [|new TaskCompletionSource(TaskCreationOptions.None)|];", "object f = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);")]
    [InlineData("object f = [|new TaskCompletionSource(creationOptions: TaskCreationOptions.AttachedToParent, state: null)|];", "object f = new TaskCompletionSource(creationOptions: TaskCreationOptions.AttachedToParent | TaskCreationOptions.RunContinuationsAsynchronously, state: null);")]
    public Task The_option_is_added(string before, string after) => Verify.Fixes($"class C {{ {before} }}", $"class C {{ {after} }}");

    [Fact]
    public Task A_missing_import_is_no_problem() => Verify.Fixes(
        "class C { object f = [|new System.Threading.Tasks.TaskCompletionSource<int>()|]; }",
        "class C { object f = new System.Threading.Tasks.TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously); }");
}
