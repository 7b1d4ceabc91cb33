using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>Follows the paths from the assignment until each ends in a mention or in a loss.</summary>
/// <param name="local">The local that holds the task.</param>
/// <param name="graph">Of the function the local belongs to.</param>
/// <param name="isUnconditional">False if a later condition may ask whether the task was started: then only overwriting counts.</param>
internal readonly struct LossPaths(ILocalSymbol local, ControlFlowGraph graph, bool isUnconditional)
{
    public TaskLoss From(SyntaxNode assignment)
    {
        var pending = new Stack<BasicBlock>();
        var seen = new HashSet<int>();
        foreach (var block in graph.Blocks)
        {
            var isStarted = false;
            foreach (var operation in OperationWalk.Of(block))
            {
                if (!isStarted)
                {
                    isStarted = operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } start && IsLocal(target) && start.Syntax == assignment;
                }
                else if (Effect(operation) is { } effect)
                {
                    return effect;
                }
            }

            if (isStarted)
            {
                return Leave(block, pending, seen) is var loss and not TaskLoss.None ? loss : Follow(pending, seen);
            }
        }

        return TaskLoss.None;
    }

    private TaskLoss Follow(Stack<BasicBlock> pending, HashSet<int> seen)
    {
        while (pending.Count > 0)
        {
            var block = pending.Pop();
            TaskLoss? effect = null;
            foreach (var operation in OperationWalk.Of(block))
            {
                effect = Effect(operation);
                if (effect is not null)
                {
                    break;
                }
            }

            var loss = effect ?? Leave(block, pending, seen);
            if (loss != TaskLoss.None)
            {
                return loss;
            }
        }

        return TaskLoss.None;
    }

    /// <summary>Null if the operation has nothing to do with the local.</summary>
    private TaskLoss? Effect(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } when IsLocal(target) => TaskLoss.Overwritten,
        ILocalReferenceOperation { Parent: ISimpleAssignmentOperation assignment } reference when assignment.Target == reference => null,
        ILocalReferenceOperation reference when IsLocal(reference) => TaskLoss.None,
        _ => null,
    };

    /// <summary>Goes on to the blocks after <paramref name="block"/>; a loss if one of the ways out leaves the local behind.</summary>
    private TaskLoss Leave(BasicBlock block, Stack<BasicBlock> pending, HashSet<int> seen)
    {
        foreach (var branch in new[] { block.ConditionalSuccessor, block.FallThroughSuccessor })
        {
            if (branch is null || IsNeverTaken(branch) || IsAskedFor(branch) || IsMentionedIn(branch.FinallyRegions))
            {
                continue;
            }

            switch (branch.Semantics)
            {
                case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow when isUnconditional && block.BranchValue is not { Syntax: SwitchExpressionSyntax } && !IsInTry(block):
                    return TaskLoss.Thrown;
                case ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return:
                    if (branch.Destination is { Kind: not BasicBlockKind.Exit } next && !Leaves(branch))
                    {
                        if (seen.Add(next.Ordinal))
                        {
                            pending.Push(next);
                        }
                    }
                    else if (isUnconditional)
                    {
                        return TaskLoss.Left;
                    }

                    break;
            }
        }

        return TaskLoss.None;
    }

    /// <summary>True for the way out of <c>while (true)</c> by its condition.</summary>
    private static bool IsNeverTaken(ControlFlowBranch branch) =>
        branch.Destination is { IsReachable: false } ||
        branch.Source is { ConditionKind: var kind and not ControlFlowConditionKind.None, BranchValue.ConstantValue: { HasValue: true, Value: bool value } } &&
        branch.IsConditionalSuccessor != (value == (kind == ControlFlowConditionKind.WhenTrue));

    /// <summary>True for the way that the caller chooses by <c>if (background)</c> or <c>if (!wait)</c>.</summary>
    private static bool IsAskedFor(ControlFlowBranch branch) =>
        branch.Source is { ConditionKind: var kind and not ControlFlowConditionKind.None, BranchValue: IParameterReferenceOperation { Parameter: { Type.SpecialType: SpecialType.System_Boolean, Name: var name } } } &&
        Waits(name) is { } waits && branch.IsConditionalSuccessor == (kind == ControlFlowConditionKind.WhenTrue) != waits;

    /// <summary>The value by which a parameter of that name asks a method to wait; null for other names.</summary>
    private static bool? Waits(string name) =>
        name.IndexOf("background", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("forget", StringComparison.OrdinalIgnoreCase) >= 0 ||
        name.StartsWith("noWait", StringComparison.OrdinalIgnoreCase) || name.StartsWith("dontWait", StringComparison.OrdinalIgnoreCase) ? false
        : name.StartsWith("wait", StringComparison.OrdinalIgnoreCase) || name.StartsWith("await", StringComparison.OrdinalIgnoreCase) ? true
        : null;

    private bool Leaves(ControlFlowBranch branch)
    {
        foreach (var region in branch.LeavingRegions)
        {
            if (region.Locals.Contains(local, SymbolEqualityComparer.Default))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsMentionedIn(IEnumerable<ControlFlowRegion> regions)
    {
        foreach (var region in regions)
        {
            for (var ordinal = region.FirstBlockOrdinal; ordinal <= region.LastBlockOrdinal; ordinal++)
            {
                foreach (var operation in OperationWalk.Of(graph.Blocks[ordinal]))
                {
                    if (Effect(operation) is not null)
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private static bool IsInTry(BasicBlock block)
    {
        for (var region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            if (region.Kind is ControlFlowRegionKind.Try or ControlFlowRegionKind.TryAndCatch or ControlFlowRegionKind.TryAndFinally)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsLocal(ILocalReferenceOperation reference) => SymbolEqualityComparer.Default.Equals(reference.Local, local);
}
