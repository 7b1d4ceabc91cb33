using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>
/// An object as it is reached by a variable and members that always yield the same one: <c>db</c>, <c>_db</c>, <c>unit.Context</c>. Two of them are
/// equal if they are surely the same object, as long as nobody assigns anything.
/// </summary>
/// <param name="Parent">What the member is read from; null for a variable, a static member or one of <c>this</c>.</param>
/// <param name="Symbol">The variable or member; the type for <c>this</c>.</param>
internal sealed record SharedObject(SharedObject? Parent, ISymbol Symbol)
{
    /// <summary>The variable or member that the way to the object begins with.</summary>
    public ISymbol Root => Parent?.Root ?? Symbol;

    public string Name => Parent is null ? Symbol is ITypeSymbol ? "this" : Symbol.Name : $"{Parent.Name}.{Symbol.Name}";

    /// <summary>Null if evaluating the expression twice may yield two objects.</summary>
    public static SharedObject? Of(IOperation value)
    {
        switch (value.Unwrap())
        {
            case ILocalReferenceOperation { Local: { RefKind: RefKind.None } local }:
                return new(null, local);
            case IParameterReferenceOperation { Parameter: var parameter }:
                return new(null, parameter);
            case IFieldReferenceOperation { Field: { IsConst: false } field } reference when !IsPerThread(field):
                return OfMember(field, reference.Instance);
            case IPropertyReferenceOperation { Property: { IsIndexer: false } property } reference when IsPlain(property):
                return OfMember(property, reference.Instance);
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance, Type: { } type }:
                return new(null, type);
            case IConditionalAccessInstanceOperation instance:
                return ReceiverOf(instance) is { } receiver ? Of(receiver) : null;
            default:
                return null;
        }
    }

    /// <summary>False if the object belongs to one run of <paramref name="run"/>.</summary>
    public bool IsSharedBy(IOperation run) => !SharedValues.IsDeclaredIn(Root, run);

    public bool Equals(SharedObject? other) => other is not null && SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol) && Equals(Parent, other.Parent);

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Symbol);

    /// <summary>What stands before the <c>?.</c> whose right side begins with the operation.</summary>
    public static IOperation? ReceiverOf(IConditionalAccessInstanceOperation instance)
    {
        for (var (child, parent) = ((IOperation)instance, instance.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IConditionalAccessOperation access && access.WhenNotNull == child)
            {
                return access.Operation;
            }
        }

        return null;
    }

    private static SharedObject? OfMember(ISymbol member, IOperation? instance) =>
        instance is null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } ? new(null, member)
        : Of(instance) is { } parent ? new(parent, member)
        : null;

    private static bool IsPerThread(IFieldSymbol field)
    {
        if (field.IsStatic)
        {
            foreach (var attribute in field.GetAttributes())
            {
                if (attribute.AttributeClass?.Name == "ThreadStaticAttribute")
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>True for a property in source that only holds a value: an automatic one, or one that reads a field.</summary>
    private static bool IsPlain(IPropertySymbol property) =>
        property is { IsAbstract: false, DeclaringSyntaxReferences: [var declaration] } && declaration.GetSyntax() switch
        {
            ParameterSyntax => true,
            PropertyDeclarationSyntax { ExpressionBody.Expression: var value } => value is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax },
            PropertyDeclarationSyntax { AccessorList.Accessors: var accessors } => property.ContainingType.TypeKind != TypeKind.Interface && accessors.All(static accessor => accessor is { Body: null, ExpressionBody: null }),
            _ => false,
        };
}
