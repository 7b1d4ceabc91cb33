using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Cancellation;

/// <summary>
/// The overloads that do the same as a method and take a cancellation token too, as far as the declarations tell. Whether a call may be rewritten to one of
/// them is for <see cref="MissingToken"/> to say.
/// </summary>
internal sealed class TokenOverloads
{
    private static readonly ConditionalWeakTable<Compilation, TokenOverloads> Instances = new();

    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>> known = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, bool> takers = new(SymbolEqualityComparer.Default);
    private readonly TokenTakers names;
    private readonly ImportedExtensions extensions;
    private readonly KnownTypes types;

    private TokenOverloads(Compilation compilation, KnownTypes types)
    {
        this.types = types;
        names = new(types);
        extensions = ImportedExtensions.In(compilation);
    }

    public static TokenOverloads In(Compilation compilation, KnownTypes types) => Instances.GetValue(compilation, key => new(key, types));

    /// <summary>The candidates for a method without a token, in its original definition; almost always none.</summary>
    public ImmutableArray<IMethodSymbol> Of(IMethodSymbol method) => known.TryGetValue(method, out var found) ? found : known.GetOrAdd(method, Find);

    /// <summary>True if the method itself or one of its overloads takes a token: one look-up for most calls.</summary>
    public bool MayTakeToken(IMethodSymbol method)
    {
        if (method is { MethodKind: MethodKind.Ordinary, ContainingType: { } container } && !MayBeExtended(method) && !names.MayHave(container.OriginalDefinition, method.Name))
        {
            return false;
        }

        method = method.OriginalDefinition;
        if (!takers.TryGetValue(method, out var takes))
        {
            takers.TryAdd(method, takes = TokenArgument.IsTakenBy(method, types) || !Of(method).IsEmpty);
        }

        return takes;
    }

    /// <summary>True if an extension may be the overload: an instance method with an asynchronous name.</summary>
    private static bool MayBeExtended(IMethodSymbol method) => !method.IsStatic && method.Name.EndsWith("Async", StringComparison.Ordinal);

    private ImmutableArray<IMethodSymbol> Find(IMethodSymbol method)
    {
        if (method.MethodKind != MethodKind.Ordinary || method.ContainingType is not { } container)
        {
            return ImmutableArray<IMethodSymbol>.Empty;
        }

        var found = ImmutableArray.CreateBuilder<IMethodSymbol>();
        for (var type = container; type is not null; type = type.BaseType)
        {
            AddMembers(type, method, found);
        }

        if (container.TypeKind == TypeKind.Interface)
        {
            foreach (var parent in container.AllInterfaces)
            {
                AddMembers(parent, method, found);
            }
        }

        if (MayBeExtended(method))
        {
            foreach (var extension in extensions.Named(method.Name))
            {
                if (IsOverload(extension, method))
                {
                    found.Add(extension);
                }
            }
        }

        return found.ToImmutable();
    }

    private void AddMembers(INamedTypeSymbol type, IMethodSymbol method, ImmutableArray<IMethodSymbol>.Builder found)
    {
        // To ask a type of a reference for its members makes all of them; the names are there before.
        if (!type.MemberNames.Contains(method.Name))
        {
            return;
        }

        foreach (var member in type.GetMembers(method.Name))
        {
            if (!ReferenceEquals(member, method) && member is IMethodSymbol { MethodKind: MethodKind.Ordinary } candidate && candidate.IsStatic == method.IsStatic && candidate.IsExtensionMethod == method.IsExtensionMethod && IsOverload(candidate, method))
            {
                found.Add(candidate);
            }
        }
    }

    private bool IsOverload(IMethodSymbol candidate, IMethodSymbol method) =>
        TakesTokenToo(candidate, method) && ReturnsSame(candidate.ReturnType, method.ReturnType) && !candidate.IsHidden();

    /// <summary>True if the candidate takes what the method takes, in that order, and beyond that one token and what may be left out.</summary>
    private bool TakesTokenToo(IMethodSymbol candidate, IMethodSymbol method)
    {
        if (candidate.Parameters.Length <= method.Parameters.Length)
        {
            return false;
        }

        var next = 0;
        var tokens = 0;
        for (var index = candidate.IsExtensionMethod && !method.IsExtensionMethod ? 1 : 0; index < candidate.Parameters.Length; index++)
        {
            var parameter = candidate.Parameters[index];
            if (next < method.Parameters.Length && parameter.RefKind == method.Parameters[next].RefKind && IsSame(parameter.Type, method.Parameters[next].Type))
            {
                next++;
            }
            else if (TokenArgument.IsToken(parameter, types))
            {
                tokens++;
            }
            else if (!parameter.IsOptional)
            {
                return false;
            }
        }

        return tokens == 1 && next == method.Parameters.Length;
    }

    private bool ReturnsSame(ITypeSymbol type, ITypeSymbol other) =>
        IsSame(type, other) ||
        types.Awaitables.IsTaskOrValueTask(type) && types.Awaitables.IsTaskOrValueTask(other) &&
        (types.Awaitables.ResultOf(type), types.Awaitables.ResultOf(other)) is var (result, otherResult) &&
        (result is null ? otherResult is null : otherResult is not null && IsSame(result, otherResult));

    /// <summary>True for equal types, where the type parameters of two methods are equal if they stand at the same place.</summary>
    private static bool IsSame(ITypeSymbol type, ITypeSymbol other) =>
        SymbolEqualityComparer.Default.Equals(type, other) ||
        (type, other) switch
        {
            (ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } first, ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } second) => first.Ordinal == second.Ordinal,
            (IArrayTypeSymbol first, IArrayTypeSymbol second) => first.Rank == second.Rank && IsSame(first.ElementType, second.ElementType),
            (INamedTypeSymbol { Arity: > 0 } first, INamedTypeSymbol { Arity: > 0 } second) => HaveSameArguments(first, second),
            _ => false,
        };

    private static bool HaveSameArguments(INamedTypeSymbol first, INamedTypeSymbol second)
    {
        if (!SymbolEqualityComparer.Default.Equals(first.OriginalDefinition, second.OriginalDefinition))
        {
            return false;
        }

        for (var index = 0; index < first.TypeArguments.Length; index++)
        {
            if (!IsSame(first.TypeArguments[index], second.TypeArguments[index]))
            {
                return false;
            }
        }

        return true;
    }
}
