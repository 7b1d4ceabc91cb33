using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Flow;

/// <summary>A type may capture the parameters of its primary constructor without a field to be seen.</summary>
internal static class PrimaryConstructor
{
    /// <summary>The parameters of the type's primary constructor; none if it has no such constructor in source.</summary>
    public static ImmutableArray<IParameterSymbol> ParametersOf(INamedTypeSymbol type)
    {
        foreach (var constructor in type.InstanceConstructors)
        {
            if (constructor.DeclaringSyntaxReferences is [var reference] && reference.GetSyntax() is TypeDeclarationSyntax)
            {
                return constructor.Parameters;
            }
        }

        return ImmutableArray<IParameterSymbol>.Empty;
    }
}
