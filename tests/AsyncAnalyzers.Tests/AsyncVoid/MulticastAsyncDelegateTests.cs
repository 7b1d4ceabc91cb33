using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.AsyncVoid.MulticastAsyncDelegate>;

namespace AsyncAnalyzers.Tests.AsyncVoid;

public sealed class MulticastAsyncDelegateTests
{
    private static string InClass(string members) => $$"""
        delegate ValueTask Handler(object sender, int x);
        class C
        {
            event Func<Task>? Changed;
            event Func<int, Task<bool>> Asked = _ => Task.FromResult(true);
            static event Handler? Moved;
            event EventHandler? Closed;
            Func<Task>? callback;
            static void Use(object? x) { }
            {{members}}
        }
        """;

    [Theory]
    [InlineData("async Task M() => await [|Changed!()|];")]
    [InlineData("async Task M() { if (Changed != null) await [|Changed()|].ConfigureAwait(false); }")]
    [InlineData("async Task M() { await [|Changed!.Invoke()|]; await (Changed?[|.Invoke()|] ?? Task.CompletedTask); }")]
    [InlineData("async Task M() { if (Changed is not null) { await [|this.Changed.Invoke()|]; } if (await [|Asked(1)|]) { } }")]
    [InlineData("Task M() => Changed?[|.Invoke()|] ?? Task.CompletedTask;")]
    [InlineData("async ValueTask M() { await [|C.Moved!(this, 1)|]; await (Moved?[|.Invoke(this, 1)|] ?? default); }")]
    [InlineData("async Task M() { var handler = Changed; if (handler != null) await [|handler()|]; }")]
    [InlineData("async Task M() { var handler = Changed; await (handler?[|.Invoke()|] ?? Task.CompletedTask); }")]
    [InlineData("async Task M() { if (Changed is { } handler) { await [|handler()|]; } if (Changed is Func<Task> other) { await [|other.Invoke()|]; } }")]
    [InlineData("void M() { [|Changed!()|].Wait(); Use([|Asked(2)|].Result); Changed?[|.Invoke()|].GetAwaiter().GetResult(); }")]
    [InlineData("async Task M() { var task = Changed?[|.Invoke()|]; if (task != null) await task; await Task.WhenAll([|Asked(1)|], [|Asked(2)|]); }")]
    [InlineData("async IAsyncEnumerable<bool> M() { yield return await [|Asked(1)|]; } Func<Task<bool>> N() => () => [|Asked(1)|]; Task P => [|Changed!()|];")]
    [InlineData("void M() { async Task L() => await [|Changed!()|]; }")]
    public Task The_one_task_of_an_event_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("async Task M() { foreach (Func<Task> handler in Changed!.GetInvocationList()) { await handler(); } }")]
    [InlineData("async Task M() { await Task.WhenAll(Changed?.GetInvocationList().Cast<Func<Task>>().Select(handler => handler()) ?? []); }")]
    [InlineData("async Task M() { var handlers = Changed; if (handlers != null) foreach (var handler in handlers.GetInvocationList()) await ((Func<Task>)handler)(); }")]
    [InlineData("void M() { Changed!(); Changed?.Invoke(); _ = Changed!(); _ = Changed?.Invoke(); }")]
    [InlineData("void M() { Changed += callback; Changed -= callback; Changed = null; Use(Changed); Closed?.Invoke(this, EventArgs.Empty); }")]
    [InlineData("async Task M() { await callback!(); await (callback?.Invoke() ?? Task.CompletedTask); }")]
    [InlineData("async Task M(Func<Task> f) { await f(); await f.Invoke(); }")]
    [InlineData("bool M() => Changed == null; string N() => nameof(Changed);")]
    public Task Other_uses_are_silent(string member) => Verify.Silent(InClass(member));

    [Fact]
    public Task The_message_names_the_event() => Verify.Reports(
        InClass("async Task M() { var handlers = Changed; await {|#0:handlers!()|}; }"),
        Setup.Default with { Expected = [Verify.At(0, "Changed")] });
}
