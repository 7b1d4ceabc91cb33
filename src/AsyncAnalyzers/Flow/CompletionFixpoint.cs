using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>Solves one control-flow graph: the state at the entry of each block that can be reached.</summary>
internal sealed class CompletionFixpoint(
    ControlFlowGraph graph,
    CompletionTransfer transfer,
    Dictionary<BasicBlock, List<TaskPath>> forgotten,
    CancellationToken cancellationToken)
{
    private readonly CompletionState?[] entries = new CompletionState?[graph.Blocks.Length];
    private readonly bool[] isPending = new bool[graph.Blocks.Length];
    private readonly Dictionary<ControlFlowRegion, CompletionState> afterFinally = [];
    private readonly Dictionary<ControlFlowRegion, HashSet<BasicBlock>> throughFinally = [];

    public CompletionState?[] Run(CompletionState start)
    {
        Merge(graph.Blocks[0], start);
        for (var isStable = false; !isStable;)
        {
            isStable = true;
            foreach (var block in graph.Blocks)
            {
                if (isPending[block.Ordinal])
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    isPending[block.Ordinal] = isStable = false;
                    Visit(block, entries[block.Ordinal]!.Clone());
                }
            }
        }

        return entries;
    }

    private void Visit(BasicBlock block, CompletionState state)
    {
        var handlers = HandlersOf(block);
        foreach (var operation in OperationWalk.Of(block))
        {
            // An await throws only once the task is complete.
            var isWait = operation is IAwaitOperation awaited && !HasTimeout(awaited.Operation);
            if (!isWait && handlers.Count > 0 && MayThrow(operation))
            {
                MergeAll(handlers, state);
            }

            transfer.Apply(operation, state);
            if (isWait)
            {
                MergeAll(handlers, state);
            }
        }

        if (block.ConditionalSuccessor is { } conditional && block.BranchValue is { } condition)
        {
            var taken = state.Clone();
            transfer.ApplyBranch(condition, block.ConditionKind == ControlFlowConditionKind.WhenTrue, taken);
            transfer.ApplyBranch(condition, block.ConditionKind != ControlFlowConditionKind.WhenTrue, state);
            Follow(conditional, taken);
        }

        if (block.FallThroughSuccessor is { } next)
        {
            if (next.Semantics is ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow or ControlFlowBranchSemantics.Error)
            {
                MergeAll(handlers, state);
            }

            if (next.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling && FinallyOf(block) is { } region)
            {
                LeaveFinally(region, state);
            }

            Follow(next, state);
        }
    }

    private void Follow(ControlFlowBranch branch, CompletionState state)
    {
        foreach (var region in branch.FinallyRegions)
        {
            Merge(graph.Blocks[region.FirstBlockOrdinal], state);
            if (!throughFinally.TryGetValue(region, out var sources))
            {
                throughFinally.Add(region, sources = []);
            }

            sources.Add(branch.Source);
            if (!afterFinally.TryGetValue(region, out var after))
            {
                return;
            }

            for (var ordinal = region.FirstBlockOrdinal; ordinal <= region.LastBlockOrdinal; ordinal++)
            {
                if (forgotten.TryGetValue(graph.Blocks[ordinal], out var list))
                {
                    list.ForEach(state.Forget);
                }
            }

            state.Unite(after);
        }

        if (branch.Destination is { } destination)
        {
            Merge(destination, state);
        }
    }

    private void LeaveFinally(ControlFlowRegion region, CompletionState state)
    {
        if (!afterFinally.TryGetValue(region, out var known))
        {
            afterFinally.Add(region, state.Clone());
        }
        else if (!known.Intersect(state))
        {
            return;
        }

        if (throughFinally.TryGetValue(region, out var sources))
        {
            foreach (var source in sources)
            {
                isPending[source.Ordinal] = true;
            }
        }
    }

    private void MergeAll(List<BasicBlock> blocks, CompletionState state)
    {
        foreach (var block in blocks)
        {
            Merge(block, state);
        }
    }

    private void Merge(BasicBlock block, CompletionState state)
    {
        if (entries[block.Ordinal] is not { } entry)
        {
            entries[block.Ordinal] = state.Clone();
            isPending[block.Ordinal] = true;
        }
        else if (entry.Intersect(state))
        {
            isPending[block.Ordinal] = true;
        }
    }

    /// <summary>The first blocks of the handlers that an exception in the block may reach.</summary>
    private List<BasicBlock> HandlersOf(BasicBlock block)
    {
        var handlers = new List<BasicBlock>();
        // Beyond the root lies the graph around the function.
        for (var region = block.EnclosingRegion; region is { Kind: not ControlFlowRegionKind.Root }; region = region.EnclosingRegion)
        {
            if (region is { Kind: ControlFlowRegionKind.Try, EnclosingRegion: { } statement })
            {
                foreach (var handler in statement.NestedRegions)
                {
                    if (handler != region)
                    {
                        handlers.Add(graph.Blocks[handler.FirstBlockOrdinal]);
                    }
                }
            }
        }

        return handlers;
    }

    private static ControlFlowRegion? FinallyOf(BasicBlock block)
    {
        var region = block.EnclosingRegion;
        while (region is { Kind: not (ControlFlowRegionKind.Finally or ControlFlowRegionKind.Root) })
        {
            region = region.EnclosingRegion;
        }

        return region is { Kind: ControlFlowRegionKind.Finally } ? region : null;
    }

    private static bool HasTimeout(IOperation awaited) =>
        awaited.Descendants().Prepend(awaited).Any(static operation => operation is IInvocationOperation { TargetMethod.Name: "WaitAsync" });

    private static bool MayThrow(IOperation operation) => operation switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation or ILiteralOperation or IFlowCaptureOperation or IFlowCaptureReferenceOperation or IInstanceReferenceOperation => false,
        IIsNullOperation or ISimpleAssignmentOperation or IExpressionStatementOperation or IArgumentOperation or IArrayCreationOperation or IArrayInitializerOperation => false,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } => false,
        IConversionOperation { IsImplicit: true } or IFlowAnonymousFunctionOperation or IDelegateCreationOperation => false,
        IPropertyReferenceOperation { Property: { Name: var name, ContainingType: { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" } } } => name == "Result",
        IInvocationOperation { TargetMethod: { Name: "WhenAll" or "WhenAny" or "ConfigureAwait" or "GetAwaiter" or "AsTask", ContainingType.ContainingNamespace.Name: "Tasks" } } => false,
        _ => true,
    };
}
