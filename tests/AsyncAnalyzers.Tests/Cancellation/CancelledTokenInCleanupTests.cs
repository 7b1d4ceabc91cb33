using AsyncAnalyzers.Cancellation;
using AsyncAnalyzers.CodeFixes.Cancellation;
using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Cancellation;

public sealed class CancelledTokenInCleanupTests
{
    private static string Code(string member) => $$"""
        class Context { public CancellationToken Aborted; }
        class C
        {
            {{member}}
            static Task DoAsync(CancellationToken token) => Task.CompletedTask;
            static Task UndoAsync(int n = 0, CancellationToken token = default) => Task.CompletedTask;
        }
        """;

    [Fact]
    public Task Tests_are_silent() => Verify<CancelledTokenInCleanup>.Silent(
        Code("async Task M(CancellationToken ct) { try { await DoAsync(ct); } finally { await UndoAsync(1, ct); } }"),
        Setup.Default with { Packages = AsyncAnalyzers.Tests.Core.Libraries.XUnit });

    [Theory]
    [InlineData("async Task M(CancellationToken ct) { try { await DoAsync(ct); } catch (OperationCanceledException) { await UndoAsync(1, [|ct|]); throw; } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await DoAsync(ct); } catch (TaskCanceledException) { await UndoAsync(1, [|ct|]).ConfigureAwait(false); } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await DoAsync(ct); } catch (OperationCanceledException) when (ct.IsCancellationRequested) { await UndoAsync(token: [|ct|]); } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await DoAsync(ct); } finally { await UndoAsync(1, [|ct|]); } }")]
    [InlineData("async Task M(CancellationToken ct) { try { ct.ThrowIfCancellationRequested(); } finally { await UndoAsync(1, [|ct|]); } }")]
    [InlineData("CancellationToken ct; async Task M() { try { await DoAsync(ct); } finally { await UndoAsync(1, [|ct|]); } }")]
    [InlineData("CancellationToken ct; async Task M() { try { await DoAsync(this.ct); } finally { await UndoAsync(1, [|ct|]); } }")]
    [InlineData("async Task M(Context c) { try { await DoAsync(c.Aborted); } finally { await UndoAsync(1, [|c.Aborted|]); } }")]
    [InlineData("async Task M() { using var s = new CancellationTokenSource(1); try { await DoAsync(s.Token); } finally { await UndoAsync(1, [|s.Token|]); } }")]
    [InlineData("Func<CancellationToken, Task> f = async ct => { try { await DoAsync(ct); } finally { await UndoAsync(1, [|ct|]); } };")]
    public Task Cleaning_up_is_not_cancelled(string member)
    {
        var (start, end) = (member.IndexOf("[|", StringComparison.Ordinal), member.IndexOf("|]", StringComparison.Ordinal) + 2);
        return Verify<CancelledTokenInCleanup, CancelledTokenInCleanupFix>.Fixes(Code(member), Code(member[..start] + "CancellationToken.None" + member[end..]));
    }

    [Theory]
    [InlineData("async Task M(CancellationToken ct) { try { await DoAsync(ct); } finally { await UndoAsync(1, CancellationToken.None); } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await DoAsync(ct); } finally { await UndoAsync(); } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await DoAsync(ct); } catch (IOException) { await UndoAsync(1, ct); } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await DoAsync(ct); } catch (OperationCanceledException) when (!ct.IsCancellationRequested) { await UndoAsync(1, ct); } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await DoAsync(ct); } catch (OperationCanceledException) { if (!ct.IsCancellationRequested) { await UndoAsync(1, ct); } } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await DoAsync(ct); } catch (OperationCanceledException ex) when (ex.CancellationToken != ct) { await UndoAsync(1, ct); } }")]
    [InlineData("async Task M(CancellationToken ct) { using var s = CancellationTokenSource.CreateLinkedTokenSource(ct); try { await DoAsync(s.Token); } catch (OperationCanceledException) { await UndoAsync(1, ct); } }")]
    [InlineData("async Task StopAsync(CancellationToken ct) { try { await DoAsync(ct); } finally { await UndoAsync(1, ct); } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await DoAsync(default); } finally { await UndoAsync(1, ct); } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await DoAsync(ct); } catch (OperationCanceledException) { await Task.Delay(1, ct); } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await DoAsync(ct); } finally { Func<Task> f = async () => await UndoAsync(1, ct); } }")]
    public Task Other_tokens_and_questions_before_are_not_reported(string member) => Verify<CancelledTokenInCleanup>.Silent(Code(member));
}
