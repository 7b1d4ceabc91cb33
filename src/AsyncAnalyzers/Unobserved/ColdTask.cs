using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

internal enum ColdTaskFate
{
    /// <summary>It is started, inspected, or somebody else has it, who may start it.</summary>
    Unknown,

    /// <summary>Nobody can start it any more, and nobody waits for it.</summary>
    Dropped,

    Waited,
    Returned,
}

/// <summary>Says what becomes of a task made by <c>new Task(…)</c>. A cold task is only started by who holds it, so any way out makes it unknown.</summary>
internal static class ColdTask
{
    public static ColdTaskFate FateOf(IOperation task, KnownTypes types, CancellationToken cancellationToken)
    {
        var child = task;
        var parent = task.Parent;
        while (YieldsChild(parent, child, types))
        {
            (child, parent) = (parent!, parent!.Parent);
        }

        return parent switch
        {
            IExpressionStatementOperation => ColdTaskFate.Dropped,
            IAwaitOperation => ColdTaskFate.Waited,
            IInvocationOperation call when call.Instance == child => FateByCall(call, types),
            IPropertyReferenceOperation { Property.Name: "Result" } => ColdTaskFate.Waited,
            IReturnOperation { Kind: OperationKind.Return } result => FateByReturn(result, types),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } when task is not ILocalReferenceOperation => FateOf(declarator.Symbol, declarator, types, cancellationToken),
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation target, Parent: IExpressionStatementOperation } when task is not ILocalReferenceOperation => FateOf(target.Local, target, types, cancellationToken),
            _ => IsAwaitedTogether(child, types) ? ColdTaskFate.Waited : ColdTaskFate.Unknown,
        };
    }

    /// <summary>The worst that happens to the local; unknown as soon as one use is.</summary>
    private static ColdTaskFate FateOf(ILocalSymbol local, IOperation mention, KnownTypes types, CancellationToken cancellationToken)
    {
        if (LocalHistory.Of(local, mention, cancellationToken) is not { IsCaptured: false } history)
        {
            return ColdTaskFate.Unknown;
        }

        var fate = ColdTaskFate.Dropped;
        foreach (var read in history.Reads)
        {
            switch (FateOf(read, types, cancellationToken))
            {
                case ColdTaskFate.Unknown:
                    return ColdTaskFate.Unknown;
                case ColdTaskFate.Waited:
                    fate = ColdTaskFate.Waited;
                    break;
                case ColdTaskFate.Returned when fate == ColdTaskFate.Dropped:
                    fate = ColdTaskFate.Returned;
                    break;
            }
        }

        return fate;
    }

    private static bool YieldsChild(IOperation? parent, IOperation child, KnownTypes types) => parent switch
    {
        IParenthesizedOperation => true,
        IConversionOperation { OperatorMethod: null } conversion => types.Awaitables.IsTask(conversion.Type),
        IConditionalOperation { Type: not null } conditional => conditional.Condition != child,
        ICoalesceOperation or ISwitchExpressionArmOperation => true,
        ISwitchExpressionOperation choice => choice.Value != child,
        _ => false,
    };

    /// <summary>A wait with a limit may be a test's way to a task that never completes.</summary>
    private static ColdTaskFate FateByCall(IInvocationOperation call, KnownTypes types) => call.TargetMethod.Name switch
    {
        "Wait" or "WaitAsync" when types.IsTestProject && !call.Arguments.IsEmpty => ColdTaskFate.Unknown,
        "Wait" or "WaitAsync" or "GetAwaiter" or "ConfigureAwait" => ColdTaskFate.Waited,
        "ContinueWith" => ColdTaskFate.Dropped,
        _ => ColdTaskFate.Unknown,
    };

    private static ColdTaskFate FateByReturn(IReturnOperation result, KnownTypes types) => EnclosingFunction.BoundaryOf(result) switch
    {
        IAnonymousFunctionOperation { Symbol.IsAsync: false } lambda => IsSelectedAndAwaited(lambda, types) ? ColdTaskFate.Waited : ColdTaskFate.Unknown,
        IAnonymousFunctionOperation or ILocalFunctionOperation { Symbol.IsAsync: true } => ColdTaskFate.Unknown,
        _ => ColdTaskFate.Returned,
    };

    /// <summary><c>Task.WhenAll(items.Select(item => new Task(…)))</c>.</summary>
    private static bool IsSelectedAndAwaited(IAnonymousFunctionOperation lambda, KnownTypes types)
    {
        if (lambda.Parent is not IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Select", ContainingType.Name: "Enumerable" } } sequence } })
        {
            return false;
        }

        IOperation tasks = sequence;
        while (tasks.Parent is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "ToArray" or "ToList", ContainingType.Name: "Enumerable" } } })
        {
            tasks = tasks.Parent is IArgumentOperation { Parent: { } copy } ? copy : tasks.Parent;
        }

        return tasks.Parent is IArgumentOperation { Parent: IInvocationOperation call } && IsCombinator(call, types);
    }

    /// <summary>True for an argument of <c>WhenAll</c> and the like, as an element of an array, collection expression or <c>params</c> list too.</summary>
    private static bool IsAwaitedTogether(IOperation task, KnownTypes types)
    {
        var parent = task.Parent;
        while (parent is IArrayInitializerOperation or IArrayCreationOperation or IConversionOperation or { Kind: Operations.CollectionExpression } or { Syntax: CollectionExpressionSyntax })
        {
            parent = parent.Parent;
        }

        return parent is IArgumentOperation { Parent: IInvocationOperation call } && IsCombinator(call, types);
    }

    private static bool IsCombinator(IInvocationOperation call, KnownTypes types) =>
        SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, types.Task) &&
        (call.TargetMethod.Name is "WhenAll" or "WaitAll" || call.TargetMethod.Name is "WhenAny" or "WaitAny" && !types.IsTestProject);
}
