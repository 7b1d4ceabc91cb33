using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Core;

/// <summary>What runs when a piece of code runs: lambdas and local functions in it run some other time.</summary>
internal static class FunctionBody
{
    /// <summary>The operation and all in it, in the order of the text, without what is inside other functions.</summary>
    public static IEnumerable<IOperation> Parts(this IOperation operation)
    {
        // Not recursive: a long chain of operators is a deep tree.
        var pending = new Stack<IOperation>();
        pending.Push(operation);
        while (pending.Count > 0)
        {
            var current = pending.Pop();
            yield return current;
            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation && current != operation)
            {
                continue;
            }

            foreach (var child in current.ChildOperations.Reverse())
            {
                pending.Push(child);
            }
        }
    }

    /// <summary>The calls whose task the <c>await</c> waits for: seen through <c>ConfigureAwait</c> and <c>?.</c>; null if that is no call.</summary>
    public static IInvocationOperation? AwaitedCall(this IAwaitOperation awaited)
    {
        var operation = awaited.Operation.Unwrap();
        while (true)
        {
            switch (operation)
            {
                case IConditionalAccessOperation access:
                    operation = access.WhenNotNull;
                    break;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task }:
                    operation = task.Unwrap();
                    break;
                default:
                    return operation as IInvocationOperation;
            }
        }
    }
}
