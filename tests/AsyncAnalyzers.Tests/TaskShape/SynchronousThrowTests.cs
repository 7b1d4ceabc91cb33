using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.TaskShape.SynchronousThrow, AsyncAnalyzers.CodeFixes.TaskShape.SynchronousThrowFix>;

namespace AsyncAnalyzers.Tests.TaskShape;

public sealed class SynchronousThrowTests
{
    private static readonly Setup On = Setup.Default with { Config = "dotnet_diagnostic.AWAIT711.severity = warning" };

    private static string InClass(string members) => $$"""
        class C
        {
            static Task F() => Task.Delay(1);
            static Task<int> G() => Task.Run(() => 1);
            bool flag;
            {{members}}
        }
        """;

    [Fact]
    public Task Tests_are_silent() => Verify<AsyncAnalyzers.TaskShape.SynchronousThrow>.Silent(
        InClass("Task M() => throw new InvalidOperationException();"),
        On with { Packages = Core.Libraries.XUnit });

    [Theory]
    [InlineData("Task M() { if (flag) [|throw new InvalidOperationException();|] return F(); }")]
    [InlineData("Task M() => [|throw new InvalidOperationException()|];")]
    [InlineData("Task<int> M() => flag ? G() : [|throw new InvalidOperationException()|];")]
    [InlineData("ValueTask<int> M() { [|throw new InvalidOperationException();|] }")]
    [InlineData("Task M(Task? t) => t ?? [|throw new InvalidOperationException()|];")]
    [InlineData("Task M(int x) => x switch { 1 => F(), _ => [|throw new InvalidOperationException()|] };")]
    [InlineData("Task P { get { [|throw new InvalidOperationException();|] } }")]
    [InlineData("Task P => [|throw new InvalidOperationException()|];")]
    [InlineData("void M() { Func<Task> f = () => [|throw new InvalidOperationException()|]; Task L() { [|throw new InvalidOperationException();|] } }")]
    [InlineData("Task M() { try { return F(); } catch (IOException e) { [|throw new InvalidOperationException(\"\", e);|] } }")]
    [InlineData("Task M() { try { [|throw new InvalidOperationException();|] } finally { flag = true; } }")]
    public Task A_throw_where_a_task_is_promised_is_reported(string member) => Verify.Reports(InClass(member), On);

    [Theory]
    [InlineData("async Task M() { await F(); throw new InvalidOperationException(); }")]
    [InlineData("void M() { throw new InvalidOperationException(); }")]
    [InlineData("Task M(object o) { if (o == null) throw new ArgumentNullException(nameof(o)); return F(); }")]
    [InlineData("Task M(int x) => x > 1 ? F() : throw new ArgumentOutOfRangeException(nameof(x));")]
    [InlineData("Task M() => throw new NotImplementedException();")]
    [InlineData("Task M() => throw new PlatformNotSupportedException();")]
    [InlineData("Task M() { if (flag) throw new ObjectDisposedException(\"C\"); return F(); }")]
    [InlineData("Task M() { try { if (flag) throw new InvalidOperationException(); return F(); } catch (Exception e) { return Task.FromException(e); } }")]
    [InlineData("Task M() { try { return F(); } catch { flag = true; throw; } }")]
    [InlineData("Task M() => Task.Run(() => { throw new InvalidOperationException(); });", false)]
    [InlineData("Task M() => Task.Run(new Action(() => { throw new InvalidOperationException(); }));")]
    [InlineData("IAsyncEnumerable<int> M() => throw new InvalidOperationException();")]
    public Task Others_are_silent(string member, bool isPlain = true) =>
        Verify<AsyncAnalyzers.TaskShape.SynchronousThrow>.Silent(InClass(isPlain ? member : member.Replace("() => {", "() => { if (flag) return 1;", StringComparison.Ordinal)), On);

    [Fact]
    public Task The_message_names_the_function() => Verify.Reports(
        InClass("Task P => {|#0:throw new InvalidOperationException()|}; Func<Task> f = () => {|#1:throw new InvalidOperationException()|};"),
        On with
        {
            Expected =
            [
                Verify<AsyncAnalyzers.TaskShape.SynchronousThrow>.At(0, "'P'", "make it async, or return Task.FromException"),
                Verify<AsyncAnalyzers.TaskShape.SynchronousThrow>.At(1, "This lambda", "make it async, or return Task.FromException"),
            ],
        });

    [Theory]
    [InlineData("Task M() { if (flag) [|throw new InvalidOperationException();|] return F(); }", "async Task M() { if (flag) throw new InvalidOperationException(); await F(); }")]
    [InlineData("Task<int> M() => flag ? G() : [|throw new InvalidOperationException()|];", "async Task<int> M() => await (flag ? G() : throw new InvalidOperationException());")]
    [InlineData("Task M(Task? t) => t ?? [|throw new InvalidOperationException()|];", "async Task M(Task? t) => await (t ?? throw new InvalidOperationException());")]
    public Task The_function_becomes_async(string before, string after) => Verify.Fixes(InClass(before), InClass(after), "async", On);

    [Theory]
    [InlineData("Task M() => [|throw new InvalidOperationException()|];", "Task M() => Task.FromException(new InvalidOperationException());")]
    [InlineData("Task<int> M() { [|throw new InvalidOperationException();|] /* x */ }", "Task<int> M() { return Task.FromException<int>(new InvalidOperationException()); /* x */ }")]
    [InlineData("ValueTask<int> M() { [|throw new InvalidOperationException();|] }", "ValueTask<int> M() { return ValueTask.FromException<int>(new InvalidOperationException()); }")]
    [InlineData("Task<int> M() => flag ? G() : [|throw new InvalidOperationException()|];", "Task<int> M() => flag ? G() : Task.FromException<int>(new InvalidOperationException());")]
    [InlineData("Task M(int x) => x switch { 1 => F(), _ => [|throw new InvalidOperationException()|] };", "Task M(int x) => x switch { 1 => F(), _ => Task.FromException(new InvalidOperationException()) };")]
    [InlineData("Task P { get { [|throw new InvalidOperationException();|] } }", "Task P { get { return Task.FromException(new InvalidOperationException()); } }")]
    [InlineData("Func<Task> f = () => [|throw new InvalidOperationException()|];", "Func<Task> f = () => Task.FromException(new InvalidOperationException());")]
    public Task A_failed_task_is_returned(string before, string after) => Verify.Fixes(InClass(before), InClass(after), "failed", On);

    [Fact]
    public Task No_fix_where_nothing_can_take_its_place() => Verify.OffersNoFix(InClass("Task P { get { var t = flag ? F() : [|throw new InvalidOperationException()|]; return t; } }"), setup: On);
}
