using AsyncAnalyzers.Core;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>Says whether anybody still has the inner one of a task in a task.</summary>
internal static class InnerTask
{
    /// <summary>
    /// True if the value is dropped, or only its outer task is used: awaited, blocked on, inspected, kept or handed on as a plain <c>Task</c>. False as soon as
    /// something may get at the inner one.
    /// </summary>
    public static bool IsLost(IOperation value, KnownTypes types, CancellationToken cancellationToken)
    {
        var child = value;
        var parent = value.Parent;
        while (YieldsChild(parent, child, types))
        {
            (child, parent) = (parent!, parent!.Parent);
        }

        return parent switch
        {
            IExpressionStatementOperation => true,
            ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
            IConversionOperation conversion => IsNarrowed(conversion, types),
            IAwaitOperation { Parent: IExpressionStatementOperation } => true,
            IInvocationOperation call when call.Instance == child => IsLostByCall(call),
            IPropertyReferenceOperation property => property.Property.Name != "Result",
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } when value is not ILocalReferenceOperation => IsLost(declarator, types, cancellationToken, IsLost),
            IReturnOperation { Kind: OperationKind.Return } result => SequenceOf(result) is { } sequence && IsSequenceLost(sequence, types, cancellationToken),
            _ => WhenAllAround(child, types) is { } all && IsDroppedResult(all),
        };
    }

    /// <summary>True for an implicit conversion to plain <c>Task</c>, after which nobody knows of the inner one; not where tasks are compared or only the first of several is of interest.</summary>
    public static bool IsNarrowed(IConversionOperation conversion, KnownTypes types) =>
        conversion.IsImplicit && SymbolEqualityComparer.Default.Equals(conversion.Type, types.Task) &&
        conversion.Parent is not IBinaryOperation && CallAround(conversion) is not { TargetMethod.Name: "WhenAny" or "WaitAny" };

    /// <summary>True if an awaited <c>Task.WhenAll</c> of nested tasks is all that is done with it.</summary>
    public static bool IsDroppedResult(IOperation task)
    {
        while (task.Parent is IParenthesizedOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
        {
            task = task.Parent;
        }

        return task.Parent is IAwaitOperation { Parent: IExpressionStatementOperation } or IInvocationOperation { TargetMethod.Name: "Wait" } or IConversionOperation { Type.Name: "Task" };
    }

    private static bool YieldsChild(IOperation? parent, IOperation child, KnownTypes types) => parent switch
    {
        IParenthesizedOperation => true,
        IConversionOperation conversion => TaskOfTask.Is(conversion.Type, types),
        IConditionalOperation { Type: not null } conditional => conditional.Condition != child,
        IConditionalAccessOperation conditional => conditional.WhenNotNull == child,
        ICoalesceOperation or ISwitchExpressionArmOperation => true,
        ISwitchExpressionOperation choice => choice.Value != child,
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "WaitAsync" or "AsTask" } call => call.Instance == child,
        _ => false,
    };

    private static bool IsLostByCall(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "Wait" => true,
        "ContinueWith" => call.Arguments.Length > 0 && call.Arguments[0].Value.Unwrap() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.Parameters: [var antecedent] } lambda } && !MayUseResult(lambda, antecedent),
        _ => false,
    };

    /// <summary>True if the lambda does anything with its task but look at how it ended.</summary>
    private static bool MayUseResult(IAnonymousFunctionOperation lambda, IParameterSymbol antecedent)
    {
        foreach (var part in lambda.Body.Descendants())
        {
            if (part is IParameterReferenceOperation { Parameter: var used } && SymbolEqualityComparer.Default.Equals(used, antecedent) &&
                part.Parent is not IPropertyReferenceOperation { Property.Name: "Exception" or "IsFaulted" or "IsCanceled" or "IsCompleted" or "IsCompletedSuccessfully" or "Status" or "Id" })
            {
                return true;
            }
        }

        return false;
    }

    private delegate bool Fate(IOperation read, KnownTypes types, CancellationToken cancellationToken);

    /// <summary>True if every mention of the local loses the inner task.</summary>
    private static bool IsLost(IVariableDeclaratorOperation declarator, KnownTypes types, CancellationToken cancellationToken, Fate isLost)
    {
        if (LocalHistory.Of(declarator.Symbol, declarator, cancellationToken) is not { } history)
        {
            return false;
        }

        foreach (var read in history.Reads)
        {
            if (!isLost(read, types, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The sequence made by <c>items.Select(item => task)</c>, if that is where the task is returned.</summary>
    private static IOperation? SequenceOf(IReturnOperation result) =>
        EnclosingFunction.BoundaryOf(result) is IAnonymousFunctionOperation
        {
            Symbol.IsAsync: false,
            Parent: IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Select", ContainingType.Name: "Enumerable" } } sequence } }
        }
            ? sequence
            : null;

    private static bool IsSequenceLost(IOperation sequence, KnownTypes types, CancellationToken cancellationToken)
    {
        var child = sequence;
        while (child.Parent is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "ToArray" or "ToList", ContainingType.Name: "Enumerable" } } })
        {
            child = child.Parent is IArgumentOperation { Parent: { } copy } ? copy : child.Parent;
        }

        return child.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } && sequence is not ILocalReferenceOperation
            ? IsLost(declarator, types, cancellationToken, IsSequenceLost)
            : WhenAllAround(child, types) is { } all && IsDroppedResult(all);
    }

    /// <summary>The <c>Task.WhenAll</c> or <c>WaitAll</c> that the task or sequence is an argument of.</summary>
    private static IOperation? WhenAllAround(IOperation task, KnownTypes types) =>
        CallAround(task) is { TargetMethod: { Name: "WhenAll" or "WaitAll", ContainingType: var type } } call && SymbolEqualityComparer.Default.Equals(type, types.Task) ? call : null;

    /// <summary>The call that takes the operation as an argument, in an array, collection expression or <c>params</c> list, too.</summary>
    private static IInvocationOperation? CallAround(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IArrayInitializerOperation or IArrayCreationOperation or IConversionOperation or { Kind: Operations.CollectionExpression } or { Syntax: CollectionExpressionSyntax })
        {
            parent = parent.Parent;
        }

        return parent is IArgumentOperation { Parent: IInvocationOperation call } ? call : null;
    }
}
