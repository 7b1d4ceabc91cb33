using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>Calls that enter or release a <c>SemaphoreSlim</c>.</summary>
internal static class SemaphoreCall
{
    public static bool IsWait(IInvocationOperation call) => call.TargetMethod.Name is "Wait" or "WaitAsync" && IsOfSemaphore(call.TargetMethod);

    public static bool IsRelease(IInvocationOperation call) => call.TargetMethod.Name == "Release" && IsOfSemaphore(call.TargetMethod);

    /// <summary>True for a release of more or fewer than one, or of a number known only later.</summary>
    public static bool IsCounted(IInvocationOperation release) => release.Arguments is [{ Value.ConstantValue: var count }] && count is not { HasValue: true, Value: 1 };

    /// <summary>The semaphore a call is made on, also behind <c>?.</c>; null if the expression need not mean the same one each time.</summary>
    public static IOperation? SemaphoreOf(IInvocationOperation call)
    {
        var semaphore = call.Instance?.Unwrap();
        if (semaphore is IConditionalAccessInstanceOperation)
        {
            semaphore = ConditionOf(call)?.Operation.Unwrap();
        }

        return semaphore is not null && Place.Is(semaphore) ? semaphore : null;
    }

    /// <summary>The <c>?.</c> without which the call is not made; null if it is made in any case.</summary>
    public static IConditionalAccessOperation? ConditionOf(IInvocationOperation call)
    {
        if (call.Instance is IConditionalAccessInstanceOperation)
        {
            for (var parent = call.Parent; parent is not null; parent = parent.Parent)
            {
                if (parent is IConditionalAccessOperation access)
                {
                    return access;
                }
            }
        }

        return null;
    }

    /// <summary>The whole expression that waits: the call with <c>ConfigureAwait</c>, <c>await</c> and the like around it.</summary>
    public static IOperation WholeOf(IInvocationOperation wait)
    {
        IOperation whole = wait;
        while (whole.Parent is { } parent && IsAround(parent, whole))
        {
            whole = parent;
        }

        return whole;
    }

    /// <summary>The wait of which the operation is the whole or a part; null if it is something else.</summary>
    public static IInvocationOperation? WaitIn(IOperation whole)
    {
        var operation = whole;
        while (true)
        {
            switch (operation)
            {
                case IInvocationOperation call when IsWait(call):
                    return call;
                case IInvocationOperation { Instance: { } instance } call when IsAround(call, instance):
                    operation = instance;
                    break;
                case IPropertyReferenceOperation { Instance: { } instance } when IsAround(operation, instance):
                    operation = instance;
                    break;
                case IAwaitOperation await:
                    operation = await.Operation;
                    break;
                case IParenthesizedOperation or IConversionOperation when operation.Unwrap() is var inner && inner != operation:
                    operation = inner;
                    break;
                default:
                    return null;
            }
        }
    }

    /// <summary>False if the task of <c>WaitAsync</c> is kept or passed on instead of awaited.</summary>
    public static bool IsAwaited(IInvocationOperation wait)
    {
        if (wait.TargetMethod.Name == "Wait")
        {
            return true;
        }

        for (IOperation operation = wait; operation.Parent is { } parent && IsAround(parent, operation); operation = parent)
        {
            if (parent is IAwaitOperation or IPropertyReferenceOperation or IInvocationOperation { TargetMethod.Name: "GetResult" or "Wait" })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if the wait may end without the semaphore having been entered, which its result says.</summary>
    public static bool IsTimed(IInvocationOperation wait)
    {
        foreach (var argument in wait.Arguments)
        {
            if (argument.Parameter?.Name is "millisecondsTimeout" or "timeout")
            {
                return argument.Value.Unwrap() is not ({ ConstantValue: { HasValue: true, Value: -1 } } or IFieldReferenceOperation { Field.Name: "InfiniteTimeSpan" });
            }
        }

        return false;
    }

    /// <summary>True if the wait is given a token that may be cancelled.</summary>
    public static bool IsCancellable(IInvocationOperation wait)
    {
        foreach (var argument in wait.Arguments)
        {
            if (argument is { Parameter.Type.Name: "CancellationToken", ArgumentKind: not ArgumentKind.DefaultValue, Value: var value })
            {
                return value.Unwrap() is not (IDefaultValueOperation or IPropertyReferenceOperation { Property: { Name: "None", IsStatic: true } });
            }
        }

        return false;
    }

    /// <summary>True if nothing looks at the result: <c>await gate.WaitAsync(10);</c>, also assigned to a discard.</summary>
    public static bool IsResultIgnored(IInvocationOperation wait) =>
        WholeOf(wait).Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation, Parent: IExpressionStatementOperation };

    /// <summary>Where a call is reported: of <c>Wait</c> the name only, since the whole of it is what AWAIT205 reports.</summary>
    public static Location LocationOf(IInvocationOperation call) =>
        call is { TargetMethod.Name: "Wait", Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: var name } } } ? name.GetLocation() : call.Syntax.GetLocation();

    private static bool IsOfSemaphore(IMethodSymbol method) =>
        method.ContainingType is { Name: "SemaphoreSlim", ContainingNamespace: { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };

    private static bool IsAround(IOperation parent, IOperation inner) => parent switch
    {
        IParenthesizedOperation or IAwaitOperation => true,
        IConversionOperation { IsImplicit: true } => true,
        IInvocationOperation { Instance: var instance, TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "GetResult" } => instance == inner,
        IInvocationOperation { Instance: var instance, TargetMethod: { Name: "Wait", Parameters.IsEmpty: true } } => instance == inner,
        IPropertyReferenceOperation { Instance: var instance, Property.Name: "Result" } => instance == inner,
        _ => false,
    };
}
