using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Style.ReturnAwaitPolicy, AsyncAnalyzers.CodeFixes.Style.ReturnAwaitPolicyFix>;

namespace AsyncAnalyzers.Tests.Style;

public sealed class ReturnAwaitPolicyTests
{
    private static Setup On(string policy) => Setup.Default with { Config = $"dotnet_diagnostic.AWAIT902.severity = warning\nasync_analyzers.return_await = {policy}" };

    private static string InClass(string members) => $$"""
        record Query(int Id);
        class C
        {
            static Task F() => Task.Delay(1);
            static Task<int> G(object? x = null) => Task.Run(() => 1);
            static ValueTask V() => default;
            static ValueTask<int> W(int x = 0) => new(x);
            static int Next(string? s = null) => 1;
            readonly Task<int> task = G();
            readonly AsyncLocal<int> local = new();
            readonly MemoryStream stream = new();
            int id;
            static void Take(Func<Task> f) { }
            {{members}}
        }
        """;

    [Fact]
    public Task Top_level_statements_are_silent() => Verify<AsyncAnalyzers.Style.ReturnAwaitPolicy>.Silent(
        "await Task.Delay(1);",
        Setup.TopLevel with { Config = On("never").Config });

    [Theory]
    [InlineData("async Task<int> M() => [|await G()|];")]
    [InlineData("async Task<int> M() { return [|await G().ConfigureAwait(false)|]; }")]
    [InlineData("async Task M() { [|await F()|]; }")]
    [InlineData("async Task M() => [|await F()|];")]
    [InlineData("async ValueTask M() => [|await V()|]; async ValueTask<int> N() { return ([|await W()|]); }")]
    [InlineData("async Task<int> M() { var x = 1; Func<Task> f = () => F(); return [|await G(new Query(x))|]; }")]
    [InlineData("async Task<int> M(bool b) { if (b) { return [|await G()|]; } return await G(1); }")]
    [InlineData("async Task M(bool b) { if (b) [|await F()|]; else { await F(); } }")]
    [InlineData("async Task<int> M() => [|await task|]; async Task<int> N(Task<int> t) => [|await t|];")]
    [InlineData("async Task<int> M(CancellationToken ct) => [|await stream.ReadAsync(new byte[4], 0, 4, ct)|];")]
    [InlineData("void M() { Func<Task> f = async () => [|await F()|]; Func<int, Task<int>> g = async x => [|await G(x)|]; Take(async () => { [|await F()|]; }); async Task L() => [|await F()|]; }")]
    [InlineData("Func<Task> f = async () => [|await F()|]; int P { get { Take(async () => [|await F()|]); return 1; } } C() { Take(async () => [|await F()|]); }")]
    public Task An_await_that_only_hands_on_its_result_is_reported(string member)
    {
        var code = InClass(member);
        return Task.WhenAll(Verify.Reports(code, On("never")), Verify.Reports(code, On("in_scope")), Verify.Reports(code, Setup.Default with { Config = "dotnet_diagnostic.AWAIT902.severity = warning" }));
    }

    [Theory]
    [InlineData("async Task<int> M() { await F(); return await G(); }")]
    [InlineData("async Task<int> M() => await G(await G()); async Task<int> N() => await G() + 1;")]
    [InlineData("async Task<int> M() { using var x = stream; return await G(); } async Task<int> N() { using (stream) { return await G(); } }")]
    [InlineData("async Task M() { using (stream) { await F(); } } async Task N() { using (stream) { } await F(); }")]
    [InlineData("async Task<int> M() { try { return await G(); } catch { return 1; } } async Task N() { try { await F(); } finally { id = 1; } }")]
    [InlineData("async Task<int> M(IAsyncEnumerable<int> xs) { await foreach (var x in xs) { } return await G(); }")]
    [InlineData("async Task<int> M(IAsyncDisposable d) { await using var x = d; return await G(); }")]
    [InlineData("async Task<int> M() { local.Value = 1; return await G(); } async Task<int> N() { id = 1; return await G(); }")]
    [InlineData("async Task<int> M(string s) { Next(s); return await G(); } async Task<int> N(string s) { var x = Next(s); return await G(x); } async Task<int> O() => await G(Next());")]
    [InlineData("async Task<int> M(string? s) { if (s == null) throw new Exception(); return await G(); } async Task<int> N(string? s) => await G(s ?? throw new Exception());")]
    [InlineData("async Task<int> M(object o, int[] xs, int n) => await G((string)o); async Task<int> N(int[] xs) => await G(xs[0]); async Task<int> O(int n) => await G(1 / n);")]
    [InlineData("async ValueTask<int> M() => await G(); async Task<int> N() => await W(); async Task<object> O() => await Task.Run(() => \"\"); async Task<long> P() => await G();")]
    [InlineData("async Task M() { await G(); } async Task N() => await V();")]
    [InlineData("async Task<int> M(bool b) { if (b) return 1; return await G(); } async Task N(bool b) { if (b) return; await F(); } async Task O(bool b) { if (b) await F(); }")]
    [InlineData("async Task M(int[] xs) { foreach (var x in xs) { await F(); } } async Task N() { while (true) { await F(); } }")]
    [InlineData("async Task<int> M() => await Task.FromResult(1); async Task M() => await Task.CompletedTask;", true)]
    [InlineData("async void M() { await F(); } void N() { Action a = async () => await F(); EventHandler h = async (s, e) => await F(); }")]
    [InlineData("async Task<int> M(C? c) => await (c?.task!); async Task M2() { await F().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); }")]
    [InlineData("async IAsyncEnumerable<int> M() { yield return await G(); } async Task Y() => await Task.Yield(); async Task<int> D(dynamic d) => await d;")]
    public Task Where_something_would_change_it_is_silent(string member, bool hasErrors = false) =>
        Verify<AsyncAnalyzers.Style.ReturnAwaitPolicy>.Silent(InClass(member), On("never") with { HasErrors = hasErrors });

    [Theory]
    [InlineData("Task<int> M() => [|G()|];")]
    [InlineData("Task M() { return [|F()|]; } ValueTask<int> N(int x) => [|W(x)|]; Task O() => [|G()|];")]
    [InlineData("Task M(bool b) { if (b) { return [|F()|]; } return Task.CompletedTask; }")]
    [InlineData("void M() { Task L() => [|F()|]; }")]
    public Task Tasks_that_could_be_awaited_are_reported(string member) => Verify.Reports(InClass(member).Replace("static Task F() => Task.Delay(1);", "static Task F() => [|Task.Delay(1)|];", StringComparison.Ordinal).Replace("=> Task.Run(() => 1);", "=> [|Task.Run(() => 1)|];", StringComparison.Ordinal), On("always"));

    [Theory]
    [InlineData("async Task<int> M() => await G(); Task<int> N() => task; Task O() => Task.CompletedTask; Task<int> P() => Task.FromResult(1); ValueTask<int> Q() => new(1);")]
    [InlineData("Func<Task> f = () => F(); Task P => F(); Task Q { get { return F(); } }")]
    [InlineData("Task M(ref int x) => F(); Task N(out int x) { x = 1; return F(); } Task O(Span<int> s) => F(); Task P(in int s) => F();")]
    [InlineData("Task M() { lock (stream) { return F(); } }")]
    [InlineData("Task M() { using var s = new StreamWriter(\"x\"); return s.FlushAsync(); } Task N() { try { return F(); } catch { return Task.CompletedTask; } }")]
    public Task What_cannot_be_awaited_or_another_rule_reports_is_silent(string member) =>
        Verify<AsyncAnalyzers.Style.ReturnAwaitPolicy>.Silent(InClass(member).Replace("static Task F() => Task.Delay(1);", "static async Task F() { await Task.Delay(1); }", StringComparison.Ordinal).Replace("=> Task.Run(() => 1);", "=> Task.FromResult(1);", StringComparison.Ordinal), On("always"));

    [Fact]
    public Task In_scope_means_inside_using_and_try() => Verify.Reports(
        InClass("""
            Task<int> M() { using (stream) { return [|G()|]; } }
            Task<int> N() { using var s = new MemoryStream(); return [|G()|]; }
            Task<int> O() { using (stream) { } return G(); }
            Task<int> P() { try { id = 1; } finally { id = 2; } return G(); }
            """),
        On("in_scope"));

    [Fact]
    public Task Tests_are_silent() => Verify<AsyncAnalyzers.Style.ReturnAwaitPolicy>.Silent(InClass("async Task<int> M() => await G();"), On("never") with { Packages = Core.Libraries.XUnit });

    [Fact]
    public Task The_message_says_what_to_do() => Verify.Reports(
        InClass("async Task<int> M() => {|#0:{|#3:await|} G()|}; Func<Task<int>> f = async () => {|#1:{|#4:await|} C.G()|}; Task<int> N() { using (stream) { return {|#2:{|#5:|}G()|}; } }"),
        On("in_scope") with
        {
            Expected =
            [
                Verify<AsyncAnalyzers.Style.ReturnAwaitPolicy>.At(0, "'M' does nothing after 'C.G' but hand on its result", "return the task itself").WithLocation(3, DiagnosticLocationOptions.UnnecessaryCode),
                Verify<AsyncAnalyzers.Style.ReturnAwaitPolicy>.At(1, "The lambda does nothing after 'C.G' but hand on its result", "return the task itself").WithLocation(4, DiagnosticLocationOptions.UnnecessaryCode),
                Verify<AsyncAnalyzers.Style.ReturnAwaitPolicy>.At(2, "'N' returns the task of 'C.G' without waiting for it, so it is missing from the stack traces of its exceptions", "await the task").WithLocation(5, DiagnosticLocationOptions.UnnecessaryCode),
            ],
        });

    [Theory]
    [InlineData("/* a */ async Task<int> M() /* b */ => [|await G()|]; // c", "/* a */ Task<int> M() /* b */ => G(); // c")]
    [InlineData("public static async Task<int> M() { return [|await G().ConfigureAwait(false)|]; }", "public static Task<int> M() { return G(); }")]
    [InlineData("async Task M() { [|await F()|]; }", "Task M() { return F(); }")]
    [InlineData("async Task M(bool b) { if (b) [|await F()|]; else { await F(); } }", "Task M(bool b) { if (b) return F(); else { return F(); } }")]
    [InlineData("async Task<int> M(bool b) { if (b) { return [|await G()|]; } return await (G(1)); }", "Task<int> M(bool b) { if (b) { return G(); } return G(1); }")]
    [InlineData("void M() { Func<Task> f = async () => [|await F()|]; Take(static async () => { [|await F()|]; }); }", "void M() { Func<Task> f = () => F(); Take(static () => { return F(); }); }")]
    public Task Awaits_are_elided(string before, string after) => Verify.Fixes(InClass("\n" + before + "\n"), InClass("\n" + after + "\n"), setup: On("never"));

    [Theory]
    [InlineData("Task<int> M() { using (stream) { return [|G()|]; } }", "async Task<int> M() { using (stream) { return await G(); } }")]
    [InlineData("Task M(bool b) { using (stream) { if (b) { return Task.CompletedTask; } /* x */ return [|F()|]; } }", "async Task M(bool b) { using (stream) { if (b) { return; } /* x */ await F(); } }")]
    public Task Tasks_are_awaited(string before, string after) => Verify.Fixes(InClass(before), InClass(after), setup: On("in_scope"));

    [Fact]
    public Task The_opposite_policy_awaits_everything() => Verify.Fixes(
        "class C { static Task<int> M(Stream s) => [|s.ReadAsync(new byte[1], 0, 1)|]; }",
        "class C { static async Task<int> M(Stream s) => await s.ReadAsync(new byte[1], 0, 1); }",
        setup: On("always"));
}
