using AsyncAnalyzers.Blocking;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>The calls of an expression, in all its arms, that start a task which may still run when the expression has its value.</summary>
internal static class RunningTasks
{
    /// <summary>
    /// Calls, and locals that are given the task of a call only. Not: tasks made complete, here or by the method that is called, or known to be complete; those
    /// of another's making (fields, parameters, <c>source.Task</c>), and reads of objects in memory.
    /// </summary>
    public static IReadOnlyList<IOperation> Of(IOperation value, in OperationAnalysisContext context, KnownTypes types)
    {
        var found = new List<IOperation>();
        AddTo(found, value, context, types);
        return found;
    }

    /// <summary>The call that started it, of what <see cref="Of"/> has found.</summary>
    public static IInvocationOperation? StartOf(IOperation running, CancellationToken cancellationToken) => running switch
    {
        IInvocationOperation call => call,
        ILocalReferenceOperation local when LocalHistory.Of(local.Local, local, cancellationToken) is { Value: var value } => StartIn(value),
        _ => null,
    };

    private static void AddTo(List<IOperation> found, IOperation value, in OperationAnalysisContext context, KnownTypes types)
    {
        switch (BlockingWait.Peel(value, types))
        {
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                AddTo(found, choice.WhenTrue, context, types);
                AddTo(found, otherwise, context, types);
                break;
            case ICoalesceOperation choice:
                AddTo(found, choice.Value, context, types);
                AddTo(found, choice.WhenNull, context, types);
                break;
            case ISwitchExpressionOperation choice:
                foreach (var arm in choice.Arms)
                {
                    AddTo(found, arm.Value, context, types);
                }

                break;
            case IConditionalAccessOperation access:
                AddTo(found, access.WhenNotNull, context, types);
                break;
            case IObjectCreationOperation { Arguments: [{ Value: var task }, ..] } created when types.Awaitables.IsValueTask(created.Type) && types.Awaitables.IsTaskOrValueTask(task.Type):
                AddTo(found, task, context, types);
                break;
            case IInvocationOperation call when MayRun(call, types, context.CancellationToken):
                found.Add(call);
                break;
            case ILocalReferenceOperation local:
                if (LocalHistory.Of(local.Local, local, context.CancellationToken) is { Value: var assigned } && StartIn(assigned) is { } start && MayRun(start, types, context.CancellationToken) &&
                    !Completion.IsKnownComplete(local, context, types))
                {
                    found.Add(local);
                }

                break;
        }
    }

    private static bool MayRun(IInvocationOperation call, KnownTypes types, CancellationToken cancellationToken) =>
        types.Awaitables.IsTaskOrValueTask(call.Type) &&
        !BornComplete.Is(call, types) &&
        !ExistingTask.IsHandedOutBy(call.TargetMethod) &&
        !InMemory.IsUsedBy(call) &&
        !CompletesAtOnce.Is(call.TargetMethod, types, cancellationToken);

    private static IInvocationOperation? StartIn(IOperation value)
    {
        value = value.Unwrap();
        while (value is IInvocationOperation { TargetMethod.Name: "AsTask" or "Preserve", Instance: { } instance })
        {
            value = instance.Unwrap();
        }

        return value.InnermostCall();
    }
}
