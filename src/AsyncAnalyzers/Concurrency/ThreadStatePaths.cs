using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>Follows the paths from where the state of a thread is set, over an await, to where it is read. Exceptions are not paths.</summary>
/// <param name="state">What is set and read.</param>
/// <param name="graph">Of the function.</param>
/// <param name="hasContext">True if an await may come back to its thread unless it says that it does not care.</param>
internal readonly struct ThreadStatePaths(IOperation state, ControlFlowGraph graph, bool hasContext)
{
    private enum Progress
    {
        Set,
        Awaited,
        Ended,
    }

    /// <summary>Of each path the first read behind an await, in the order of the text.</summary>
    public IReadOnlyList<IOperation> ReadsAfterAwait(List<IOperation> writes)
    {
        var reads = new List<IOperation>();
        var pending = new Stack<(BasicBlock Block, Progress Progress)>();
        var seen = new HashSet<(int, Progress)>();
        foreach (var block in graph.Blocks)
        {
            var progress = Progress.Ended;
            foreach (var operation in OperationWalk.Of(block))
            {
                progress = IsOneOf(operation, writes) ? Progress.Set : After(operation, progress, reads);
            }

            Leave(block, progress, pending, seen, reads);
        }

        while (pending.Count > 0)
        {
            var (block, progress) = pending.Pop();
            foreach (var operation in OperationWalk.Of(block))
            {
                progress = After(operation, progress, reads);
            }

            Leave(block, progress, pending, seen, reads);
        }

        reads.Sort(static (one, other) => one.Syntax.SpanStart.CompareTo(other.Syntax.SpanStart));
        return reads;
    }

    private void Leave(BasicBlock block, Progress progress, Stack<(BasicBlock, Progress)> pending, HashSet<(int, Progress)> seen, List<IOperation> reads)
    {
        if (progress == Progress.Ended)
        {
            return;
        }

        foreach (var branch in new[] { block.ConditionalSuccessor, block.FallThroughSuccessor })
        {
            if (branch is null || branch.Semantics is not (ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return))
            {
                continue;
            }

            var next = AfterFinally(branch, progress, reads);
            if (next != Progress.Ended && branch.Destination is { IsReachable: true } destination && seen.Add((destination.Ordinal, next)))
            {
                pending.Push((destination, next));
            }
        }
    }

    /// <summary>What the <c>finally</c> blocks do that run on the way.</summary>
    private Progress AfterFinally(ControlFlowBranch branch, Progress progress, List<IOperation> reads)
    {
        foreach (var region in branch.FinallyRegions)
        {
            for (var ordinal = region.FirstBlockOrdinal; ordinal <= region.LastBlockOrdinal; ordinal++)
            {
                foreach (var operation in OperationWalk.Of(graph.Blocks[ordinal]))
                {
                    progress = After(operation, progress, reads);
                }
            }
        }

        return progress;
    }

    private Progress After(IOperation operation, Progress progress, List<IOperation> reads)
    {
        switch (operation)
        {
            case IAwaitOperation awaited when progress == Progress.Set:
                return LeavesThread(awaited) ? Progress.Awaited : progress;
            case IAssignmentOperation { Target: var target } when IsState(target):
                return Progress.Ended;
            case IFieldReferenceOperation or IPropertyReferenceOperation when progress != Progress.Ended && IsState(operation):
                var use = UseOf(operation.Syntax);
                if (use == Use.Read && progress == Progress.Awaited)
                {
                    Add(operation, reads);
                }

                return use == Use.Write || use == Use.Read && progress == Progress.Awaited ? Progress.Ended : progress;
            default:
                return progress;
        }
    }

    private static void Add(IOperation read, List<IOperation> reads)
    {
        foreach (var other in reads)
        {
            if (other.Syntax == read.Syntax)
            {
                return;
            }
        }

        reads.Add(read);
    }

    private bool IsState(IOperation operation) => Place.AreSame(operation, state);

    private static bool IsOneOf(IOperation operation, List<IOperation> writes)
    {
        if (operation is IAssignmentOperation or IIncrementOrDecrementOperation)
        {
            foreach (var write in writes)
            {
                if (write.Syntax == operation.Syntax)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool LeavesThread(IAwaitOperation awaited) =>
        !hasContext || awaited.Operation is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Arguments: [{ Value.ConstantValue: { HasValue: true, Value: false } }, ..] };

    private enum Use
    {
        Read,
        Write,

        /// <summary>The assignment itself counts, once its value is there.</summary>
        Target,
    }

    private static Use UseOf(SyntaxNode mention)
    {
        while (mention.Parent is ParenthesizedExpressionSyntax)
        {
            mention = mention.Parent;
        }

        return mention.Parent switch
        {
            AssignmentExpressionSyntax assignment when assignment.Left == mention =>
                assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) ? Use.Target
                : assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression) ? Use.Write
                : Use.Read,
            // Who asks for null is prepared for a thread that has nothing yet.
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } or IsPatternExpressionSyntax or ConditionalAccessExpressionSyntax => Use.Write,
            BinaryExpressionSyntax binary when binary.Left.IsKind(SyntaxKind.NullLiteralExpression) || binary.Right.IsKind(SyntaxKind.NullLiteralExpression) => Use.Write,
            ArgumentSyntax { RefKindKeyword.RawKind: not 0 } => Use.Write,
            ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } tuple } when assignment.Left == tuple => Use.Write,
            _ => Use.Read,
        };
    }
}
