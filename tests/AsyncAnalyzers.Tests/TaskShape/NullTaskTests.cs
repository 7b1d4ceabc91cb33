using AsyncAnalyzers.CodeFixes.TaskShape;
using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.TaskShape.NullTask, AsyncAnalyzers.CodeFixes.TaskShape.NullTaskFix>;

namespace AsyncAnalyzers.Tests.TaskShape;

public sealed class NullTaskTests
{
    private static string InClass(string members) => $$"""
        #nullable disable
        abstract class C
        {
            static Task F(int x = 0) => Task.Delay(x);
            static Task<int> G() => Task.Run(() => 1);
            static Task<T> H<T>(Func<Task<T>> f) => f();
            Stream s;
            bool flag;
            Task running;
            protected abstract Task Hook();
            {{members}}
        }
        """;

    [Fact]
    public Task What_stands_behind_a_call_that_never_returns_is_silent() => Verify.Reports(
        """
        #nullable disable
        class C
        {
            static void Throw() => throw new NotSupportedException();
            static void ThrowIn(int x) { throw new ArgumentException(x.ToString()); }
            static void Check(int x) { if (x > 0) throw new ArgumentException(); }
            [System.Diagnostics.CodeAnalysis.DoesNotReturn] static void Fail() { while (true) { } }
            Task A(int x) { switch (x) { case 1: return Task.Delay(1); default: Throw(); return null; } }
            Task B(int x) { if (x > 1) { ThrowIn(x); return null; } Fail(); return default; }
            Task D(int x) { Check(x); return [|null|]; }
            Task E(int x) { if (x > 1) { Throw(); } return [|null|]; }
        }
        """);

    [Fact]
    public async Task Tests_are_silent()
    {
        const string Code = "class C { Func<Task> f = () => {|x:null|}!; Task M() => default!; }";
        await Verify.Reports(Code.Replace("{|x:null|}", "[|null|]", StringComparison.Ordinal).Replace("default", "[|default|]", StringComparison.Ordinal));
        await Verify<AsyncAnalyzers.TaskShape.NullTask>.Silent(Code.Replace("{|x:null|}", "null", StringComparison.Ordinal), Setup.Default with { Packages = Core.Libraries.XUnit });
    }

    [Theory]
    [InlineData("Task M() { return [|null|]; }")]
    [InlineData("Task M() => [|null|];")]
    [InlineData("Task<int> M() => [|null|];")]
    [InlineData("Task<string> M() { if (flag) return H(() => Task.FromResult(\"\")); return [|default|]; }")]
    [InlineData("Task M() => [|default(Task)|];")]
    [InlineData("Task M() => (Task)[|null|];")]
    [InlineData("Task M() => ([|null|]);")]
    [InlineData("Task M() => [|s?.FlushAsync()|];")]
    [InlineData("Task M() { return [|s?.FlushAsync()|]; }")]
    [InlineData("Task M() => flag ? F() : [|null|];")]
    [InlineData("Task M() => flag ? [|s?.FlushAsync()|] : [|null|];")]
    [InlineData("Task M() => running ?? [|null|];")]
    [InlineData("Task M() => running ?? [|s?.FlushAsync()|];")]
    [InlineData("Task M(int x) => x switch { 1 => F(), 2 => [|null|], _ => throw new Exception() };")]
    [InlineData("Task M(int x) { switch (x) { case 1: return [|null|]; default: return F(); } }")]
    [InlineData("Task P => [|null|];")]
    [InlineData("Task P { get { return [|null|]; } }")]
    [InlineData("Task this[int i] => [|null|];")]
    [InlineData("void M() { Func<Task> f = () => [|null|]; Func<Task<int>> g = delegate { return [|null|]; }; Task L() => [|null|]; }")]
    [InlineData("Func<Task> f = () => [|null|];")]
    [InlineData("Task<int> M() => H<int>(() => [|null|]);")]
    [InlineData("Task M(int[] xs) => Task.WhenAll(xs.Select(x => x > 1 ? F() : [|null|]));")]
    [InlineData("Task M(int[] xs) => Task.WhenAll(xs.Select(x => { if (x > 1) { return F(); } return [|null|]; }));")]
    public Task A_null_in_the_place_of_a_task_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("Task M() => Task.CompletedTask;")]
    [InlineData("static void Map<T>(Func<int, T> map) { } void M() { Map<Task>(_ => null); Map<Task>(_ => default); Map<Task>(_ => { return null; }); }")]
    [InlineData("Task M() => s?.FlushAsync() ?? Task.CompletedTask;")]
    [InlineData("async Task<string> M() { await F(); return null; }")]
    [InlineData("async Task<Task> M() { await F(); return null; }")]
    [InlineData("string M() => null;")]
    [InlineData("object M() => null;")]
    [InlineData("ValueTask M() => default;")]
    [InlineData("ValueTask<int> M() { return default; }")]
    [InlineData("Task<string> M() => Task.FromResult<string>(null);")]
    [InlineData("Task TryGetRunning() => null;")]
    [InlineData("Task<int> FindOrDefaultAsync() { return null; }")]
    [InlineData("Task FindOrNull() { return null; }")]
    [InlineData("Task M() => throw null;")]
    [InlineData("Task M() => running;")]
    [InlineData("Task M() { running = null; return F(); }")]
    [InlineData("Action f = () => { return; };")]
    [InlineData("Func<object> f = () => null;")]
    [InlineData("T M<T>() where T : Task => null;")]
    public Task Other_nulls_are_silent(string member) => Verify<AsyncAnalyzers.TaskShape.NullTask>.Silent(InClass(member));

    [Theory]
    [InlineData("Task? M() => null;")]
    [InlineData("Task<int>? M(Stream? s) { return null; }")]
    [InlineData("Task? M(Stream? s) => s?.FlushAsync();")]
    [InlineData("Task? P => null;")]
    [InlineData("Func<Task?> f = () => null;")]
    public Task A_nullable_task_may_be_null(string member) => Verify<AsyncAnalyzers.TaskShape.NullTask>.Silent($"class C {{ {member} }}");

    [Theory]
    [InlineData("Task M() => null;")]
    [InlineData("Task<int> M(Stream? s) { return default; }")]
    [InlineData("Task M(Stream? s) => s?.FlushAsync();")]
    [InlineData("Func<Task> f = () => null;")]
    [InlineData("Task M(bool b) => b ? Task.CompletedTask : null;")]
    public async Task Where_the_compiler_warns_the_rule_is_silent(string member)
    {
        await Verify<AsyncAnalyzers.TaskShape.NullTask>.Silent($"class C {{ {member} }}");
        Assert.NotEmpty(await CompilerWarningsAsync($"class C {{ {member} }}"));
    }

    [Theory]
    [InlineData("Task M() => [|null|]!;")]
    [InlineData("Task M(Stream? s) => [|s?.FlushAsync()|]!;")]
    [InlineData("Task<int> M(bool b) => b ? Task.FromResult(1) : [|default|]!;")]
    public async Task Where_it_is_silenced_the_rule_speaks(string member)
    {
        await Verify.Reports($"class C {{ {member} }}");
        Assert.Empty(await CompilerWarningsAsync($"class C {{ {member} }}".Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)));
    }

    [Fact]
    public Task Annotations_without_warnings_are_honoured() => Verify.Reports("""
        #nullable enable annotations
        #nullable disable warnings
        class C { Task M() => [|null|]; Task? N() => null; }
        """);

    [Fact]
    public Task The_message_says_what_to_return() => Verify.Reports(
        InClass("Task M() => {|#0:s?.FlushAsync()|}; Task<int> P => {|#1:null|}; Func<Task> f = () => {|#2:null|};"),
        Setup.Default with
        {
            Expected =
            [
                Verify<AsyncAnalyzers.TaskShape.NullTask>.At(0, "'M'", "null when 's' is null", "Task.CompletedTask"),
                Verify<AsyncAnalyzers.TaskShape.NullTask>.At(1, "'P'", "null", "Task.FromResult(…)"),
                Verify<AsyncAnalyzers.TaskShape.NullTask>.At(2, "This lambda", "null", "Task.CompletedTask"),
            ],
        });

    [Theory]
    [InlineData("Task M() { return [|null|]; /* none */ }", "Task M() { return Task.CompletedTask; /* none */ }")]
    [InlineData("Task<int> M() => [|null|];", "Task<int> M() => Task.FromResult<int>(default);")]
    [InlineData("Task<string> M() => [|default|];", "Task<string> M() => Task.FromResult<string>(null);")]
    [InlineData("Task<List<int>> M() => flag ? [|default(Task<List<int>>)|] : [|null|];", "Task<List<int>> M() => flag ? Task.FromResult<List<int>>(null) : Task.FromResult<List<int>>(null);")]
    [InlineData("Task M() => [|s?.FlushAsync()|];", "Task M() => s?.FlushAsync() ?? Task.CompletedTask;")]
    [InlineData("Task M() => (Task)[|null|];", "Task M() => (Task)Task.CompletedTask;")]
    [InlineData("Task M() => flag ? [|s?.FlushAsync()|] : F();", "Task M() => flag ? s?.FlushAsync() ?? Task.CompletedTask : F();")]
    [InlineData("Task M(int x) => x switch { 1 => F(), _ => [|null|] };", "Task M(int x) => x switch { 1 => F(), _ => Task.CompletedTask };")]
    [InlineData("Func<Task> f = () => [|null|];", "Func<Task> f = () => Task.CompletedTask;")]
    [InlineData("Func<Task<int>> g = delegate { return [|null|]; };", "Func<Task<int>> g = delegate { return Task.FromResult<int>(default); };")]
    [InlineData("Task<T> M<T>() => [|null|];", "Task<T> M<T>() => Task.FromResult<T>(default);")]
    public Task A_task_takes_its_place(string before, string after) => Verify.Fixes(InClass(before), InClass(after));

    [Theory]
    [InlineData("Task M() => null;", "Task M() => Task.CompletedTask;")]
    [InlineData("Task<string> M() { return null; }", "Task<string> M() { return Task.FromResult<string>(null!); }")]
    [InlineData("Task<string?> M() { return null; }", "Task<string?> M() { return Task.FromResult<string?>(null); }")]
    [InlineData("Task M(Stream? s, bool b) => b ? s?.FlushAsync() : Task.CompletedTask;", "Task M(Stream? s, bool b) => b ? s?.FlushAsync() ?? Task.CompletedTask : Task.CompletedTask;")]
    [InlineData("string M() => null; async Task<string> N() { await Task.Yield(); return null; }", "string M() => null; async Task<string> N() { await Task.Yield(); return null; }")]
    public async Task The_compilers_warning_is_fixed_too(string before, string after)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var snippet = Snippet.Of($"class C {{ {before} }}");
        var warnings = (await snippet.Document.Project.GetCompilationAsync(cancellationToken))!.GetDiagnostics(cancellationToken).Where(diagnostic => diagnostic.Id == "CS8603");
        var fixedSnippet = await snippet.FixAllAsync(new NullTaskFix(), [.. warnings], cancellationToken);
        Assert.Equal($"class C {{ {after} }}", await fixedSnippet.TextAsync(cancellationToken));
    }

    private static async Task<IReadOnlyList<string>> CompilerWarningsAsync(string code)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        return [.. (await Snippet.Of(code).Document.Project.GetCompilationAsync(cancellationToken))!.GetDiagnostics(cancellationToken).Select(diagnostic => diagnostic.Id).Where(id => id is "CS8603" or "CS8602")];
    }
}
