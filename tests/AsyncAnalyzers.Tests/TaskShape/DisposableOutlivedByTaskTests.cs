using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.TaskShape.DisposableOutlivedByTask>;

namespace AsyncAnalyzers.Tests.TaskShape;

public sealed class DisposableOutlivedByTaskTests
{
    private static string InClass(string members) => $$"""
        class Client : IDisposable, IAsyncDisposable
        {
            public Task<int> GetAsync(int x = 0) => Task.Run(() => x);
            public ValueTask<int> ValueAsync() => new(GetAsync());
            public void Close() { }
            public void Dispose() { }
            public ValueTask DisposeAsync() => default;
        }
        class C
        {
            static Task UseAsync(object o, CancellationToken ct = default) => Task.Delay(1, ct);
            static void Log() { }
            List<Task> all = [];
            Task? kept;
            bool flag;
            {{members}}
        }
        """;

    [Fact]
    public Task Tests_are_silent() => Verify.Silent(
        InClass("async Task<int> M() { var c = new Client(); var t = c.GetAsync(); c.Dispose(); return await t; }"), Setup.Default with { Packages = Core.Libraries.XUnit });

    [Theory]
    [InlineData("async Task<int> M() { var c = new Client(); var t = [|c.GetAsync()|]; c.Dispose(); return await t; }")]
    [InlineData("Task<int> M() { var c = new Client(); var t = [|c.GetAsync()|]; c.Dispose(); return t; }")]
    [InlineData("Task<int> M() { var c = new Client(); var t = [|c.ValueAsync()|].AsTask(); c.Dispose(); return t; }")]
    [InlineData("async Task M() { var c = new Client(); var t = [|UseAsync(c)|]; Log(); c.Close(); await t; }")]
    [InlineData("async Task M() { var c = new Client(); var t = [|Task.Run(() => c.GetAsync())|]; await c.DisposeAsync(); await t; }")]
    [InlineData("async Task<int> M() { var c = new Client(); Task<int> t; try { t = [|c.GetAsync()|]; } finally { c.Dispose(); } return await t; }")]
    [InlineData("async Task<int> M(Client? c0) { var c = c0; var t = [|c!.GetAsync()|]; c?.Dispose(); return await t; }")]
    [InlineData("async Task M(int[] xs) { foreach (var x in xs) { var c = new Client(); var t = [|c.GetAsync(x)|]; c.Dispose(); await t; } }")]
    [InlineData("async Task M() { var cts = new CancellationTokenSource(5); var t = [|UseAsync(this, cts.Token)|]; cts.Dispose(); await t; }")]
    [InlineData("void M() { using var c = new Client(); var t = [|c.GetAsync()|]; all.Add(t); }")]
    [InlineData("void M() { using (var c = new Client()) { var t = [|c.GetAsync()|]; kept = t; } }")]
    [InlineData("void M() { Func<Task<int>> f = async () => { var c = new Client(); var t = [|c.GetAsync()|]; c.Dispose(); return await t; }; async Task<int> L() { var c = new Client(); var t = [|c.GetAsync()|]; c.Dispose(); return await t; } }")]
    public Task What_a_task_still_uses_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("async Task<int> M() { var c = new Client(); var t = c.GetAsync(); var x = await t; c.Dispose(); return x; }")]
    [InlineData("int M() { var c = new Client(); var t = c.GetAsync(); t.Wait(); c.Dispose(); return t.Result; }")]
    [InlineData("async Task M() { var c = new Client(); var t = c.GetAsync(); await Task.WhenAll(t, UseAsync(this)); c.Dispose(); }")]
    [InlineData("async Task M() { var c = new Client(); var t = c.GetAsync(); await UseAsync(this); c.Dispose(); await t; }")]
    [InlineData("async Task M() { var c = new Client(); var t = UseAsync(this); c.Dispose(); await t; }")]
    [InlineData("async Task M() { var c = new Client(); c.Dispose(); var t = UseAsync(c); await t; }")]
    [InlineData("async Task M() { var c = new Client(); if (flag) { var t = c.GetAsync(); await t; } else { c.Dispose(); } }")]
    [InlineData("async Task<int> M() { var c = new Client(); Task<int> t; try { t = c.GetAsync(); Log(); } catch { c.Dispose(); throw; } return await t; }")]
    [InlineData("async Task<int> M() { var c = new Client(); var t = c.GetAsync(); _ = t.ContinueWith(_ => c.Dispose()); return await t; }")]
    [InlineData("async Task M() { var c = new Client(); await c.GetAsync(); c.Dispose(); }")]
    [InlineData("async Task M() { var c = new Client(); var first = c.DisposeAsync().AsTask(); var second = c.DisposeAsync().AsTask(); await Task.WhenAll(first, second); }")]
    [InlineData("void M() { var c = new Client(); var t = c.GetAsync(); c.Dispose(); }")]
    [InlineData("async Task M(Client c) { var t = c.GetAsync(); c.Dispose(); await t; }")]
    [InlineData("async Task M() { var cts = new CancellationTokenSource(); var t = UseAsync(this, cts.Token); cts.Dispose(); await t; }")]
    [InlineData("async Task M() { using var c = new Client(); var t = c.GetAsync(); all.Add(t); await Task.WhenAll(all); }")]
    [InlineData("async Task M() { using var c = new Client(); var t = c.GetAsync(); var ts = new List<Task>(); ts.Add(t); await Task.WhenAll(ts); }")]
    public Task What_is_awaited_first_is_silent(string member) => Verify.Silent(InClass(member));

    [Fact]
    public Task The_message_names_object_and_call() => Verify.Reports(
        InClass("async Task<int> M() { var c = new Client(); var t = {|#0:c.GetAsync()|}; c.Dispose(); return await t; }"),
        Setup.Default with { Expected = [Verify.At(0, "c", "GetAsync").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)] });
}
