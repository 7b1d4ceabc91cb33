using AsyncAnalyzers.CodeFixes.Cancellation;
using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Cancellation;

/// <summary>The compiler's CS8425.</summary>
public sealed class EnumeratorCancellationFixTests
{
    [Theory]
    [InlineData("async IAsyncEnumerable<int> M(CancellationToken ct) { await Task.Delay(1, ct); yield return 1; }", "async IAsyncEnumerable<int> M([EnumeratorCancellation] CancellationToken ct) { await Task.Delay(1, ct); yield return 1; }")]
    [InlineData("async IAsyncEnumerable<int> M(int n, /* stop */ CancellationToken ct = default) { await Task.Delay(n, ct); yield return 1; }", "async IAsyncEnumerable<int> M(int n, /* stop */ [EnumeratorCancellation] CancellationToken ct = default) { await Task.Delay(n, ct); yield return 1; }")]
    [InlineData(
        "void M() { async IAsyncEnumerable<int> Local(CancellationToken ct) { await Task.Delay(1, ct); yield return 1; } Local(default); }",
        "void M() { async IAsyncEnumerable<int> Local([EnumeratorCancellation] CancellationToken ct) { await Task.Delay(1, ct); yield return 1; } Local(default); }")]
    [InlineData(
        "async IAsyncEnumerable<int> M(CancellationToken ct) { await Task.Delay(1, ct); yield return 1; }\n    async IAsyncEnumerable<int> N(CancellationToken ct) { await Task.Delay(1, ct); yield return 1; }",
        "async IAsyncEnumerable<int> M([EnumeratorCancellation] CancellationToken ct) { await Task.Delay(1, ct); yield return 1; }\n    async IAsyncEnumerable<int> N([EnumeratorCancellation] CancellationToken ct) { await Task.Delay(1, ct); yield return 1; }")]
    public async Task The_token_gets_the_attribute(string member, string expected)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var snippet = Snippet.Of($"class C\n{{\n    {member}\n}}\n");
        var warnings = (await snippet.Document.Project.GetCompilationAsync(cancellationToken))!.GetDiagnostics(cancellationToken).Where(static diagnostic => diagnostic.Id == "CS8425");
        var made = await snippet.FixAllAsync(new EnumeratorCancellationFix(), [.. warnings], cancellationToken);
        Assert.Equal($"using System.Runtime.CompilerServices;\n\nclass C\n{{\n    {expected}\n}}\n", (await made.TextAsync(cancellationToken)).ReplaceLineEndings("\n"));
        Assert.DoesNotContain((await made.Document.Project.GetCompilationAsync(cancellationToken))!.GetDiagnostics(cancellationToken), static diagnostic => diagnostic.Id == "CS8425");
    }
}
