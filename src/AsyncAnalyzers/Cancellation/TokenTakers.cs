using System.Collections.Concurrent;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Cancellation;

/// <summary>
/// The names of the methods with a cancellation token that the types of a compilation declare or inherit: none for most, so that calls of their methods need no look at the method.
/// </summary>
internal sealed class TokenTakers(KnownTypes types)
{
    private static readonly HashSet<string> None = [];

    // Null for types of references, and those that inherit from them: all their members would have to be read.
    private readonly ConcurrentDictionary<INamedTypeSymbol, HashSet<string>?> known = new(SymbolEqualityComparer.Default);

    /// <summary>True if the type, in its original definition, may have a method of that name with a token.</summary>
    public bool MayHave(INamedTypeSymbol type, string name) => Of(type) is not { } names || names.Contains(name);

    private HashSet<string>? Of(INamedTypeSymbol type) => known.TryGetValue(type, out var names) ? names : known.GetOrAdd(type, Find);

    private HashSet<string>? Find(INamedTypeSymbol type)
    {
        if (type.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType or SpecialType.System_Enum)
        {
            return None;
        }

        if (type.DeclaringSyntaxReferences.IsEmpty)
        {
            return null;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        if (IsTokenNamedAround(type))
        {
            foreach (var member in type.GetMembers())
            {
                if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && TokenArgument.IsTakenBy(method, types))
                {
                    names.Add(method.Name);
                }
            }
        }

        if (type.BaseType is { } parent && !Add(parent))
        {
            return null;
        }

        if (type.TypeKind == TypeKind.Interface)
        {
            foreach (var contract in type.Interfaces)
            {
                if (!Add(contract))
                {
                    return null;
                }
            }
        }

        return names.Count == 0 ? None : names;

        bool Add(INamedTypeSymbol inherited)
        {
            if (Of(inherited.OriginalDefinition) is not { } more)
            {
                return false;
            }

            names.UnionWith(more);
            return true;
        }
    }

    /// <summary>
    /// True if the text of a file that declares the type, or a part of it, says <c>CancellationToken</c>: to search it is far cheaper than to ask each method for its parameters. Not if all
    /// it says is an alias that another file gives the token with <c>global using</c>.
    /// </summary>
    private static bool IsTokenNamedAround(INamedTypeSymbol type)
    {
        foreach (var declaration in type.DeclaringSyntaxReferences)
        {
            if (declaration.SyntaxTree.GetText().ToString().IndexOf("CancellationToken", StringComparison.Ordinal) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
