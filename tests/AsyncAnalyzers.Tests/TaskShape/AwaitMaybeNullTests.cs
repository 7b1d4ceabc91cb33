using AsyncAnalyzers.CodeFixes.TaskShape;
using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.TaskShape.AwaitMaybeNull, AsyncAnalyzers.CodeFixes.TaskShape.AwaitMaybeNullFix>;

namespace AsyncAnalyzers.Tests.TaskShape;

public sealed class AwaitMaybeNullTests
{
    private static string InClass(string members) => $$"""
        #nullable disable
        class C
        {
            static Task F(int x = 0) => Task.Delay(x);
            static Task<int> G() => Task.Run(() => 1);
            static Stream Open() => null;
            Stream s;
            StreamReader Reader { get; set; }
            bool flag;
            event Func<Task> Changed;
            {{members}}
        }
        """;

    [Theory]
    [InlineData("async Task M() { await [|s?.FlushAsync()|]; }")]
    [InlineData("async Task M() => await [|s?.FlushAsync()|];")]
    [InlineData("async Task M() { await ([|s?.FlushAsync()|]); }")]
    [InlineData("async Task M() { await ([|s?.FlushAsync()|]).ConfigureAwait(false); }")]
    [InlineData("async Task M(object o) { await [|(o as Stream)?.FlushAsync()|]; }")]
    [InlineData("async Task M() { await [|Changed?.Invoke()|]; }")]
    [InlineData("async Task<string> M() => await [|Reader?.ReadLineAsync()|];")]
    [InlineData("async Task<int> M() { var line = await [|Reader?.ReadLineAsync()|]; return line.Length; }")]
    [InlineData("async Task M() { await [|Reader?.BaseStream?.FlushAsync()|]; }")]
    [InlineData("async Task M() { await (flag ? F() : [|null|]); }")]
    [InlineData("async Task M() { await (flag ? [|s?.FlushAsync()|] : F()); }")]
    [InlineData("async Task<int> M(int x) => await (x switch { 1 => G(), _ => [|default|] });")]
    [InlineData("async Task M(Task t) { await (t ?? [|s?.FlushAsync()|]); }")]
    [InlineData("void M() { Func<Task> f = async () => await [|s?.FlushAsync()|]; async Task L() { await [|s?.FlushAsync()|]; } }")]
    [InlineData("async IAsyncEnumerable<int> M() { await [|s?.FlushAsync()|]; yield return 1; }")]
    [InlineData("Func<Task> f = async () => await [|Open()?.FlushAsync()|];")]
    public Task A_task_that_may_be_null_is_reported(string member) => Verify.Reports(InClass(member));

    [Fact]
    public Task Top_level_code_is_looked_at() => Verify.Reports("#nullable disable\nStream s = null; await [|s?.FlushAsync()|];", Setup.TopLevel);

    [Theory]
    [InlineData("async Task M() { await (s?.FlushAsync() ?? Task.CompletedTask); }")]
    [InlineData("async Task M() { if (s != null) await s.FlushAsync(); }")]
    [InlineData("async Task M() { await (flag ? F() : Task.CompletedTask); }")]
    [InlineData("async Task M(Task t) { await t; }")]
    [InlineData("async Task M(object o) { await (Task)o; }")]
    [InlineData("async Task M() { await F(s?.ReadByte() ?? 0); }")]
    [InlineData("async Task M() { var t = s?.FlushAsync(); if (t != null) await t; }")]
    [InlineData("async Task M() { await Task.WhenAll(flag ? F() : G()); }")]
    public Task Other_awaits_are_silent(string member) => Verify<AsyncAnalyzers.TaskShape.AwaitMaybeNull>.Silent(InClass(member));

    [Theory]
    [InlineData("async Task M(Stream? s) { await s?.FlushAsync(); }")]
    [InlineData("async Task M(Stream s) { await s?.FlushAsync(); }")]
    [InlineData("async Task M(bool b) { await (b ? Task.Delay(1) : null); }")]
    [InlineData("async Task M(Stream? s) { await (s?.FlushAsync()).ConfigureAwait(false); }")]
    public async Task Where_the_compiler_warns_the_rule_is_silent(string member)
    {
        await Verify<AsyncAnalyzers.TaskShape.AwaitMaybeNull>.Silent($"class C {{ {member} }}");
        Assert.NotEmpty(await CompilerWarningsAsync($"class C {{ {member} }}"));
    }

    [Fact]
    public Task Where_it_is_silenced_the_rule_speaks() => Verify.Reports("class C { async Task M(Stream? s) { await [|s?.FlushAsync()|]!; } }");

    [Fact]
    public Task The_message_names_what_is_null() => Verify.Reports(
        InClass("async Task M() { await {|#0:s?.FlushAsync()|}; var x = await {|#1:Reader?.ReadLineAsync()|}; await (flag ? F() : {|#2:null|}); }"),
        Setup.Default with
        {
            Expected =
            [
                Verify<AsyncAnalyzers.TaskShape.AwaitMaybeNull>.At(0, "'s?.FlushAsync()' is null when 's' is", "check 's' first"),
                Verify<AsyncAnalyzers.TaskShape.AwaitMaybeNull>.At(1, "'Reader?.ReadLineAsync()' is null when 'Reader' is", "put a task behind '??'"),
                Verify<AsyncAnalyzers.TaskShape.AwaitMaybeNull>.At(2, "There is no task in this case", "use Task.CompletedTask or Task.FromResult(…)"),
            ],
        });

    [Theory]
    [InlineData("async Task M(Stream p) { await [|p?.FlushAsync()|]; }", "async Task M(Stream p) { if (p is not null) { await p.FlushAsync(); } }")]
    [InlineData("async Task M(Stream p)\n    {\n        // Out.\n        await ([|p?.FlushAsync()|]).ConfigureAwait(false); // x\n    }", "async Task M(Stream p)\n    {\n        // Out.\n        if (p is not null)\n        {\n            await p.FlushAsync().ConfigureAwait(false);\n        } // x\n    }")]
    [InlineData("async Task M() { await [|s?.FlushAsync()|]; }", "async Task M() { if (s is { } s2) { await s2.FlushAsync(); } }")]
    [InlineData("async Task M(object o) { await [|(o as Stream)?.FlushAsync()|]; }", "async Task M(object o) { if ((o as Stream) is { } value) { await value.FlushAsync(); } }")]
    [InlineData("async Task M() { await [|Reader?.BaseStream?.FlushAsync()|]; }", "async Task M() { await (Reader?.BaseStream?.FlushAsync() ?? Task.CompletedTask); }")]
    [InlineData("async Task<string> M() => await [|Reader?.ReadLineAsync()|];", "async Task<string> M() => await (Reader?.ReadLineAsync() ?? Task.FromResult<string>(null));")]
    [InlineData("async Task M() => await [|s?.FlushAsync()|];", "async Task M() => await (s?.FlushAsync() ?? Task.CompletedTask);")]
    [InlineData("async Task M() { await (flag ? F() : [|null|]); }", "async Task M() { await (flag ? F() : Task.CompletedTask); }")]
    [InlineData("async Task<int> M(int x) => await (x switch { 1 => G(), _ => [|default|] });", "async Task<int> M(int x) => await (x switch { 1 => G(), _ => Task.FromResult<int>(default) });")]
    [InlineData("async Task M(Task t) { await (t ?? [|s?.FlushAsync()|]); }", "async Task M(Task t) { await (t ?? s?.FlushAsync() ?? Task.CompletedTask); }")]
    public Task Nothing_is_awaited_where_there_is_nothing(string before, string after) => Verify.Fixes(InClass(before), InClass(after));

    [Theory]
    [InlineData("async Task M(Stream? s) { await s?.FlushAsync(); }", "async Task M(Stream? s) { if (s is not null) { await s.FlushAsync(); } }")]
    [InlineData("async Task M(Stream? s) { var n = s?.Length; s.ToString(); await Task.Delay(1); }", "async Task M(Stream? s) { var n = s?.Length; s.ToString(); await Task.Delay(1); }")]
    [InlineData("async Task<int> M(string? s) { await Task.Delay(1); return await Task.FromResult(s.Length); }", "async Task<int> M(string? s) { await Task.Delay(1); return await Task.FromResult(s.Length); }")]
    public async Task The_compilers_warning_is_fixed_too(string before, string after)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var snippet = Snippet.Of($"class C {{ {before} }}");
        var warnings = (await snippet.Document.Project.GetCompilationAsync(cancellationToken))!.GetDiagnostics(cancellationToken).Where(diagnostic => diagnostic.Id == "CS8602");
        var fixedSnippet = await snippet.FixAllAsync(new AwaitMaybeNullFix(), [.. warnings], cancellationToken);
        Assert.Equal($"class C {{ {after} }}", await fixedSnippet.TextAsync(cancellationToken));
    }

    private static async Task<IReadOnlyList<string>> CompilerWarningsAsync(string code)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        return [.. (await Snippet.Of(code).Document.Project.GetCompilationAsync(cancellationToken))!.GetDiagnostics(cancellationToken).Select(diagnostic => diagnostic.Id).Where(id => id is "CS8602")];
    }
}
