using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.TaskShape.UsingTask, AsyncAnalyzers.CodeFixes.TaskShape.UsingTaskFix>;

namespace AsyncAnalyzers.Tests.TaskShape;

public sealed class UsingTaskTests
{
    private static string InClass(string members) => $$"""
        class C
        {
            readonly SemaphoreSlim gate = new(1);
            static void Work() { }
            static Task<IDisposable> LockAsync(int x = 0) => Task.Run<IDisposable>(() => Stream.Null);
            static Task<Stream> OpenAsync() => Task.Run(() => Stream.Null);
            static Task<int> CountAsync() => Task.Run(() => 1);
            static Task EnterAsync() => Task.Delay(1);
            static Task<T> MakeAsync<T>() => Task.Run(() => default(T)!);
            {{members.ReplaceLineEndings("\n    ")}}
        }
        """;

    [Theory]
    [InlineData("async Task M() { await EnterAsync(); using ([|LockAsync()|]) { Work(); } }")]
    [InlineData("async Task M() { await EnterAsync(); using ([|LockAsync()|]) Work(); }")]
    [InlineData("void M() { using ([|LockAsync()|]) { Work(); } }")]
    [InlineData("void M() { using var held = [|LockAsync()|]; Work(); }")]
    [InlineData("void M() { using (var held = [|LockAsync()|]) { Work(); } }")]
    [InlineData("void M() { using Task<Stream> s = [|OpenAsync()|]; Work(); }")]
    [InlineData("void M() { using ([|EnterAsync()|]) { Work(); } }")]
    [InlineData("void M() { using ([|CountAsync()|]) { Work(); } }")]
    [InlineData("void M<T>() { using ([|MakeAsync<T>()|]) { Work(); } }")]
    [InlineData("void M() { using (Task<IDisposable> a = [|LockAsync(1)|], b = [|LockAsync(2)|]) { Work(); } }")]
    [InlineData("void M() { Action f = () => { using var held = [|LockAsync()|]; Work(); }; void L() { using ([|LockAsync()|]) Work(); } }")]
    [InlineData("int P { get { using ([|LockAsync()|]) return 1; } }")]
    [InlineData("C() { using ([|LockAsync()|]) Work(); }")]
    [InlineData("async IAsyncEnumerable<int> M() { await EnterAsync(); using ([|LockAsync()|]) yield return 1; }")]
    public Task A_using_over_a_task_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("async Task M() { using (await LockAsync()) { Work(); } }")]
    [InlineData("async Task M() { using var s = await OpenAsync(); Work(); }")]
    [InlineData("void M() { using (var t = CountAsync()) { t.Wait(); } }")]
    [InlineData("async Task M() { using var t = OpenAsync(); using var s = await t; }")]
    [InlineData("void M() { using (gate.WaitAsync()) { Work(); } }")]
    [InlineData("void M(Task t) { using (t) { Work(); } }")]
    [InlineData("void M() { using (Stream.Null) { Work(); } }")]
    [InlineData("async Task M() { await using (Stream.Null) { Work(); } }")]
    public Task Other_resources_are_silent(string member) => Verify<AsyncAnalyzers.TaskShape.UsingTask>.Silent(InClass(member));

    [Fact]
    public Task Code_that_does_not_compile_is_silent() => Verify<AsyncAnalyzers.TaskShape.UsingTask>.Silent(
        InClass("void M() { using (IDisposable held = Missing()) Work(); using (ValueTask v = default) Work(); }"), Setup.Default with { HasErrors = true });

    [Fact]
    public Task The_message_says_what_is_not_disposed() => Verify.Reports(
        InClass("void M() { using ({|#0:LockAsync()|}) Work(); using ({|#1:EnterAsync()|}) Work(); }"),
        Setup.Default with
        {
            Expected =
            [
                Verify<AsyncAnalyzers.TaskShape.UsingTask>.At(0, "C.LockAsync", "the IDisposable it yields", "await it"),
                Verify<AsyncAnalyzers.TaskShape.UsingTask>.At(1, "C.EnterAsync", "anything it yields, and does not wait for it", "await it in front of a 'try' and do in a 'finally' what shall be done at the end"),
            ],
        });

    [Theory]
    [InlineData("async Task M() { await EnterAsync(); using ([|LockAsync(1)|]) { Work(); } }", "async Task M() { await EnterAsync(); using (await LockAsync(1)) { Work(); } }")]
    [InlineData("async Task M() { await EnterAsync().ConfigureAwait(false); using var s = [|OpenAsync()|]; /* x */ Work(); }", "async Task M() { await EnterAsync().ConfigureAwait(false); using var s = await OpenAsync().ConfigureAwait(false); /* x */ Work(); }")]
    [InlineData("async Task M() { await EnterAsync(); using Task<Stream> s = [|OpenAsync()|]; Work(); }", "async Task M() { await EnterAsync(); using Stream s = await OpenAsync(); Work(); }")]
    [InlineData("Task M() { using ([|LockAsync()|]) { Work(); return Task.CompletedTask; } }", "async Task M() { using (await LockAsync()) { Work(); } }")]
    public Task The_task_is_awaited(string before, string after) => Verify.Fixes(InClass(before), InClass(after));

    [Theory]
    [InlineData("void M() { using ([|LockAsync()|]) { Work(); } }")]
    [InlineData("async Task M() { await EnterAsync(); using ([|EnterAsync()|]) { Work(); } }")]
    [InlineData("async Task M() { await EnterAsync(); using ([|CountAsync()|]) { Work(); } }")]
    public Task No_fix_where_there_is_nothing_to_dispose_of(string member) => Verify.OffersNoFix(InClass(member));
}
