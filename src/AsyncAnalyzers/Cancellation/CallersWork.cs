using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Cancellation;

/// <summary>
/// Says whether a call is a part of the work that the token around it stops. Not: tasks that nobody here waits for, delegates that are kept for later, what is
/// done because the token has been cancelled, and calls whose waiting is cancelled already.
/// </summary>
internal static class CallersWork
{
    public static bool Contains(IOperation call, KnownTypes types)
    {
        if (IsLetGo(call, types))
        {
            return false;
        }

        for (var (child, parent) = (call, call.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IAnonymousFunctionOperation lambda when !TakesToken(lambda.Symbol, types):
                    if (IsKept(lambda, types))
                    {
                        return false;
                    }

                    break;
                case IAnonymousFunctionOperation:
                    return true;
                case IConditionalOperation conditional when conditional.WhenTrue == child && IsCancelled(conditional.Condition):
                case IBlockOperation block when IsAfterCancelledLoop(block, child):
                    return false;
            }
        }

        return true;
    }

    /// <summary>True if the task is dropped, discarded or kept in a member, or if the call is given a token in another way.</summary>
    private static bool IsLetGo(IOperation call, KnownTypes types)
    {
        var current = call;
        while (true)
        {
            switch (current.Parent)
            {
                case IConversionOperation or IParenthesizedOperation or IConditionalAccessOperation:
                    current = current.Parent;
                    break;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "Unwrap" } next when next.Instance == current:
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { IsExtensionMethod: true, Name: "ConfigureAwait" or "AsTask" or "Unwrap" } } }:
                    current = current.Parent is IArgumentOperation ? current.Parent.Parent! : current.Parent;
                    break;
                case IInvocationOperation { TargetMethod.Name: "WaitAsync" or "WithCancellation" or "ContinueWith" } next when next.Instance == current:
                case IInvocationOperation { TargetMethod.Name: "GetAsyncEnumerator", Arguments: [{ ArgumentKind: ArgumentKind.Explicit }] } stream when stream.Instance == current:
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { IsExtensionMethod: true, Name: "WaitAsync" or "WithCancellation" or "Forget" or "FireAndForget" or "SafeFireAndForget" } } }:
                    return true;
                case IExpressionStatementOperation:
                    return types.Awaitables.IsAwaitable(call.Type);
                case ISimpleAssignmentOperation { Target: IDiscardOperation or IMemberReferenceOperation } assignment when assignment.Value == current:
                    return types.Awaitables.IsAwaitable(call.Type);
                case IForEachLoopOperation { IsAsynchronous: true }:
                    return true;
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "WhenAny", IsStatic: true } } }:
                case IArrayInitializerOperation or { Kind: Operations.CollectionExpression } when current is IInvocationOperation { TargetMethod.Name: "Delay" } && IsGivenToWhenAny(current):
                    return current is IInvocationOperation { TargetMethod.Name: "Delay" };
                default:
                    return false;
            }
        }
    }

    /// <summary>True for one of the tasks of <c>Task.WhenAny</c>: a delay there is a time limit.</summary>
    private static bool IsGivenToWhenAny(IOperation task)
    {
        var parent = task.Parent;
        while (parent is IConversionOperation or IArrayInitializerOperation or IArrayCreationOperation or IArgumentOperation or { Kind: Operations.CollectionExpression })
        {
            parent = parent.Parent;
        }

        return parent is IInvocationOperation { TargetMethod: { Name: "WhenAny", IsStatic: true } };
    }

    private static bool TakesToken(IMethodSymbol lambda, KnownTypes types)
    {
        foreach (var parameter in lambda.Parameters)
        {
            if (TokenArgument.IsToken(parameter.Type, types))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for a lambda that runs when the call around it is over: a handler, what a member keeps or a caller gets, work that is started and let go.</summary>
    private static bool IsKept(IAnonymousFunctionOperation lambda, KnownTypes types)
    {
        var (child, parent) = ((IOperation)lambda, lambda.Parent);
        while (parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation or IArrayInitializerOperation or IArrayCreationOperation { IsImplicit: true })
        {
            (child, parent) = (parent, parent.Parent);
        }

        return parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation call } => AsyncCode.Stores(call.TargetMethod.Name) || IsLetGo(call, types),
            IArgumentOperation => true,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation } or IVariableInitializerOperation => false,
            IInvocationOperation => false,
            _ => true,
        };
    }

    private static bool IsCancelled(IOperation condition) => condition.Unwrap() switch
    {
        IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both => IsCancelled(both.LeftOperand) || IsCancelled(both.RightOperand),
        _ => false,
    };

    /// <summary>True behind <c>while (!token.IsCancellationRequested) { … }</c>.</summary>
    private static bool IsAfterCancelledLoop(IBlockOperation block, IOperation statement)
    {
        var index = block.Operations.FirstEndingAfter(statement.Syntax.SpanStart);
        var before = index > 0 && index < block.Operations.Length ? block.Operations[index - 1] : null;
        return before is IWhileLoopOperation { ConditionIsUntil: false, Condition: { } condition } && condition.Unwrap() is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } && IsCancelled(operand);
    }
}
