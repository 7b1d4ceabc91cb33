using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Context.ConfigureAwaitRedundant, AsyncAnalyzers.CodeFixes.Context.ConfigureAwaitRedundantFix>;

namespace AsyncAnalyzers.Tests.Context;

public sealed class ConfigureAwaitRedundantTests
{
    private static readonly Setup Auto = Setup.Default with { Config = "dotnet_diagnostic.AWAIT802.severity = warning" };
    private static readonly Setup On = Auto with { Config = $"{Auto.Config}\nasync_analyzers.app_model = none" };

    private static string InClass(string members) => $$"""
        class C
        {
            static Task F() => Task.Delay(1);
            static Task<int> G() => Task.FromResult(1);
            static ValueTask<int> V() => new(1);
            static async IAsyncEnumerable<int> S() { await F(); yield return 1; }
            static IAsyncDisposable D() => null!;
            {{members}}
        }
        """;

    [Theory]
    [InlineData("async Task M() { await F()[|.ConfigureAwait(false)|]; }", "async Task M() { await F(); }")]
    [InlineData("async Task M() { await F()[|.ConfigureAwait(true)|]; }", "async Task M() { await F(); }")]
    [InlineData("async Task M() { await F()[|.ConfigureAwait(continueOnCapturedContext: false)|]; }", "async Task M() { await F(); }")]
    [InlineData("async Task M() { await F()[|.ConfigureAwait(ConfigureAwaitOptions.None)|]; await F()[|.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext)|]; }", "async Task M() { await F(); await F(); }")]
    [InlineData("async Task<int> M() => await G()[|.ConfigureAwait(false)|] + await V()[|.ConfigureAwait(false)|];", "async Task<int> M() => await G() + await V();")]
    [InlineData("async Task<string> M() => (await G()[|.ConfigureAwait(false)|]).ToString();", "async Task<string> M() => (await G()).ToString();")]
    [InlineData("async Task M(bool b) { await (b ? F() : G())[|.ConfigureAwait(false)|]; }", "async Task M(bool b) { await (b ? F() : G()); }")]
    [InlineData("async Task M() { await foreach (var x in S()[|.ConfigureAwait(false)|]) { } }", "async Task M() { await foreach (var x in S()) { } }")]
    [InlineData("async Task M(CancellationToken ct) { await foreach (var x in S().WithCancellation(ct)[|.ConfigureAwait(false)|]) { } await foreach (var x in S()[|.ConfigureAwait(false)|].WithCancellation(ct)) { } }", "async Task M(CancellationToken ct) { await foreach (var x in S().WithCancellation(ct)) { } await foreach (var x in S().WithCancellation(ct)) { } }")]
    [InlineData("async Task M() { var d = D(); await using (d[|.ConfigureAwait(false)|]) { } await using var e = d[|.ConfigureAwait(false)|]; }", "async Task M() { var d = D(); await using (d) { } await using var e = d; }")]
    [InlineData("async Task M() { await using (var e = D()[|.ConfigureAwait(false)|]) { } }", "async Task M() { await using (var e = D()) { } }")]
    [InlineData("int M() => G()[|.ConfigureAwait(false)|].GetAwaiter().GetResult();", "int M() => G().GetAwaiter().GetResult();")]
    [InlineData("Func<Task> f = async () => await F()[|.ConfigureAwait(false)|];", "Func<Task> f = async () => await F();")]
    public Task What_changes_nothing_is_removed(string before, string after) => Verify.Fixes(InClass(before), InClass(after), setup: On);

    [Fact]
    public Task Lines_and_comments_stay() => Verify.Fixes(
        InClass("""
            async Task M()
            {
                await F()
                    [|.ConfigureAwait(false)|]; // done
                await F() // first
                    [|.ConfigureAwait(false)|]
                    ;
            }
            """),
        InClass("""
            async Task M()
            {
                await F(); // done
                await F() // first

                    ;
            }
            """),
        setup: On);

    [Theory]
    [InlineData("async Task M() { await F(); }")]
    [InlineData("async Task M() { await F().ConfigureAwait(ConfigureAwaitOptions.ForceYielding); await F().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); }")]
    [InlineData("async Task M(bool b) { await F().ConfigureAwait(b); }")]
    [InlineData("async Task M() { var t = F().ConfigureAwait(false); await t; }")]
    [InlineData("async Task M(Own o) { await o.ConfigureAwait(false); } class Own { public Task ConfigureAwait(bool b) => F(); }")]
    public Task Other_configurations_are_silent(string member) => Verify<AsyncAnalyzers.Context.ConfigureAwaitRedundant>.Silent(InClass(member), On);

    [Theory]
    [InlineData("", "namespace System.Windows { public class DependencyObject { } }")]
    [InlineData("", "namespace System.Web { public class HttpContextBase { } }")]
    [InlineData("", "namespace Microsoft.AspNetCore.Components { public class ComponentBase { protected virtual void BuildRenderTree() { } } }")]
    [InlineData("async_analyzers.app_model = ui", "")]
    [InlineData("async_analyzers.app_model = classic", "")]
    [InlineData("async_analyzers.app_model = library", "namespace Microsoft.AspNetCore.Http { public class HttpContext { } }")]
    [InlineData("", "")]
    public Task Code_that_may_have_a_context_is_silent(string option, string file) => Verify<AsyncAnalyzers.Context.ConfigureAwaitRedundant>.Silent(
        InClass("async Task M() { await F().ConfigureAwait(false); }"),
        Auto with { Config = $"{Auto.Config}\n{option}", Files = [("App.cs", file)] });

    [Theory]
    [InlineData("async_analyzers.app_model = none", "namespace System.Windows { public class DependencyObject { } }")]
    [InlineData("async_analyzers.app_model = auto", "namespace Microsoft.AspNetCore.Http { public class HttpContext { } } namespace Microsoft.AspNetCore.Components { public class ComponentBase { } }")]
    [InlineData("", "namespace Microsoft.AspNetCore.Http { public class HttpContext { } }")]
    public Task Code_without_a_context_is_reported(string option, string file) => Verify.Reports(
        InClass("async Task M() { await F()[|.ConfigureAwait(false)|]; }"),
        Auto with { Config = $"{Auto.Config}\n{option}", Files = [("App.cs", file)] });

    [Fact]
    public Task Programs_are_reported() => Verify.Fixes(
        "await Task.Delay(1)[|.ConfigureAwait(false)|];",
        "await Task.Delay(1);",
        setup: Setup.TopLevel with { Config = Auto.Config });

    [Fact]
    public Task Tests_are_silent() => Verify<AsyncAnalyzers.Context.ConfigureAwaitRedundant>.Silent(
        InClass("async Task M() { await F().ConfigureAwait(false); }"),
        On with { Packages = Core.Libraries.XUnit });

    [Fact]
    public Task The_message_shows_what_to_remove() => Verify.Reports(
        InClass("async Task M() { await F(){|#0:.ConfigureAwait(true)|}; }"),
        On with { Expected = [Verify<AsyncAnalyzers.Context.ConfigureAwaitRedundant>.At(0, "ConfigureAwait(true)")] });
}
