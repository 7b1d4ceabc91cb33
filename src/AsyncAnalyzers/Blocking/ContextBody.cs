using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>What is known about the task of a function, by what its body awaits or returns, in the order it runs.</summary>
internal sealed class ContextBody(ContextAwaits awaits, int depth)
{
    /// <summary>About the task of an async function.</summary>
    public Continuation OfAwaited(IOperation body, CancellationToken cancellationToken)
    {
        if (depth == 0)
        {
            return FunctionPoints(body).Count > 0 ? Continuation.Elsewhere : Continuation.Complete;
        }

        var isPending = false;
        List<IOperation>? left = null;
        foreach (var point in FunctionPoints(body))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (point is IInvocationOperation)
            {
                // Whoever sets the context has thought about it.
                return Continuation.Elsewhere;
            }

            var awaited = AwaitedValue.Of(point, awaits.Types, cancellationToken);
            if (awaited.Leaves is null)
            {
                return Continuation.Elsewhere;
            }

            var inside = awaits.OfTask(awaited.Task, depth - 1, cancellationToken);
            if (!inside.IsPending)
            {
                continue;
            }

            isPending = true;
            if (IsBehind(point, left))
            {
                continue;
            }

            if (inside.Path is not null)
            {
                return inside;
            }

            if (awaited.Leaves is false)
            {
                return new(true, new(awaited.Syntax, "", null));
            }

            (left ??= []).Add(point);
        }

        return isPending ? Continuation.Elsewhere : Continuation.Complete;
    }

    /// <summary>About the task of a function that is not async: one of those that it returns.</summary>
    public Continuation OfReturned(IOperation body, CancellationToken cancellationToken)
    {
        if (depth == 0)
        {
            return Continuation.Elsewhere;
        }

        var sum = Continuation.Complete;
        foreach (var operation in body.Parts())
        {
            if (operation is IReturnOperation { ReturnedValue: { } value })
            {
                sum = sum.And(awaits.OfTask(value, depth - 1, cancellationToken));
            }
        }

        return sum;
    }

    /// <summary>What is awaited in the function, and what sets the context, in the order it runs: what stands in an operand comes before.</summary>
    private static List<IOperation> FunctionPoints(IOperation body)
    {
        var points = new List<IOperation>();
        foreach (var operation in body.Parts())
        {
            if (operation is IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true } or IInvocationOperation { TargetMethod.Name: "SetSynchronizationContext" })
            {
                points.Add(operation);
            }
        }

        points.Sort(static (one, other) => EndOf(one).CompareTo(EndOf(other)));
        return points;

        static int EndOf(IOperation point) => (point is IForEachLoopOperation loop ? loop.Collection.Syntax : point.Syntax).Span.End;
    }

    /// <summary>True if the function has certainly left the context before.</summary>
    private static bool IsBehind(IOperation point, List<IOperation>? left)
    {
        foreach (var before in left ?? [])
        {
            var section = SectionOf(before);
            for (var around = point; around is not null; around = around.Parent)
            {
                if (around == section)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The innermost part of the function around the operation that runs as a whole or not at all.</summary>
    private static IOperation SectionOf(IOperation operation)
    {
        var current = operation;
        while (current.Parent is { } parent && !IsOptional(current, parent))
        {
            current = parent;
        }

        return current;
    }

    private static bool IsOptional(IOperation part, IOperation parent) => parent switch
    {
        IConditionalOperation choice => part != choice.Condition,
        ICoalesceOperation choice => part != choice.Value,
        IConditionalAccessOperation access => part != access.Operation,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } choice => part != choice.LeftOperand,
        IForEachLoopOperation loop => part == loop.Body,
        IWhileLoopOperation { ConditionIsTop: true } loop => part == loop.Body,
        IForLoopOperation loop => part == loop.Body,
        ISwitchCaseOperation or ISwitchExpressionArmOperation or ICatchClauseOperation => true,
        _ => parent is IAnonymousFunctionOperation or ILocalFunctionOperation,
    };
}
