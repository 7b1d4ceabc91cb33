using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Core;

/// <summary>Which token a call named <c>Here()</c> should pass on.</summary>
public sealed class TokenInScopeTests
{
    [Theory]
    [InlineData("void M(CancellationToken ct) { Here(); }", "ct")]
    [InlineData("void M(CancellationToken @event) { Here(); }", "@event")]
    [InlineData("void M(int n) { Here(); }", null)]
    [InlineData("void M(CancellationToken a, CancellationToken b) { Here(); }", "b")]
    [InlineData("void M(CancellationToken outer) { Action<CancellationToken> f = inner => Here(); }", "inner")]
    [InlineData("void M(CancellationToken outer) { Action f = () => Here(); }", "outer")]
    [InlineData("void M(CancellationToken outer) { Action f = static () => Here(); }", null)]
    [InlineData("void M(CancellationToken outer) { static void Local() { Here(); } }", null)]
    [InlineData("void M(CancellationToken outer) { void Local() { Here(); } }", "outer")]
    [InlineData("void M() { var source = new CancellationTokenSource(); var token = source.Token; Here(); }", "token")]
    [InlineData("void M() { Here(); var token = new CancellationTokenSource().Token; }", null)]
    [InlineData("void M() { var token = Here(); }", null)]
    [InlineData("void M(out CancellationToken ct) { Here(); ct = default; }", null)]
    [InlineData("CancellationToken stopping; void M() { Here(); }", "stopping")]
    [InlineData("CancellationToken Stopping { get; } void M() { Here(); }", "Stopping")]
    [InlineData("CancellationToken stopping; static void M() { Here(); }", null)]
    [InlineData("CancellationToken stopping; void M() { static void Local() { Here(); } }", null)]
    [InlineData("CancellationToken stopping; void M(CancellationToken near) { Here(); }", "near")]
    [InlineData("void M(Context context) { Here(); }", "context.Aborted")]
    [InlineData("void M(Hidden context) { Here(); }", null)]
    [InlineData("CancellationToken stopping; void M(Context context) { Here(); }", "stopping")]
    [InlineData("void M(CancellationToken ct) { try { } finally { Here(); } }", null)]
    [InlineData("void M(CancellationToken ct) { try { } catch { Here(); } }", null)]
    [InlineData("CancellationToken stopping; void Dispose() { Here(); }", null)]
    public void The_nearest_token_is_found(string member, string? expected)
    {
        var code = $$"""
            using System; using System.Threading;
            class C { static CancellationToken Here() => default; {{member}} }
            class Context { public CancellationToken Aborted => default; }
            class Hidden { CancellationToken Aborted => default; }
            """;
        var tree = CSharpSyntaxTree.ParseText(code);
        var compilation = CSharpCompilation.Create("Test", [tree], Frameworks.Net100);
        var call = tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Single(node => node.ToString() == "Here()");
        Assert.Equal(expected, TokenInScope.Find(call, compilation.GetSemanticModel(tree), KnownTypes.Of(compilation)!));
    }
}
