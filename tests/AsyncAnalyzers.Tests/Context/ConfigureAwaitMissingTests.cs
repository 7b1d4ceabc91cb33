using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Context.ConfigureAwaitMissing, AsyncAnalyzers.CodeFixes.Context.ConfigureAwaitMissingFix>;

namespace AsyncAnalyzers.Tests.Context;

public sealed class ConfigureAwaitMissingTests
{
    private static readonly Setup On = Setup.Default with { Config = "dotnet_diagnostic.AWAIT801.severity = warning" };

    private static string InClass(string members) => $$"""
        using System.ComponentModel;
        using System.Runtime.CompilerServices;
        class Disposal : IAsyncDisposable { public ValueTask DisposeAsync() => default; public int Size => 1; }
        class PatternDisposal { public ValueTask DisposeAsync() => default; }
        class PatternStream { public PatternStream GetAsyncEnumerator() => this; public Task<bool> MoveNextAsync() => null!; public int Current => 1; }
        class Own { public TaskAwaiter GetAwaiter() => default; public Bare ConfigureAwait(bool b) => null!; }
        class Bare { public TaskAwaiter GetAwaiter() => default; }
        class C
        {
            static Task F() => Task.CompletedTask;
            static Task<int> G() => Task.FromResult(1);
            static ValueTask<int> V() => new(1);
            static Task<Disposal> OpenAsync() => null!;
            static IAsyncEnumerable<int> S(CancellationToken ct = default) => null!;
            {{members.Replace("\n", "\n    ")}}
        }
        """;

    [Theory]
    [InlineData("none", "warning", false)]
    [InlineData("none", "none", true)]
    [InlineData("library", "warning", true)]
    public Task Where_there_is_no_context_and_the_rule_about_that_is_on_it_is_silent(string model, string severity, bool isReported) => Verify.Reports(
        InClass(isReported ? "async Task M() { [|await|] F(); }" : "async Task M() { await F(); }"),
        On with { Config = $"{On.Config}\ndotnet_diagnostic.AWAIT802.severity = {severity}\nasync_analyzers.app_model = {model}" });

    [Theory]
    [InlineData("async Task M() { [|await|] F(); }", "async Task M() { await F().ConfigureAwait(false); }")]
    [InlineData("async Task<int> M() => [|await|] G() + [|await|] V();", "async Task<int> M() => await G().ConfigureAwait(false) + await V().ConfigureAwait(false);")]
    [InlineData("async Task<string> M() => ([|await|] G()).ToString();", "async Task<string> M() => (await G().ConfigureAwait(false)).ToString();")]
    [InlineData("async Task M(object o) { [|await|] (Task)o; }", "async Task M(object o) { await ((Task)o).ConfigureAwait(false); }")]
    [InlineData("async Task M(Task? t, bool b) { [|await|] (t ?? F()); [|await|] (b ? t! : F()); }", "async Task M(Task? t, bool b) { await (t ?? F()).ConfigureAwait(false); await (b ? t! : F()).ConfigureAwait(false); }")]
    [InlineData("async Task M(Task t) { [|await|] /* a */ t /* b */; }", "async Task M(Task t) { await /* a */ t.ConfigureAwait(false) /* b */; }")]
    [InlineData("async Task M(Own o) { [|await|] o; }", "async Task M(Own o) { await o.ConfigureAwait(false); }")]
    [InlineData("async Task M() { [|await|] foreach (var x in S()) { } }", "async Task M() { await foreach (var x in S().ConfigureAwait(false)) { } }")]
    [InlineData("async Task M(CancellationToken ct) { [|await|] foreach (var x in S().WithCancellation(ct)) { } }", "async Task M(CancellationToken ct) { await foreach (var x in S().WithCancellation(ct).ConfigureAwait(false)) { } }")]
    [InlineData("async Task M(Disposal d) { [|await|] using (d) { } }", "async Task M(Disposal d) { await using (d.ConfigureAwait(false)) { } }")]
    [InlineData("Func<Task<int>> f = async () => [|await|] G();", "Func<Task<int>> f = async () => await G().ConfigureAwait(false);")]
    [InlineData("async IAsyncEnumerable<int> M() { [|await|] F(); yield return 1; }", "async IAsyncEnumerable<int> M() { await F().ConfigureAwait(false); yield return 1; }")]
    [InlineData("void M() { async Task L() => [|await|] F(); }", "void M() { async Task L() => await F().ConfigureAwait(false); }")]
    public Task Awaits_are_configured(string before, string after) => Verify.Fixes(InClass(before), InClass(after), "false", On);

    [Theory]
    [InlineData("async Task M() { [|await|] F(); }", "async Task M() { await F().ConfigureAwait(true); }")]
    [InlineData("async Task M() { [|await|] foreach (var x in S()) { } }", "async Task M() { await foreach (var x in S().ConfigureAwait(true)) { } }")]
    public Task The_context_can_be_kept(string before, string after) => Verify.Fixes(InClass(before), InClass(after), "true", On);

    [Fact]
    public Task A_declared_variable_keeps_its_type() => Verify.Fixes(
        InClass("""
            async Task<int> M()
            {
                // the file
                [|await|] using var d = new Disposal();
                return d.Size;
            }

            async Task<int> N()
            {
                [|await|] using var d = [|await|] OpenAsync(); // open
                [|await|] using Disposal e = new();
                return d.Size + e.Size;
            }
            """),
        InClass("""
            async Task<int> M()
            {
                // the file
                var d = new Disposal();
                await using var _ = d.ConfigureAwait(false);
                return d.Size;
            }

            async Task<int> N()
            {
                var d = await OpenAsync().ConfigureAwait(false); // open
                await using var dDisposal = d.ConfigureAwait(false);
                Disposal e = new();
                await using var eDisposal = e.ConfigureAwait(false);
                return d.Size + e.Size;
            }
            """),
        "false",
        On);

    [Fact]
    public Task A_statement_with_a_variable_gets_a_block() => Verify.Fixes(
        InClass("""
            async Task<int> M()
            {
                // the file
                [|await|] using (var d = [|await|] OpenAsync())
                {
                    return d.Size;
                }
            }
            """),
        InClass("""
            async Task<int> M()
            {
                // the file
                {
                    var d = await OpenAsync().ConfigureAwait(false);
                    await using (d.ConfigureAwait(false))
                    {
                        return d.Size;
                    }
                }
            }
            """),
        "false",
        On);

    [Theory]
    [InlineData("async Task M() { await F().ConfigureAwait(false); await F().ConfigureAwait(true); await F().ConfigureAwait(ConfigureAwaitOptions.ForceYielding); }")]
    [InlineData("async Task M() { var t = F().ConfigureAwait(false); await t; await Task.Yield(); }")]
    [InlineData("async Task M(CancellationToken ct) { await foreach (var x in S().ConfigureAwait(false)) { } await foreach (var x in S().ConfigureAwait(false).WithCancellation(ct)) { } }")]
    [InlineData("async Task M() { var s = S().ConfigureAwait(false); await foreach (var x in s) { } }")]
    [InlineData("async Task M(Disposal d) { await using (d.ConfigureAwait(false)) { } await using var e = d.ConfigureAwait(false); }")]
    [InlineData("async Task M(PatternDisposal d, PatternStream s, Bare b) { await using (d) { } await foreach (var x in s) { } await b; }")]
    [InlineData("async void OnClick(object sender, EventArgs e) { await F(); }")]
    [InlineData("void M() { Action a = async () => await F(); }")]
    [InlineData("Task M() => F();")]
    [InlineData("class Model : INotifyPropertyChanged { public event PropertyChangedEventHandler? PropertyChanged; async Task M() { await F(); } class Inner { async Task M() { await F(); } } }")]
    public Task Other_code_is_silent(string member) => Verify<AsyncAnalyzers.Context.ConfigureAwaitMissing>.Silent(InClass(member), On);

    [Theory]
    [InlineData("namespace System.Windows { public class DependencyObject { } } class Window : System.Windows.DependencyObject { async Task M() { await Task.Delay(1); } }")]
    [InlineData("namespace Microsoft.AspNetCore.Components { public class ComponentBase { } } class Page : Microsoft.AspNetCore.Components.ComponentBase { async Task M() { await Task.Delay(1); } }")]
    public Task User_interfaces_are_silent(string source) => Verify<AsyncAnalyzers.Context.ConfigureAwaitMissing>.Silent(source, On);

    [Fact]
    public Task What_another_rule_wants_to_be_returned_itself_is_silent() => Verify.Reports(
        InClass("async Task M() { await F(); } async Task N() { try { [|await|] F(); } finally { [|await|] F(); } }"),
        On with { Config = On.Config + "\ndotnet_diagnostic.AWAIT902.severity = warning" });

    [Fact]
    public Task Top_level_code_is_silent() => Verify<AsyncAnalyzers.Context.ConfigureAwaitMissing>.Silent("await Task.Delay(1); Func<Task> f = async () => await Task.Delay(1);", Setup.TopLevel with { Config = On.Config });

    [Fact]
    public Task Tests_are_silent() => Verify<AsyncAnalyzers.Context.ConfigureAwaitMissing>.Silent(InClass("async Task M() { await F(); }"), On with { Packages = Core.Libraries.XUnit });

    [Fact]
    public Task The_message_names_what_is_awaited() => Verify.Reports(
        InClass("async Task M(Task t, Disposal d) { {|#0:await|} F(); {|#1:await|} t; {|#2:await|} using var e = new Disposal(); {|#3:await|} foreach (var x in S()) { } }"),
        On with
        {
            Expected =
            [
                Verify<AsyncAnalyzers.Context.ConfigureAwaitMissing>.At(0, "C.F"),
                Verify<AsyncAnalyzers.Context.ConfigureAwaitMissing>.At(1, "t"),
                Verify<AsyncAnalyzers.Context.ConfigureAwaitMissing>.At(2, "e"),
                Verify<AsyncAnalyzers.Context.ConfigureAwaitMissing>.At(3, "C.S"),
            ],
        });
}
