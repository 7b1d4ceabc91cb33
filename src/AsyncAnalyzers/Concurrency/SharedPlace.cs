using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

internal enum PlaceOwner
{
    /// <summary>A static field or property.</summary>
    Type,

    /// <summary>A field or property of <c>this</c>, or a parameter of its primary constructor.</summary>
    Instance,

    /// <summary>A local or parameter of a function around the one that uses it.</summary>
    OuterFunction,
}

/// <summary>A variable that more than one run of a function may reach, and what it belongs to.</summary>
/// <param name="Operation">What names it.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Variable">The local or parameter through which it is reached; null if it is static or of <c>this</c>.</param>
internal readonly record struct SharedPlace(IOperation Operation, PlaceOwner Owner, ISymbol? Variable)
{
    /// <summary>Null for locals of the function itself, properties that run code, and what need not mean the same variable each time.</summary>
    public static SharedPlace? Of(IOperation target, ISymbol containingSymbol)
    {
        if (!IsStorage(target, containingSymbol))
        {
            return null;
        }

        var root = target;
        while (OwnerOf(root) is { } owner)
        {
            root = owner;
        }

        switch (root)
        {
            case IFieldReferenceOperation { Instance: null } or IPropertyReferenceOperation { Instance: null }:
                return new(target, PlaceOwner.Type, null);
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }:
                return containingSymbol.ContainingType is { IsValueType: false } ? new(target, PlaceOwner.Instance, null) : null;
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None, ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor } } when !SymbolEqualityComparer.Default.Equals(constructor, containingSymbol):
                return constructor.ContainingType is { IsValueType: false } ? new(target, PlaceOwner.Instance, null) : null;
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter }:
                return IsOuter(parameter, target, containingSymbol) ? new(target, PlaceOwner.OuterFunction, parameter) : null;
            case ILocalReferenceOperation { Local: { RefKind: RefKind.None } local }:
                return IsOuter(local, target, containingSymbol) ? new(target, PlaceOwner.OuterFunction, local) : null;
            default:
                return null;
        }
    }

    /// <summary>True if the operation names the same variable.</summary>
    public bool IsNamedBy(IOperation operation) => operation.Kind == Operation.Kind && AreSame(operation, Operation);

    private static bool AreSame(IOperation one, IOperation other) => (one, other) switch
    {
        (IArrayElementReferenceOperation a, IArrayElementReferenceOperation b) => Place.AreSame(a.ArrayReference.Unwrap(), b.ArrayReference.Unwrap()) && a.Syntax.IsEquivalentTo(b.Syntax),
        (IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } a }, IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } b }) => Place.AreSame(a.Unwrap(), b.Unwrap()) && one.Syntax.IsEquivalentTo(other.Syntax),
        _ => Place.AreSame(one, other),
    };

    private static IOperation? OwnerOf(IOperation place) => place switch
    {
        IFieldReferenceOperation { Instance: { } owner } => owner.Unwrap(),
        IPropertyReferenceOperation { Instance: { } owner } => owner.Unwrap(),
        IArrayElementReferenceOperation element => element.ArrayReference.Unwrap(),
        _ => null,
    };

    /// <summary>True for what holds a value and does nothing else, and is the same each time it is named.</summary>
    private static bool IsStorage(IOperation target, ISymbol containingSymbol) => target switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation => true,
        IFieldReferenceOperation => Place.Is(target),
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } collection, Arguments: var arguments } => Place.Is(collection.Unwrap()) && arguments.All(argument => IsFixed(argument.Value, containingSymbol)),
        IPropertyReferenceOperation { Property: var property } => Place.Is(target) && IsAutomatic(property),
        IArrayElementReferenceOperation element => Place.Is(element.ArrayReference.Unwrap()) && element.Indices.All(index => IsFixed(index, containingSymbol)),
        _ => false,
    };

    /// <summary>A key that every run of the function has in common.</summary>
    private static bool IsFixed(IOperation key, ISymbol containingSymbol) => key.ConstantValue.HasValue || Of(key.Unwrap(), containingSymbol) is not null;

    /// <summary>True for a property with a field of its own.</summary>
    public static bool IsAutomatic(IPropertySymbol property)
    {
        foreach (var member in property.ContainingType.GetMembers())
        {
            if (member is IFieldSymbol { AssociatedSymbol: { } owner } && SymbolEqualityComparer.Default.Equals(owner, property.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOuter(ISymbol variable, IOperation use, ISymbol containingSymbol) =>
        EnclosingFunction.BoundaryOf(use) is not null && !SymbolEqualityComparer.Default.Equals(EnclosingFunction.Of(use, containingSymbol), variable.ContainingSymbol);
}
