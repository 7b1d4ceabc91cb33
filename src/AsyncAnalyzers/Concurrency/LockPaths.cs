using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>Follows the paths from where a lock is entered until each releases it or awaits. Exceptions are not paths.</summary>
/// <param name="entry">The lock and the call that enters it.</param>
/// <param name="graph">Of the function that enters it.</param>
internal readonly struct LockPaths(ThreadLock entry, ControlFlowGraph graph)
{
    /// <summary>The first await in the text that some path reaches with the lock held.</summary>
    public IOperation? FirstAwait()
    {
        foreach (var block in graph.Blocks)
        {
            var isEntered = false;
            var end = PathEnd.None;
            foreach (var operation in OperationWalk.Of(block))
            {
                if (!isEntered)
                {
                    isEntered = operation is IInvocationOperation && operation.Syntax == entry.Call.Syntax;
                }
                else if (end.Kind == PathEndKind.None)
                {
                    end = EndAt(operation);
                }
            }

            if (isEntered)
            {
                return end.Kind != PathEndKind.None ? end.Await : IsKnownToHold(block) ? Follow(block) : null;
            }
        }

        return null;
    }

    /// <summary>False for an attempt whose result is neither a condition, nor in a local, nor ignored.</summary>
    private bool IsKnownToHold(BasicBlock block) =>
        entry.Call.Type?.SpecialType != SpecialType.System_Boolean || entry.Result is not null || entry.Call.Parent is IExpressionStatementOperation || block.BranchValue?.Syntax == entry.Call.Syntax;

    private IOperation? Follow(BasicBlock start)
    {
        IOperation? first = null;
        var pending = new Stack<BasicBlock>();
        var seen = new HashSet<int>();
        Leave(start, pending, seen, ref first);
        while (pending.Count > 0)
        {
            var block = pending.Pop();
            var end = EndIn(block);
            if (end.Kind == PathEndKind.None)
            {
                Leave(block, pending, seen, ref first);
            }
            else
            {
                first = Earlier(first, end.Await);
            }
        }

        return first;
    }

    private void Leave(BasicBlock block, Stack<BasicBlock> pending, HashSet<int> seen, ref IOperation? first)
    {
        foreach (var branch in new[] { block.ConditionalSuccessor, block.FallThroughSuccessor })
        {
            if (branch is null || branch.Semantics is not (ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return) || MeansNotEntered(branch, block))
            {
                continue;
            }

            var end = EndIn(branch);
            first = Earlier(first, end.Await);
            if (end.Kind == PathEndKind.None && branch.Destination is { IsReachable: true } next && seen.Add(next.Ordinal))
            {
                pending.Push(next);
            }
        }
    }

    /// <summary>True for the branch taken when the attempt has failed, and for both where the condition is too clever.</summary>
    private bool MeansNotEntered(ControlFlowBranch branch, BasicBlock block)
    {
        if (block is not { ConditionKind: var kind and not ControlFlowConditionKind.None, BranchValue: { } condition })
        {
            return false;
        }

        if (condition.Syntax == entry.Call.Syntax || condition is ILocalReferenceOperation { Local: var tested } && SymbolEqualityComparer.Default.Equals(tested, entry.Result))
        {
            return branch.IsConditionalSuccessor != (kind == ControlFlowConditionKind.WhenTrue);
        }

        if (condition.ConstantValue is { HasValue: true, Value: bool value })
        {
            return branch.IsConditionalSuccessor != (value == (kind == ControlFlowConditionKind.WhenTrue));
        }

        foreach (var operation in condition.Descendants())
        {
            if (operation.Syntax == entry.Call.Syntax || operation is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, entry.Result))
            {
                return true;
            }
        }

        return false;
    }

    private PathEnd EndIn(BasicBlock block)
    {
        foreach (var operation in OperationWalk.Of(block))
        {
            if (EndAt(operation) is { Kind: not PathEndKind.None } end)
            {
                return end;
            }
        }

        return PathEnd.None;
    }

    /// <summary>What the <c>finally</c> blocks do that run on the way.</summary>
    private PathEnd EndIn(ControlFlowBranch branch)
    {
        foreach (var region in branch.FinallyRegions)
        {
            for (var ordinal = region.FirstBlockOrdinal; ordinal <= region.LastBlockOrdinal; ordinal++)
            {
                if (EndIn(graph.Blocks[ordinal]) is { Kind: not PathEndKind.None } end)
                {
                    return end;
                }
            }
        }

        return PathEnd.None;
    }

    private PathEnd EndAt(IOperation operation) => operation switch
    {
        IAwaitOperation => new(PathEndKind.Awaits, operation),
        IInvocationOperation call when entry.IsReleasedBy(call) => new(PathEndKind.Releases, null),
        _ => PathEnd.None,
    };

    private static IOperation? Earlier(IOperation? one, IOperation? other) => other is null || one is not null && one.Syntax.SpanStart <= other.Syntax.SpanStart ? one : other;

    private enum PathEndKind
    {
        None,
        Releases,
        Awaits,
    }

    private readonly record struct PathEnd(PathEndKind Kind, IOperation? Await)
    {
        public static readonly PathEnd None = default;
    }
}
