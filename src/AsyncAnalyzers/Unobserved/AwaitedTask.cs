using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>A statement that does nothing but await a local task: <c>await t;</c>, <c>var x = await t;</c>, <c>x = await t;</c>, <c>return await t;</c>.</summary>
internal sealed record AwaitedTask(ILocalSymbol Local, IAwaitOperation Await)
{
    public static AwaitedTask? InStatement(IOperation statement, KnownTypes types)
    {
        var value = statement switch
        {
            IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: ILocalReferenceOperation or IDiscardOperation, Value: var assigned } } => assigned,
            IExpressionStatementOperation { Operation: var expression } => expression,
            IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [{ Initializer.Value: var initial }] }] } => initial,
            IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } returned } => returned,
            _ => null,
        };
        return value?.Unwrap() is IAwaitOperation awaited && TaskOf(awaited) is ILocalReferenceOperation { Local: var local } && types.Awaitables.IsTask(local.Type)
            ? new(local, awaited)
            : null;
    }

    /// <summary>What is awaited, without <c>ConfigureAwait</c>.</summary>
    public static IOperation TaskOf(IAwaitOperation awaited)
    {
        var task = awaited.Operation.Unwrap();
        return task is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } configured } ? configured.Unwrap() : task;
    }

    public bool Is(ILocalSymbol local) => SymbolEqualityComparer.Default.Equals(Local, local);
}
