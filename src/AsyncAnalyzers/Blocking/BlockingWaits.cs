using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>What the rules about blocking waits have in common: finding them, knowing those that do not block, and naming them.</summary>
internal static class BlockingWaits
{
    /// <summary>Has <paramref name="analyze"/> called for every blocking wait, whether or not the task is complete.</summary>
    public static void Register(CompilationStartAnalysisContext context, KnownTypes types, Action<OperationAnalysisContext, BlockingWait> analyze)
    {
        context.RegisterOperationAction(
            operation =>
            {
                if (operation.Operation is IPropertyReferenceOperation { Property.Name: "Result" } result && BlockingWait.Of(result, types) is { } wait)
                {
                    analyze(operation, wait);
                }
            },
            OperationKind.PropertyReference);
        context.RegisterOperationAction(
            operation =>
            {
                if (BlockingWait.IsName(((IInvocationOperation)operation.Operation).TargetMethod.Name) && BlockingWait.Of(operation.Operation, types) is { } wait)
                {
                    analyze(operation, wait);
                }
            },
            OperationKind.Invocation);
    }

    /// <summary>True if the wait does not block, or is meant to: a complete task, no time, an awaiter, the synchronous branch of dual-mode code. May be dear.</summary>
    public static bool IsHarmless(BlockingWait wait, in OperationAnalysisContext context, KnownTypes types) =>
        wait.HasTimeout && WaitTime.IsZero((IInvocationOperation)context.Operation) ||
        context.ContainingSymbol.ContainingType is { } container && types.Awaitables.IsAwaiter(container) ||
        SyncBranch.Contains(context.Operation) ||
        IsComplete(wait, context, types);

    /// <summary>How messages name the wait.</summary>
    public static string NameOf(BlockingWaitKind kind, IOperation operation) => kind switch
    {
        BlockingWaitKind.Result => $"{((IPropertyReferenceOperation)operation).Property.ContainingType.Name}.Result",
        BlockingWaitKind.GetResult => "GetAwaiter().GetResult()",
        _ => $"Task.{kind}",
    };

    /// <summary>What to do instead, in the imperative.</summary>
    public static string Replacement(BlockingWait wait) => wait.Kind switch
    {
        BlockingWaitKind.WaitAll => "await Task.WhenAll",
        BlockingWaitKind.WaitAny => "await Task.WhenAny",
        BlockingWaitKind.RunSynchronously => "start the task with Task.Run and await it",
        BlockingWaitKind.Wait when wait.HasTimeout => "await the task with WaitAsync",
        _ => "await the task",
    };

    private static bool IsComplete(BlockingWait wait, in OperationAnalysisContext context, KnownTypes types)
    {
        if (wait.Kind is not (BlockingWaitKind.WaitAll or BlockingWaitKind.WaitAny))
        {
            return Completion.IsKnownComplete(wait.Task, context, types);
        }

        if (!wait.Task.TryGetElements(out var elements))
        {
            return Completion.AreElementsKnownComplete(wait.Task, context, types);
        }

        foreach (var element in elements)
        {
            var isComplete = Completion.IsKnownComplete(element, context, types);
            if (isComplete != (wait.Kind == BlockingWaitKind.WaitAll))
            {
                return isComplete;
            }
        }

        return wait.Kind == BlockingWaitKind.WaitAll;
    }
}
