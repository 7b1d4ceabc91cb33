using AsyncAnalyzers.Cancellation;
using AsyncAnalyzers.CodeFixes.Cancellation;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Tests.Cancellation;

public sealed class UndisposedTokenSourceTests
{
    private static string Code(string member) => $$"""
        class Holder(CancellationToken token) { public CancellationToken Token => token; }
        class C
        {
            CancellationTokenSource? kept; CancellationToken token;
            {{member}}
            static Task DoAsync(CancellationToken token) => Task.CompletedTask;
            static void Do(CancellationToken token) { }
            static void Own(CancellationTokenSource source) { }
        }
        """;

    [Theory]
    [InlineData("async Task M(CancellationToken ct) { var [|s|] = CancellationTokenSource.CreateLinkedTokenSource(ct); await DoAsync(s.Token); }")]
    [InlineData("async Task M(CancellationToken ct) { var [|s|] = CancellationTokenSource.CreateLinkedTokenSource(ct, default); s.CancelAfter(1); await DoAsync(s.Token).ConfigureAwait(false); }")]
    [InlineData("async Task M() { var [|s|] = new CancellationTokenSource(1000); var t = s.Token; await DoAsync(t); }")]
    [InlineData("async Task M() { CancellationTokenSource [|s|] = new(TimeSpan.FromSeconds(1)); await DoAsync(s.Token); }")]
    [InlineData("async Task M() { var [|s|] = new CancellationTokenSource(); s.CancelAfter(1); await DoAsync(s.Token); }")]
    [InlineData("void M() { var [|s|] = new CancellationTokenSource(1000); Do(s.Token); if (s.IsCancellationRequested) { s.Cancel(); } }")]
    [InlineData("Action f = () => { var [|s|] = new CancellationTokenSource(1000); Do(s.Token); };")]
    public Task The_source_is_disposed(string member)
    {
        var declaration = Math.Max(member.IndexOf("var [|", StringComparison.Ordinal), member.IndexOf("CancellationTokenSource [|", StringComparison.Ordinal));
        return Verify<UndisposedTokenSource, UndisposedTokenSourceFix>.Fixes(
            Code(member),
            Code(member.Insert(declaration, "using ").Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)));
    }

    [Fact]
    public Task Tests_are_silent() => Verify<UndisposedTokenSource>.Silent(
        Code("async Task M() { var s = new CancellationTokenSource(1000); await DoAsync(s.Token); }"),
        Setup.Default with { Packages = AsyncAnalyzers.Tests.Core.Libraries.XUnit });

    [Theory]
    [InlineData("async Task M(CancellationToken ct) { using var s = CancellationTokenSource.CreateLinkedTokenSource(ct); await DoAsync(s.Token); }")]
    [InlineData("async Task M(CancellationToken ct) { var s = CancellationTokenSource.CreateLinkedTokenSource(ct); try { await DoAsync(s.Token); } finally { s.Dispose(); } }")]
    [InlineData("async Task M(CancellationToken ct) { var s = CancellationTokenSource.CreateLinkedTokenSource(ct); using (s) { await DoAsync(s.Token); } }")]
    [InlineData("async Task M(CancellationToken ct) { using (var s = CancellationTokenSource.CreateLinkedTokenSource(ct)) { await DoAsync(s.Token); } }")]
    [InlineData("CancellationTokenSource M(CancellationToken ct) { var s = CancellationTokenSource.CreateLinkedTokenSource(ct); return s; }")]
    [InlineData("CancellationToken M(CancellationToken ct) { var s = CancellationTokenSource.CreateLinkedTokenSource(ct); return s.Token; }")]
    [InlineData("void M(CancellationToken ct) { var s = CancellationTokenSource.CreateLinkedTokenSource(ct); kept = s; }")]
    [InlineData("void M(CancellationToken ct) { var s = CancellationTokenSource.CreateLinkedTokenSource(ct); token = s.Token; }")]
    [InlineData("void M(CancellationToken ct) { var s = CancellationTokenSource.CreateLinkedTokenSource(ct); Own(s); }")]
    [InlineData("Holder M(CancellationToken ct) { var s = CancellationTokenSource.CreateLinkedTokenSource(ct); return new Holder(s.Token); }")]
    [InlineData("Action M(CancellationToken ct) { var s = CancellationTokenSource.CreateLinkedTokenSource(ct); return () => s.Cancel(); }")]
    [InlineData("void Dispose() { var s = CancellationTokenSource.CreateLinkedTokenSource(token); Do(s.Token); }")]
    [InlineData("async Task M() { var s = new CancellationTokenSource(); await DoAsync(s.Token); }")]
    [InlineData("async Task M(CancellationToken ct) { CancellationTokenSource? s = CancellationTokenSource.CreateLinkedTokenSource(ct); await DoAsync(s.Token); s?.Dispose(); }")]
    public Task Sources_that_somebody_else_has_or_that_hold_nothing_are_not_reported(string member) => Verify<UndisposedTokenSource>.Silent(Code(member));

    [Theory]
    [InlineData("Task M(CancellationToken ct) { var [|s|] = CancellationTokenSource.CreateLinkedTokenSource(ct); return DoAsync(s.Token); }")]
    [InlineData("async Task M(CancellationToken ct) { var [|s|] = CancellationTokenSource.CreateLinkedTokenSource(ct); _ = DoAsync(s.Token); await Task.Yield(); }")]
    [InlineData("void M(CancellationToken ct) { CancellationTokenSource [|s|] = CancellationTokenSource.CreateLinkedTokenSource(ct), t = new(); }")]
    public Task No_fix_where_work_may_go_on(string member) => Verify<UndisposedTokenSource, UndisposedTokenSourceFix>.OffersNoFix(Code(member));

    [Fact]
    public Task A_linked_source_is_a_warning_and_a_timed_one_a_suggestion() => Verify<UndisposedTokenSource>.Reports(
        Code("void M(CancellationToken ct) { var {|#0:s|} = CancellationTokenSource.CreateLinkedTokenSource(ct); Do(s.Token); var {|#1:t|} = new CancellationTokenSource(1); Do(t.Token); }"),
        new Setup
        {
            Expected =
            [
                Verify<UndisposedTokenSource>.At(0, "s", "the tokens that it is linked to keep it, and all it stops, as long as their own source lives"),
                Verify<UndisposedTokenSource>.At(1, "t", "its timer runs on until the time is over").WithSeverity(DiagnosticSeverity.Info),
            ],
        });
}
