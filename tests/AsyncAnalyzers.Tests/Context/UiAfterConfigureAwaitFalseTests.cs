using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Context.UiAfterConfigureAwaitFalse, AsyncAnalyzers.CodeFixes.Context.UiAfterConfigureAwaitFalseFix>;

namespace AsyncAnalyzers.Tests.Context;

public sealed class UiAfterConfigureAwaitFalseTests
{
    private static string InForm(string members) => $$"""
        using System.Windows.Forms;
        namespace System.Windows.Forms
        {
            public class Control
            {
                public string Text { get; set; } = ""; public bool Enabled { get; set; } public bool InvokeRequired => true; public bool IsDisposed => true;
                public void Refresh() { } public void Invoke(Action a) { } public Task InvokeAsync(Action a) => Task.CompletedTask; public System.Drawing.G CreateGraphics() => null!;
            }
            public class Label : Control { }
            public class Form : Control { public void Close() { } }
        }
        namespace System.Drawing { public class G { } }
        class Own { public string Text { get; set; } = ""; }
        class Main : Form
        {
            readonly Label label = new();
            readonly Own own = new();
            string state = "";
            static Task F() => Task.CompletedTask;
            static Task<string> G() => Task.FromResult("");
            static Task SwitchToMainThreadAsync() => F();
            public string Caption { get; set; } = "";
            {{members}}
        }
        """;

    [Theory]
    [InlineData("async Task M() { await F().ConfigureAwait(false); [|label.Text|] = \"x\"; }", "async Task M() { await F(); label.Text = \"x\"; }")]
    [InlineData("async Task M() { var s = await G().ConfigureAwait(false); [|Text|] = s; label.Text = s; }", "async Task M() { var s = await G(); Text = s; label.Text = s; }")]
    [InlineData("async Task M() { await F().ConfigureAwait(false); [|this.Refresh()|]; }", "async Task M() { await F(); this.Refresh(); }")]
    [InlineData("async void OnClick(object sender, EventArgs e) { await F().ConfigureAwait(false); if ([|label.Enabled|]) { Close(); } }", "async void OnClick(object sender, EventArgs e) { await F(); if (label.Enabled) { Close(); } }")]
    [InlineData("async Task M() { await F().ConfigureAwait(false); await F(); [|Close()|]; }", "async Task M() { await F(); await F(); Close(); }")]
    [InlineData("async Task M() { await F().ConfigureAwait(false); state = \"\"; await F().ConfigureAwait(false); [|Close()|]; }", "async Task M() { await F(); state = \"\"; await F(); Close(); }")]
    [InlineData("async Task M(bool b) { if (b) { await F().ConfigureAwait(false); } [|label.Text|] = b ? \"x\" : \"y\"; }", "async Task M(bool b) { if (b) { await F(); } label.Text = b ? \"x\" : \"y\"; }")]
    [InlineData("async Task M() { for (;;) { [|Refresh()|]; await F().ConfigureAwait(false); } }", "async Task M() { for (;;) { Refresh(); await F(); } }")]
    [InlineData("async Task M() { try { await F().ConfigureAwait(false); } finally { [|label.Enabled|] = true; } }", "async Task M() { try { await F(); } finally { label.Enabled = true; } }")]
    [InlineData("void M() { Func<Task> f = async () => { await F().ConfigureAwait(false); [|Close()|]; }; }", "void M() { Func<Task> f = async () => { await F(); Close(); }; }")]
    public Task Uses_off_the_thread_are_reported_and_the_await_stays(string before, string after) => Verify.Fixes(InForm(before), InForm(after));

    [Theory]
    [InlineData("async Task M() { await F(); label.Text = \"x\"; }")]
    [InlineData("async Task M() { label.Text = \"x\"; await F().ConfigureAwait(false); }")]
    [InlineData("async Task M() { await F().ConfigureAwait(true); Close(); }")]
    [InlineData("async Task M() { await F().ConfigureAwait(false); Invoke(() => label.Text = \"x\"); await InvokeAsync(() => Close()); }")]
    [InlineData("async Task M() { await F().ConfigureAwait(false); if (InvokeRequired) { Invoke(Close); } else { Close(); } }")]
    [InlineData("async Task M() { await F().ConfigureAwait(false); await SwitchToMainThreadAsync(); Close(); }")]
    [InlineData("async Task M() { await F().ConfigureAwait(false); own.Text = \"x\"; state = \"y\"; Caption = \"z\"; }")]
    [InlineData("async Task M() { await F().ConfigureAwait(false); if (IsDisposed) { return; } CreateGraphics(); }")]
    [InlineData("async Task M() { await F().ConfigureAwait(false); var l = new Label { Text = \"x\" }; l.Text = \"y\"; }")]
    [InlineData("async Task M(bool b) { if (b) { await F().ConfigureAwait(false); return; } Close(); }")]
    [InlineData("async Task L() { await F().ConfigureAwait(false); } async Task M() { await L(); Close(); }")]
    public Task Other_uses_are_silent(string member) => Verify<AsyncAnalyzers.Context.UiAfterConfigureAwaitFalse>.Silent(InForm(member));

    [Fact]
    public Task Components_must_not_draw_off_their_dispatcher() => Verify.Fixes(
        Component("await Task.Delay(1).ConfigureAwait(false); Count = 1; [|StateHasChanged()|];"),
        Component("await Task.Delay(1); Count = 1; StateHasChanged();"));

    [Fact]
    public Task Projects_without_a_user_interface_are_silent() => Verify<AsyncAnalyzers.Context.UiAfterConfigureAwaitFalse>.Silent(
        "class Form { public string Text { get; set; } = \"\"; async Task M() { await Task.Delay(1).ConfigureAwait(false); Text = \"x\"; } }");

    [Fact]
    public Task The_message_names_member_and_class() => Verify.Reports(
        InForm("async Task M() { await F().ConfigureAwait(false); {|#0:label.Text|} = \"x\"; }"),
        Setup.Default with { Expected = [Verify<AsyncAnalyzers.Context.UiAfterConfigureAwaitFalse>.At(0, "Text", "Control").WithOptions(Microsoft.CodeAnalysis.Testing.DiagnosticOptions.IgnoreAdditionalLocations)] });

    private static string Component(string body) => $$"""
        namespace Microsoft.AspNetCore.Components { public class ComponentBase { protected void StateHasChanged() { } protected virtual void BuildRenderTree(object builder) { } } }
        class Page : Microsoft.AspNetCore.Components.ComponentBase
        {
            public int Count { get; set; }
            async Task LoadAsync() { {{body}} }
        }
        """;
}
