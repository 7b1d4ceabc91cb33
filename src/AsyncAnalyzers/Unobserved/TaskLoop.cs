using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>A <c>foreach</c> over a collection of running tasks that only awaits each, or adds each result to a list.</summary>
/// <param name="Source">The variable that holds the tasks.</param>
/// <param name="Await">The await of the loop variable.</param>
/// <param name="Collector">The list that receives the results; null if they are dropped.</param>
internal sealed record TaskLoop(IOperation Source, IAwaitOperation Await, IOperation? Collector)
{
    public static TaskLoop? Of(IForEachLoopOperation loop, KnownTypes types)
    {
        var source = loop.Collection.Unwrap();
        if (loop.LoopControlVariable is not IVariableDeclaratorOperation { Symbol: var task } || !types.Awaitables.IsTask(task.Type) ||
            source is not (ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation) ||
            !IsMaterialised(source.Type))
        {
            return null;
        }

        var body = loop.Body is IBlockOperation { Operations: [var only] } ? only : loop.Body;
        if (body is not IExpressionStatementOperation { Operation: var statement })
        {
            return null;
        }

        return statement switch
        {
            IAwaitOperation awaited when Awaits(awaited, task) => new(source, awaited, null),
            IInvocationOperation { TargetMethod: { Name: "Add", Parameters.Length: 1 }, Instance: ILocalReferenceOperation or IParameterReferenceOperation, Arguments: [var argument] }
                when argument.Value.Unwrap() is IAwaitOperation awaited && Awaits(awaited, task) => new(source, awaited, ((IInvocationOperation)statement).Instance),
            _ => null,
        };
    }

    private static bool Awaits(IAwaitOperation awaited, ILocalSymbol task) =>
        AwaitedTask.TaskOf(awaited) is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, task);

    /// <summary>True for arrays and collections that know their count; a lazy sequence would start its tasks one by one.</summary>
    private static bool IsMaterialised(ITypeSymbol? type) =>
        type is IArrayTypeSymbol || type is not null && (IsCollection(type) || type.AllInterfaces.Any(IsCollection));

    private static bool IsCollection(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Interface, Arity: 1, Name: "ICollection" or "IReadOnlyCollection", ContainingNamespace: { Name: "Generic", ContainingNamespace.Name: "Collections" } };
}
