using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Blocking;

/// <summary>The shipped list of members, types and namespaces whose asynchronous twins bring nothing.</summary>
internal static class ExcludedTwins
{
    private static readonly ILookup<char, string> Ids = DataFile.Lines("excluded-twins.txt").ToLookup(static id => id[0]);
    private static readonly SymbolList Members = SymbolList.Of(Ids['M'].Concat(Ids['P']));
    private static readonly HashSet<string> Types = new(Ids['T'].Select(static id => id.Substring(2)), StringComparer.Ordinal);
    private static readonly HashSet<string> Namespaces = new(Ids['N'].Select(static id => id.Substring(2)), StringComparer.Ordinal);
    private static readonly HashSet<string> SimpleNames = new(Types.Concat(Namespaces).Select(static name => name.Substring(name.LastIndexOf('.') + 1)), StringComparer.Ordinal);

    public static bool Contains(ISymbol member) => Members.Contains(member) || Contains(member.ContainingType);

    /// <summary>True for a listed type, one that derives from it, and one in a listed namespace.</summary>
    public static bool Contains(ITypeSymbol? type)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (IsListed(current, Types) || IsInListedNamespace(current))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInListedNamespace(ITypeSymbol type)
    {
        for (var around = type.ContainingNamespace; around is { IsGlobalNamespace: false }; around = around.ContainingNamespace)
        {
            if (IsListed(around, Namespaces))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Full names are dear to make, simple ones are there.</summary>
    private static bool IsListed(ISymbol symbol, HashSet<string> names) => SimpleNames.Contains(symbol.Name) && names.Contains(symbol.OriginalDefinition.ToDisplayString());
}
