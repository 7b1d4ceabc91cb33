using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Context;

/// <summary>Follows the paths from an await that leaves the thread of the user interface to the first use of what belongs to it. Exceptions are not paths.</summary>
internal static class UiPaths
{
    /// <summary>On each path the first use after <paramref name="start"/>, unless something leads back to the thread before.</summary>
    public static IEnumerable<IOperation> UsesAfter(SyntaxNode start, ControlFlowGraph graph)
    {
        var pending = new Stack<(BasicBlock Block, bool IsAway)>();
        var seen = new HashSet<int>();
        foreach (var block in graph.Blocks)
        {
            if (OperationWalk.Of(block).Exists(operation => operation is IAwaitOperation && operation.Syntax == start))
            {
                pending.Push((block, false));
            }
        }

        while (pending.Count > 0)
        {
            var (block, isAway) = pending.Pop();
            var isOver = false;
            foreach (var operation in OperationWalk.Of(block))
            {
                if (!isAway)
                {
                    isAway = operation is IAwaitOperation && operation.Syntax == start;
                }
                else if (UiMember.Of(operation) is not null)
                {
                    yield return operation;
                    isOver = true;
                    break;
                }
                else if (operation is IAwaitOperation awaited && LeadsBack(awaited))
                {
                    isOver = true;
                    break;
                }
            }

            if (isOver || !isAway)
            {
                continue;
            }

            foreach (var branch in new[] { block.ConditionalSuccessor, block.FallThroughSuccessor })
            {
                if (branch is not { Semantics: ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return })
                {
                    continue;
                }

                if (branch.Destination is { IsReachable: true } destination && seen.Add(destination.Ordinal))
                {
                    pending.Push((destination, true));
                }

                foreach (var region in branch.FinallyRegions)
                {
                    if (seen.Add(region.FirstBlockOrdinal))
                    {
                        pending.Push((graph.Blocks[region.FirstBlockOrdinal], true));
                    }
                }
            }
        }
    }

    /// <summary>True for awaitables of one's own (<c>await dispatcher</c>) and what is called like a switch (<c>SwitchToMainThreadAsync()</c>).</summary>
    private static bool LeadsBack(IAwaitOperation awaited)
    {
        if (awaited.Operation.Type is not { Name: "Task" or "ValueTask" or "ConfiguredTaskAwaitable" or "ConfiguredValueTaskAwaitable" or "YieldAwaitable" })
        {
            return true;
        }

        foreach (var operation in awaited.Descendants())
        {
            if (operation is IInvocationOperation { TargetMethod.Name: var name } && (name.Contains("Switch") || name.Contains("MainThread") || name.Contains("Foreground") || name.Contains("UIThread") || name.Contains("UiThread")))
            {
                return true;
            }
        }

        return false;
    }
}
