using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>
/// The last statement of a loop body when it puts the result of the iteration into a local: <c>list.Add(v)</c>, <c>array[i] = v</c>, <c>sum += v</c>, <c>count++</c>,
/// or one of these under an <c>if</c>. All results can be collected first and put there afterwards, in the same order.
/// </summary>
internal sealed class LoopTail
{
    private LoopTail(IOperation statement, IOperation store, ILocalSymbol target, IOperation targetReference, IOperation? value, IConditionalOperation? condition, IOperation computed)
    {
        Computed = computed;
        Statement = statement;
        Store = store;
        Target = target;
        TargetReference = targetReference;
        Value = value;
        Condition = condition;
    }

    /// <summary>The whole statement.</summary>
    public IOperation Statement { get; }

    /// <summary>The call, assignment or increment that changes <see cref="Target"/>.</summary>
    public IOperation Store { get; }

    /// <summary>The local that receives the results.</summary>
    public ILocalSymbol Target { get; }

    /// <summary>The only place in the loop that may mention <see cref="Target"/>.</summary>
    public IOperation TargetReference { get; }

    /// <summary>What is put there; null for <c>count++</c>.</summary>
    public IOperation? Value { get; }

    /// <summary>The <c>if</c> around <see cref="Store"/>.</summary>
    public IConditionalOperation? Condition { get; }

    /// <summary>What the tail computes in each iteration: the condition if there is one, else the value.</summary>
    public IOperation Computed { get; }

    /// <summary>The tail of a body, or null if the last statement is none.</summary>
    public static LoopTail? Of(ILoopOperation loop)
    {
        if (Last(loop.Body) is not { } statement)
        {
            return null;
        }

        var condition = statement as IConditionalOperation;
        if (condition is { WhenFalse: not null } || (condition is null ? statement : Only(condition.WhenTrue)) is not IExpressionStatementOperation { Operation: { } store })
        {
            return null;
        }

        var (target, value) = store switch
        {
            IInvocationOperation { Instance: { } instance } call when IsStore(call.TargetMethod) && call.Arguments.Length > 0 => (instance.Unwrap(), Awaited(call)),
            ISimpleAssignmentOperation { IsRef: false, Target: IArrayElementReferenceOperation element } assignment => (element.ArrayReference.Unwrap(), assignment.Value),
            ISimpleAssignmentOperation { IsRef: false, Target: IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance } element } assignment when IsCollection(element.Property.ContainingType) =>
                (instance.Unwrap(), assignment.Value),
            ICompoundAssignmentOperation { OperatorMethod: null } compound => (compound.Target, compound.Value),
            IIncrementOrDecrementOperation { OperatorMethod: null } step => (step.Target, null),
            _ => default,
        };
        return (condition?.Condition ?? value) is { } computed && target is ILocalReferenceOperation { Local: { IsRef: false, Type.IsRefLikeType: false } local } reference && !loop.Syntax.Span.Contains(local.Locations[0].SourceSpan)
            ? new(statement, store, local, reference, value, condition, computed)
            : null;
    }

    /// <summary>The argument that awaits, or the last one.</summary>
    private static IOperation? Awaited(IInvocationOperation call)
    {
        IOperation? value = null;
        foreach (var argument in call.Arguments)
        {
            value = argument.Value;
            if (HasAwait(value))
            {
                break;
            }
        }

        return value;
    }

    public static bool HasAwait(IOperation operation)
    {
        if (operation is IAwaitOperation)
        {
            return true;
        }

        foreach (var inner in operation.Descendants())
        {
            if (inner is IAwaitOperation)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsStore(IMethodSymbol method) =>
        method.Name is "Add" or "AddRange" or "TryAdd" or "Enqueue" or "Push" or "AddLast" or "Append" or "AppendLine" && IsCollection(method.ContainingType);

    private static bool IsCollection(INamedTypeSymbol type) =>
        type is { ContainingNamespace: { Name: "Generic", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } } } or { Name: "StringBuilder", ContainingNamespace.Name: "Text" };

    private static IOperation? Last(IOperation body)
    {
        while (body is IBlockOperation block)
        {
            if (block.Operations.Length == 0)
            {
                return null;
            }

            body = block.Operations[block.Operations.Length - 1];
        }

        return body;
    }

    private static IOperation? Only(IOperation body) =>
        body is not IBlockOperation block ? body : block is { Operations: [var only], Locals.IsEmpty: true } ? only : null;
}
