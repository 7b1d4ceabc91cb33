using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.CodeFixes.Cancellation;

/// <summary>Whether a method whose parameters have another order could be mistaken for one of its overloads.</summary>
internal static class Overloads
{
    public static async Task<bool> MayTakeCallsAsync(MethodFamily family, int[] order, FixTarget target, IEnumerable<Document> documents)
    {
        var compilations = new HashSet<Compilation>();
        foreach (var project in documents.Select(static document => document.Project).Distinct())
        {
            if (await project.GetCompilationAsync(target.CancellationToken).ConfigureAwait(false) is { } compilation)
            {
                compilations.Add(compilation);
            }
        }

        foreach (var method in family.Methods)
        {
            var moved = order.Select(ordinal => method.Parameters[ordinal]).ToArray();
            foreach (var other in OthersOf(method, compilations, target).Where(other => !family.Contains(other)))
            {
                if (MayBeMistaken(moved, other.Parameters, target) ||
                    TokenLastOrder.Of(other, target.Types) is { } otherOrder && MayBeMistaken(moved, [.. otherOrder.Select(ordinal => other.Parameters[ordinal])], target))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static IEnumerable<IMethodSymbol> OthersOf(IMethodSymbol method, IEnumerable<Compilation> compilations, FixTarget target)
    {
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return [];
        }

        if (method.MethodKind == MethodKind.Constructor)
        {
            return method.ContainingType.InstanceConstructors;
        }

        var others = Lineage(method.ContainingType).SelectMany(type => type.GetMembers(method.Name)).ToList();
        foreach (var compilation in compilations)
        {
            others.AddRange(compilation.GetSymbolsWithName(method.Name, SymbolFilter.Member, target.CancellationToken).Where(other =>
                other is IMethodSymbol { IsExtensionMethod: true } && method.IsExtensionMethod ||
                Lineage(other.ContainingType).Any(type => type.OriginalDefinition.ToDisplayString() == method.ContainingType.OriginalDefinition.ToDisplayString())));
        }

        if (method.IsExtensionMethod && method.Parameters[0].Type is INamedTypeSymbol extended)
        {
            // What stands here has no argument for the extended object.
            others.AddRange(target.Model.LookupSymbols(target.Node.SpanStart, extended, method.Name, includeReducedExtensionMethods: true)
                .OfType<IMethodSymbol>().Select(static other => other.ReducedFrom ?? other));
        }

        return others.OfType<IMethodSymbol>();
    }

    private static IEnumerable<INamedTypeSymbol> Lineage(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }

        foreach (var contract in type.AllInterfaces)
        {
            yield return contract;
        }
    }

    private static bool MayBeMistaken(IReadOnlyList<IParameterSymbol> moved, IReadOnlyList<IParameterSymbol> other, FixTarget target)
    {
        var (movedRequired, otherRequired) = (Required(moved), Required(other));
        if (movedRequired > Maximum(other) || otherRequired > Maximum(moved))
        {
            return false;
        }

        for (var index = 0; index < Math.Min(movedRequired, otherRequired); index++)
        {
            if (AreApart(moved[index].Type, other[index].Type, target))
            {
                return false;
            }
        }

        return true;
    }

    private static int Required(IReadOnlyList<IParameterSymbol> parameters) => parameters.Count(static parameter => !parameter.IsOptional && !parameter.IsParams);

    private static int Maximum(IReadOnlyList<IParameterSymbol> parameters) => parameters.Any(static parameter => parameter.IsParams) ? int.MaxValue : parameters.Count;

    /// <summary>True if no argument fits both types. Lambdas, collections, interpolated strings and null fit more types than one.</summary>
    private static bool AreApart(ITypeSymbol one, ITypeSymbol other, FixTarget target) =>
        (IsPlain(one, target.Types) && IsPlain(other, target.Types) || IsToken(one, target.Types) && IsApartFromToken(other) || IsToken(other, target.Types) && IsApartFromToken(one)) &&
        !target.Model.Compilation.ClassifyCommonConversion(one, other).Exists &&
        !target.Model.Compilation.ClassifyCommonConversion(other, one).Exists;

    private static bool IsPlain(ITypeSymbol type, KnownTypes types) =>
        type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_String || type.TypeKind == TypeKind.Enum || IsToken(type, types);

    private static bool IsToken(ITypeSymbol type, KnownTypes types) => SymbolEqualityComparer.Default.Equals(type, types.CancellationToken);

    private static bool IsApartFromToken(ITypeSymbol type) => type.TypeKind is TypeKind.Class or TypeKind.Struct or TypeKind.Delegate or TypeKind.Array;
}
