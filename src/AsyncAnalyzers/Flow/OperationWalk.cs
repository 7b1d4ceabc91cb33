using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Flow;

/// <summary>The operations of a basic block as they are evaluated: operands before what uses them. Kept, for an analysis goes through each block several times.</summary>
internal static class OperationWalk
{
    private static readonly ConditionalWeakTable<BasicBlock, List<IOperation>> Walks = new();

    public static List<IOperation> Of(BasicBlock block) => Walks.GetValue(block, static key => Walk(key));

    private static List<IOperation> Walk(BasicBlock block)
    {
        var operations = new List<IOperation>();
        // Not recursive: a long chain of operators is a deep tree.
        var pending = new Stack<(IOperation Operation, bool AreOperandsDone)>();
        if (block.BranchValue is { } value)
        {
            pending.Push((value, false));
        }

        for (var index = block.Operations.Length - 1; index >= 0; index--)
        {
            pending.Push((block.Operations[index], false));
        }

        while (pending.Count > 0)
        {
            var (operation, areOperandsDone) = pending.Pop();
            if (areOperandsDone || operation is IFlowAnonymousFunctionOperation)
            {
                operations.Add(operation);
                continue;
            }

            pending.Push((operation, true));
            foreach (var operand in operation.ChildOperations.Reverse())
            {
                pending.Push((operand, false));
            }
        }

        return operations;
    }
}
