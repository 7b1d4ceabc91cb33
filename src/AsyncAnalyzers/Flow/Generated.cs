using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Flow;

/// <summary>Members whose bodies a generator writes.</summary>
internal static class Generated
{
    /// <summary>True if the symbol carries <c>[GeneratedCode]</c>.</summary>
    public static bool IsMarked(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "GeneratedCodeAttribute")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for a member of an interface that Refit implements with HTTP calls.</summary>
    public static bool ByRefit(IMethodSymbol method)
    {
        if (method.ContainingType?.TypeKind == TypeKind.Interface)
        {
            foreach (var attribute in method.GetAttributes())
            {
                for (var type = attribute.AttributeClass; type is not null; type = type.BaseType)
                {
                    if (type is { Name: "HttpMethodAttribute", ContainingNamespace: { Name: "Refit", ContainingNamespace.IsGlobalNamespace: true } })
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }
}
