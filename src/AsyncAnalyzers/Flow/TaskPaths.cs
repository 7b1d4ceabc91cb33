using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>The paths of one member, and how the operations of its control-flow graphs name them.</summary>
internal sealed class TaskPaths
{
    private const int MaxDepth = 4;

    private readonly Dictionary<ISymbol, TaskPath> roots = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<CaptureId, TaskPath> captures = [];
    private readonly Dictionary<CaptureId, IOperation?> captured = [];

    public TaskPath Of(ISymbol symbol)
    {
        if (!roots.TryGetValue(symbol, out var root))
        {
            roots.Add(symbol, root = new(symbol));
        }

        return root;
    }

    public TaskPath Of(CaptureId id)
    {
        if (!captures.TryGetValue(id, out var root))
        {
            captures.Add(id, root = new((ISymbol?)null));
        }

        return root;
    }

    /// <summary>Notes the value of a temporary; one with several values has none.</summary>
    public void Capture(CaptureId id, IOperation value) => captured[id] = captured.TryGetValue(id, out var known) && known != value ? null : value;

    /// <summary>What a temporary stands for; the operation itself if it is none.</summary>
    public IOperation Resolve(IOperation operation)
    {
        operation = operation.Unwrap();
        while (operation is IFlowCaptureReferenceOperation reference && captured.TryGetValue(reference.Id, out var value) && value is not null)
        {
            operation = value.Unwrap();
        }

        return operation;
    }

    /// <summary>The path that the operation names; null for what is no path, or cannot be followed.</summary>
    public TaskPath? Of(IOperation operation)
    {
        operation = operation.Unwrap();
        switch (operation)
        {
            case ILocalReferenceOperation { Local: { IsRef: false } local }:
                return Trusted(Of(local));
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None or RefKind.In } parameter }:
                return Trusted(Of(parameter));
            case IFieldReferenceOperation field:
                return field.Instance is null or IInstanceReferenceOperation ? Trusted(Of(field.Field)) : MemberOf(field.Instance, field.Field.Name);
            case IPropertyReferenceOperation { Arguments.IsEmpty: true } property:
                return property.Instance is null or IInstanceReferenceOperation ? Trusted(Of(property.Property)) : MemberOf(property.Instance, property.Property.Name);
            case IPropertyReferenceOperation { Arguments: [{ Value: var index }], Instance: { } indexed }:
                return ElementOf(indexed, index);
            case IArrayElementReferenceOperation { Indices: [var index] } element:
                return ElementOf(element.ArrayReference, index);
            case IFlowCaptureReferenceOperation reference:
                return captured.TryGetValue(reference.Id, out var value) && value is not null && Of(value) is { } path ? path : Of(reference.Id);
            case IDeclarationExpressionOperation declaration:
                return Of(declaration.Expression);
            default:
                return null;
        }
    }

    /// <summary>The collection that an indexed access reads or writes; null if the operation is no such access.</summary>
    public static IOperation? CollectionOf(IOperation operation) => operation switch
    {
        IArrayElementReferenceOperation element => element.ArrayReference,
        IPropertyReferenceOperation { Arguments.IsEmpty: false } indexer => indexer.Instance,
        IImplicitIndexerReferenceOperation indexer => indexer.Instance,
        _ => null,
    };

    private static TaskPath? Trusted(TaskPath path) => path.IsVolatile ? null : path;

    private TaskPath? MemberOf(IOperation instance, string name) =>
        Of(instance) is { Depth: < MaxDepth } parent ? parent.Member(name) : null;

    private TaskPath? ElementOf(IOperation collection, IOperation index)
    {
        if (Of(collection) is not { Depth: < MaxDepth } parent)
        {
            return null;
        }

        index = index.Unwrap();
        return index.ConstantValue is { HasValue: true, Value: { } constant }
            ? parent.Element(constant)
            : Of(index) is { Depth: 0 } variable ? parent.Element(variable) : null;
    }
}
