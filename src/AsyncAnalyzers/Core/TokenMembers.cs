using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Core;

/// <summary>The cancellation tokens that objects hold, for each type of a compilation.</summary>
internal sealed class TokenMembers
{
    private static readonly ConditionalWeakTable<Compilation, TokenMembers> Instances = new();

    private readonly ConcurrentDictionary<ITypeSymbol, string> ofObjects = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, (string? Direct, string? Deep)> ofThis = new(SymbolEqualityComparer.Default);
    private readonly Compilation compilation;
    private readonly KnownTypes types;

    private TokenMembers(Compilation compilation, KnownTypes types)
    {
        this.compilation = compilation;
        this.types = types;
    }

    public static TokenMembers In(Compilation compilation, KnownTypes types) => Instances.GetValue(compilation, key => new(key, types));

    /// <summary>The one token that an object of the type offers to everybody, as <c>HttpContext.RequestAborted</c>; null if there is none, or a choice.</summary>
    public string? Of(ITypeSymbol type) => ofObjects.GetOrAdd(type, key => FindIn(key)) is { Length: > 0 } found ? found : null;

    /// <summary>The token that is a field or property of <c>this</c>, or else that of a context which is one; null if there is none, or a choice.</summary>
    public (string? Direct, string? Deep) OfThis(INamedTypeSymbol type) => ofThis.GetOrAdd(type, key => FindOn((INamedTypeSymbol)key));

    /// <summary>What an expression of type <c>CancellationToken?</c> is where a token is wanted.</summary>
    public static string AsToken(string expression, ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T ? expression + ".GetValueOrDefault()" : expression;

    private string FindIn(ITypeSymbol type)
    {
        var found = "";
        foreach (var member in Members(type))
        {
            if (member is IPropertySymbol { DeclaredAccessibility: Accessibility.Public or Accessibility.Internal, Type: var memberType } property && IsReadable(property) &&
                TokenArgument.IsToken(memberType, types) && compilation.IsSymbolAccessibleWithin(member, compilation.Assembly))
            {
                if (found.Length > 0)
                {
                    return "";
                }

                found = AsToken(NameOf(member), memberType);
            }
        }

        return found;
    }

    private (string? Direct, string? Deep) FindOn(INamedTypeSymbol type)
    {
        var (direct, deep) = (new List<string>(), new List<string>());
        foreach (var parameter in PrimaryConstructor.ParametersOf(type))
        {
            Add(parameter.Type, parameter, isProperty: true);
        }

        foreach (var member in Members(type))
        {
            if (!member.CanBeReferencedByName || !compilation.IsSymbolAccessibleWithin(member, type))
            {
                continue;
            }

            if (member is IFieldSymbol { Type: var fieldType })
            {
                Add(fieldType, member, isProperty: false);
            }
            else if (member is IPropertySymbol property && IsReadable(property))
            {
                Add(property.Type, member, isProperty: true);
            }
        }

        return (direct.Count == 1 ? direct[0] : null, direct.Count == 0 && deep.Count == 1 ? deep[0] : null);

        void Add(ITypeSymbol memberType, ISymbol member, bool isProperty)
        {
            if (TokenArgument.IsToken(memberType, types))
            {
                direct.Add(AsToken(NameOf(member), memberType));
            }
            else if (isProperty && IsContext(memberType) && Of(memberType) is { } inner)
            {
                deep.Add($"{NameOf(member)}.{inner}");
            }
        }
    }

    /// <summary>True for objects that stand for the request or call at hand, going by the name.</summary>
    public static bool IsContext(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Interface, NullableAnnotation: not NullableAnnotation.Annotated } && type.Name.EndsWith("Context", StringComparison.Ordinal);

    private static bool IsReadable(IPropertySymbol property) => property is { GetMethod: not null, Parameters.IsEmpty: true, ExplicitInterfaceImplementations.IsEmpty: true };

    private static IEnumerable<ISymbol> Members(ITypeSymbol type)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (member is { IsStatic: false } and (IFieldSymbol or IPropertySymbol { IsOverride: false }))
                {
                    yield return member;
                }
            }
        }

        if (type.TypeKind == TypeKind.Interface)
        {
            foreach (var parent in type.AllInterfaces)
            {
                foreach (var member in parent.GetMembers())
                {
                    if (member is IPropertySymbol { IsStatic: false })
                    {
                        yield return member;
                    }
                }
            }
        }
    }

    /// <summary>A name as it is written: with @ where it is a keyword.</summary>
    public static string NameOf(ISymbol symbol) =>
        Microsoft.CodeAnalysis.CSharp.SyntaxFacts.GetKeywordKind(symbol.Name) == Microsoft.CodeAnalysis.CSharp.SyntaxKind.None ? symbol.Name : "@" + symbol.Name;
}
