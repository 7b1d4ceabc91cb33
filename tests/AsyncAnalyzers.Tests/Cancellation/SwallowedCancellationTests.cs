using AsyncAnalyzers.Cancellation;
using AsyncAnalyzers.CodeFixes.Cancellation;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis.Testing;

namespace AsyncAnalyzers.Tests.Cancellation;

public sealed class SwallowedCancellationTests
{
    private static string Code(string member) => $$"""
        class Context { public CancellationToken Aborted; }
        class C
        {
            {{member}}
            static Task<int> LoadAsync(CancellationToken token) => Task.FromResult(1);
            static void Log(object o) { }
        }
        """;

    [Theory]
    [InlineData("async Task M(CancellationToken ct) { try { await LoadAsync(ct); } [|catch|] (Exception ex) { Log(ex); } }", "catch (Exception ex) when (ex is not OperationCanceledException) { Log(ex); } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await LoadAsync(ct); } [|catch|] (Exception) { Log(1); } }", "catch (Exception ex) when (ex is not OperationCanceledException) { Log(1); } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await LoadAsync(ct); } [|catch|] { } }", "catch (Exception ex) when (ex is not OperationCanceledException) { } }")]
    [InlineData("async Task<int> M(CancellationToken ct) { try { return await LoadAsync(ct).ConfigureAwait(false); } [|catch|] (Exception e) { Console.WriteLine($\"failed {e.Message}\"); return 0; } }", "catch (Exception e) when (e is not OperationCanceledException) { Console.WriteLine($\"failed {e.Message}\"); return 0; } }")]
    [InlineData("async Task M(Context c) { try { await LoadAsync(c.Aborted); } [|catch|] { } }", "catch (Exception ex) when (ex is not OperationCanceledException) { } }")]
    [InlineData("CancellationToken ct; async Task M() { try { await LoadAsync(ct); } [|catch|] { } }", "catch (Exception ex) when (ex is not OperationCanceledException) { } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await LoadAsync(ct); } catch (IOException) { } [|catch|] { } }", "catch (Exception ex) when (ex is not OperationCanceledException) { } }")]
    [InlineData("async Task M(CancellationToken ct) { int ex = 1; try { await LoadAsync(ct); } [|catch|] { } }", "catch (Exception ex2) when (ex2 is not OperationCanceledException) { } }")]
    [InlineData("Func<CancellationToken, Task> f = async ct => { try { await LoadAsync(ct); } [|catch|] { } };", "catch (Exception ex) when (ex is not OperationCanceledException) { } };")]
    public Task A_filter_lets_cancellation_through(string member, string expected) =>
        Verify<SwallowedCancellation, SwallowedCancellationFix>.Fixes(Code(member), Code(member[..member.IndexOf("[|", StringComparison.Ordinal)] + expected));

    [Theory]
    [InlineData("async Task M(CancellationToken ct) { try { await LoadAsync(ct); } catch (Exception ex) { Log(ex); throw; } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await LoadAsync(ct); } catch (Exception ex) { throw new IOException(\"\", ex); } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await LoadAsync(ct); } catch (Exception ex) when (ex is IOException) { } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await LoadAsync(ct); } catch (OperationCanceledException) { } catch (Exception) { } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await LoadAsync(ct); } catch (IOException) { } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await LoadAsync(default); } catch (Exception) { } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await LoadAsync(CancellationToken.None); } catch (Exception) { } }")]
    [InlineData("async Task M() { using var s = new CancellationTokenSource(1); try { await LoadAsync(s.Token); } catch (Exception) { } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await LoadAsync(ct); } catch (Exception) { ct.ThrowIfCancellationRequested(); } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await LoadAsync(ct); } catch (Exception) { if (!ct.IsCancellationRequested) { Log(1); } } }")]
    [InlineData("async Task M(CancellationToken ct, TaskCompletionSource t) { try { await LoadAsync(ct); } catch (Exception ex) { t.SetException(ex); } }")]
    [InlineData("async Task<Exception?> M(CancellationToken ct) { try { await LoadAsync(ct); return null; } catch (Exception ex) { return ex; } }")]
    [InlineData("async Task M(CancellationToken ct) { Exception? e = null; try { await LoadAsync(ct); } catch (Exception ex) { e = ex; } }")]
    [InlineData("async Task M(CancellationToken ct) { System.Runtime.ExceptionServices.ExceptionDispatchInfo? e = null; try { await LoadAsync(ct); } catch (Exception ex) { e = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(ex); } e?.Throw(); }")]
    [InlineData("async Task M(CancellationToken ct) { while (!ct.IsCancellationRequested) { try { await LoadAsync(ct); } catch (Exception ex) { Log(ex); } } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await Task.Delay(1, ct); await CloseAsync(ct); } catch { } } Task CloseAsync(CancellationToken ct) => Task.CompletedTask;")]
    [InlineData("async void M(CancellationToken ct) { try { await LoadAsync(ct); } catch (Exception ex) { Log(ex); } }")]
    [InlineData("async Task M(CancellationToken ct) { try { try { await LoadAsync(ct); } catch (OperationCanceledException) { } } catch (Exception ex) { Log(ex); } }")]
    [InlineData("async Task M(CancellationToken ct) { try { Log(1); } catch (IOException e) { try { await LoadAsync(ct); } catch (Exception ex) { Log(ex); } Log(e); throw; } finally { try { await LoadAsync(ct); } catch { } } }")]
    [InlineData("async ValueTask DisposeAsync(CancellationToken ct) { try { await LoadAsync(ct); } catch (Exception ex) { Log(ex); } }")]
    [InlineData("void M(CancellationToken ct) { try { Action a = async () => await LoadAsync(ct); } catch (Exception ex) { Log(ex); } }")]
    public Task Clauses_that_tell_cancellation_apart_are_not_reported(string member) => Verify<SwallowedCancellation>.Silent(Code(member));

    [Fact]
    public Task Tests_are_silent() => Verify<SwallowedCancellation>.Silent(
        Code("async Task M(CancellationToken ct) { try { await LoadAsync(ct); } catch { } }"), Setup.Default with { Packages = AsyncAnalyzers.Tests.Core.Libraries.XUnit });

    [Fact]
    public Task Comments_stay() => Verify<SwallowedCancellation, SwallowedCancellationFix>.Fixes(
        Code("""
            async Task M(CancellationToken ct)
                {
                    try
                    {
                        await LoadAsync(ct);
                    }
                    // all
                    [|catch|] (Exception ex) // of them
                    {
                        Log(ex);
                    }
                }
            """),
        Code("""
            async Task M(CancellationToken ct)
                {
                    try
                    {
                        await LoadAsync(ct);
                    }
                    // all
                    catch (Exception ex) when (ex is not OperationCanceledException) // of them
                    {
                        Log(ex);
                    }
                }
            """));
}
