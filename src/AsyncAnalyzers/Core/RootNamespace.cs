using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Core;

/// <summary>The outermost namespace that a symbol stands in, which tells whose it is.</summary>
internal static class RootNamespace
{
    /// <summary>Its name; empty for what stands in no namespace, null for no symbol.</summary>
    public static string? Of(ISymbol? symbol)
    {
        var space = symbol?.ContainingNamespace;
        while (space is { ContainingNamespace: { IsGlobalNamespace: false } outer })
        {
            space = outer;
        }

        return space?.Name;
    }
}
