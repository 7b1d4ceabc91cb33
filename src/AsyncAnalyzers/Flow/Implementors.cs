using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Flow;

/// <summary>The types declared in a compilation that implement an interface or derive from a class. One look through all types, when first asked.</summary>
internal sealed class Implementors
{
    private static readonly ConditionalWeakTable<Compilation, Implementors> Instances = new();

    private readonly Lazy<Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>>> byContract;

    private Implementors(Compilation compilation) => byContract = new(() => Index(compilation));

    public static Implementors Of(Compilation compilation) => Instances.GetValue(compilation, static key => new(key));

    /// <summary>The classes and structs that implement or derive from the type, for any type arguments; not the type itself.</summary>
    public IReadOnlyList<INamedTypeSymbol> Of(INamedTypeSymbol type) =>
        byContract.Value.TryGetValue(type.OriginalDefinition, out var found) ? found : [];

    private static Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>> Index(Compilation compilation)
    {
        var index = new Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>>(SymbolEqualityComparer.Default);
        var open = new Stack<INamespaceOrTypeSymbol>();
        open.Push(compilation.Assembly.GlobalNamespace);
        while (open.Count > 0)
        {
            foreach (var member in open.Pop().GetMembers())
            {
                if (member is INamespaceSymbol)
                {
                    open.Push((INamespaceSymbol)member);
                }
                else if (member is INamedTypeSymbol type)
                {
                    open.Push(type);
                    if (type.TypeKind is TypeKind.Class or TypeKind.Struct && !type.IsStatic)
                    {
                        Add(index, type);
                    }
                }
            }
        }

        return index;
    }

    private static void Add(Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>> index, INamedTypeSymbol type)
    {
        foreach (var contract in type.AllInterfaces)
        {
            Add(index, contract, type);
        }

        for (var parent = type.BaseType; parent is { SpecialType: SpecialType.None }; parent = parent.BaseType)
        {
            Add(index, parent, type);
        }
    }

    private static void Add(Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>> index, INamedTypeSymbol contract, INamedTypeSymbol type)
    {
        if (!index.TryGetValue(contract.OriginalDefinition, out var types))
        {
            index.Add(contract.OriginalDefinition, types = []);
        }

        // A type may implement an interface for several type arguments.
        if (types.Count == 0 || !SymbolEqualityComparer.Default.Equals(types[types.Count - 1], type))
        {
            types.Add(type);
        }
    }
}
