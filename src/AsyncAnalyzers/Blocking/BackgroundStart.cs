using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Blocking;

/// <summary>
/// Recognises methods in source that start their asynchronous twin, or queue it, and do not wait for it: <c>void Destroy() => Enqueue(() => DestroyAsync());</c>.
/// Not: those that wait, by what they name (<c>Wait</c>, <c>Result</c>, <c>RunSync</c>, …).
/// </summary>
internal static class BackgroundStart
{
    public static bool Is(IMethodSymbol method)
    {
        if (!method.ReturnsVoid || method.DeclaringSyntaxReferences is not [var reference] || reference.GetSyntax() is not MethodDeclarationSyntax declaration)
        {
            return false;
        }

        var starts = false;
        foreach (var token in declaration.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken))
            {
                if (Waits(token.ValueText))
                {
                    return false;
                }

                starts |= token.ValueText == method.Name + "Async";
            }
        }

        return starts;
    }

    private static bool Waits(string name) =>
        name is "Result" or "GetResult" or "Run" or "Join" ||
        name.StartsWith("Wait", StringComparison.Ordinal) ||
        name.StartsWith("Block", StringComparison.Ordinal) ||
        name.IndexOf("Sync", StringComparison.Ordinal) >= 0;
}
