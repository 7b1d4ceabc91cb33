using AsyncAnalyzers.Concurrency;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>Follows a <c>TaskCompletionSource</c> in a local: who completes it, and on which paths nobody does. Null in doubt.</summary>
/// <param name="local">The local.</param>
/// <param name="history">What is done with it.</param>
internal sealed class CompletionPaths(ILocalSymbol local, LocalHistory history)
{
    private readonly List<IInvocationOperation> signals = [];

    /// <summary>Why the task may never complete, what to do, and which operation is to blame; null if that cannot be said.</summary>
    public (string Fate, string Cure, IOperation? Cause)? Find()
    {
        var hasEscaped = false;
        foreach (var read in history.Reads)
        {
            switch (read.Parent)
            {
                case IPropertyReferenceOperation { Property.Name: "Task" }:
                    hasEscaped = true;
                    break;
                case IInvocationOperation { TargetMethod.Name: var name } signal when signal.Instance == read && CompletionSource.IsSignal(name):
                    signals.Add(signal);
                    break;
                default:
                    return null;
            }
        }

        if (!hasEscaped)
        {
            return null;
        }

        return signals.Count == 0 ? (IsMeant() ? null : ("is never completed", "call SetResult and SetException", null)) : FindPath();
    }

    private (string Fate, string Cure, IOperation? Cause)? FindPath()
    {
        var function = EnclosingFunction.BoundaryOf(signals[0]);
        if (signals.Exists(signal => EnclosingFunction.BoundaryOf(signal) != function) || !RunsOnce(function) || BodyOf(function) is not { } body)
        {
            return null;
        }

        if (Completes(body) == false)
        {
            return ("is not completed on every path", "complete it on all of them", null);
        }

        return signals.TrueForAll(static signal => signal.TargetMethod.Name is "SetResult" or "TrySetResult") && FailureBefore(signals[0], body) is { } cause
            ? ($"is not completed when '{Throwing.NameOf(cause)}' throws", "catch the exception and call SetException", cause)
            : null;
    }

    /// <summary>True if the code that completes the task runs once, and nobody else sees it fail: that of the local itself, or work that is started and dropped.</summary>
    private bool RunsOnce(IOperation? function) =>
        function == EnclosingFunction.BoundaryOf(history.Value) ||
        function is IAnonymousFunctionOperation lambda && lambda.Parent is IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation call } } && call.TargetMethod.Name switch
        {
            "Run" or "StartNew" => StartedWork.Of(call) is { Holder: null },
            "Post" or "BeginInvoke" or "TryEnqueue" => call.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation },
            _ => false,
        };

    private IBlockOperation? BodyOf(IOperation? function) => function switch
    {
        IAnonymousFunctionOperation lambda => lambda.Body,
        ILocalFunctionOperation localFunction => localFunction.Body,
        _ => history.Value.Root() switch
        {
            IMethodBodyBaseOperation body => body.BlockBody ?? body.ExpressionBody,
            IBlockOperation block => block,
            _ => null,
        },
    };

    /// <summary>True if control that comes to the end of the statement, or leaves the function in it, has completed the task; null in doubt.</summary>
    private bool? Completes(IOperation statement)
    {
        switch (statement)
        {
            case IBlockOperation block:
                return CompletesAll(block.Operations);
            case IConditionalOperation choice:
                var (first, second) = (CompletesOrThrows(choice.WhenTrue), CompletesOrThrows(choice.WhenFalse));
                return HasSignal(choice.Condition) ? true : first == second ? first : first is null || second is null ? null : false;
            case IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation }:
                return true;
            case ITryOperation guarded:
                return guarded.Finally is not null && Completes(guarded.Finally) == true ? true : guarded.Catches.IsEmpty ? Completes(guarded.Body) : Completes(guarded.Body) == true && guarded.Catches.All(handler => Completes(handler.Handler) == true) ? true : null;
            case IUsingOperation section:
                return Completes(section.Body);
            case ILockOperation section:
                return Completes(section.Body);
            case ILocalFunctionOperation:
                return false;
            default:
                return !HasSignal(statement) ? false : statement is IExpressionStatementOperation or IVariableDeclarationGroupOperation or IReturnOperation ? true : null;
        }
    }

    private bool? CompletesOrThrows(IOperation? branch) => branch is null ? false : Ends(branch) ? true : Completes(branch);

    private bool? CompletesAll(IEnumerable<IOperation> statements)
    {
        foreach (var statement in statements)
        {
            // The end of the function.
            if (statement is IReturnOperation { IsImplicit: true, ReturnedValue: null })
            {
                return false;
            }

            if (Completes(statement) is not false and var outcome)
            {
                return outcome;
            }

            if (statement is IReturnOperation)
            {
                return false;
            }

            // A way out of some branch: whether the task has escaped by then is another question.
            if (statement is not ILocalFunctionOperation && statement.DescendantsAndSelf().Any(static inner => inner is IReturnOperation or IBranchOperation or ILabeledOperation))
            {
                return null;
            }
        }

        return false;
    }

    private static bool Ends(IOperation statement) => statement is IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation } || statement is IBlockOperation { Operations: [.., var last] } && Ends(last);

    private bool HasSignal(IOperation statement)
    {
        foreach (var signal in signals)
        {
            if (statement.Syntax.Span.Contains(signal.Syntax.Span))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What may throw before the task is completed, with no handler in between, after the task has escaped.</summary>
    private IOperation? FailureBefore(IInvocationOperation signal, IBlockOperation body)
    {
        for (var parent = signal.Parent; parent is not null && parent != body; parent = parent.Parent)
        {
            if (parent is ITryOperation or ICatchClauseOperation)
            {
                return null;
            }
        }

        var start = body.Syntax.SpanStart;
        if (EnclosingFunction.BoundaryOf(signal) == EnclosingFunction.BoundaryOf(history.Value))
        {
            // Before it is given away nobody waits for it.
            start = int.MaxValue;
            foreach (var read in history.Reads)
            {
                start = read.Parent is IPropertyReferenceOperation task && IsGivenAway(task) ? Math.Min(start, read.Syntax.Span.End) : start;
            }
        }

        foreach (var operation in body.Descendants())
        {
            if (operation.Syntax.SpanStart >= start && operation.Syntax.Span.End <= signal.Syntax.Span.End && operation != signal && Throwing.IsLikely(operation) &&
                EnclosingFunction.BoundaryOf(operation) == EnclosingFunction.BoundaryOf(signal) && !IsGuarded(operation, body))
            {
                return operation;
            }
        }

        return null;
    }

    private static bool IsGivenAway(IOperation task) =>
        (task.Parent is IConversionOperation conversion ? conversion.Parent : task.Parent) is IArgumentOperation or IAssignmentOperation { Target: IMemberReferenceOperation };

    private static bool IsGuarded(IOperation operation, IOperation body)
    {
        for (var parent = operation.Parent; parent is not null && parent != body; parent = parent.Parent)
        {
            if (parent is ITryOperation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A task that never completes can be of use: <c>Task.WhenAny(work, never.Task)</c>.</summary>
    private bool IsMeant()
    {
        foreach (var word in new[] { "never", "infinite", "forever", "pending", "hang", "block", "incomplete" })
        {
            if (local.Name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return history.Reads.Any(static read => read.Parent is { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "WhenAny" } } or IArrayInitializerOperation });
    }
}
