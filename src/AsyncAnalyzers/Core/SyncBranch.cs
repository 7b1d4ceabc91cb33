using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Core;

/// <summary>
/// Recognises one code path written for both worlds, as in <c>if (context.IsSynchronous) task.Wait(); else await task;</c>: the synchronous branch of an
/// async-capable function blocks on purpose.
/// </summary>
internal static class SyncBranch
{
    // A block of thousands of statements is searched once, not once for each of them.
    private static readonly ConditionalWeakTable<IBlockOperation, StrongBox<int>> FirstReturns = new();

    /// <summary>True if the operation is in a branch that a condition named after (a)synchrony decides, or behind one that returned.</summary>
    public static bool Contains(IOperation operation)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IConditionalOperation conditional when conditional.Condition != child && Decides(conditional.Condition):
                    return true;
                case IBlockOperation block when IsBehindReturn(block, child):
                    return true;
            }
        }

        return false;
    }

    private static bool IsBehindReturn(IBlockOperation block, IOperation child) => child.Syntax.SpanStart > FirstReturns.GetValue(block, FirstReturn).Value;

    /// <summary>Where the first statement of the block begins that leaves the function in one of the two worlds; beyond the block if none does.</summary>
    private static StrongBox<int> FirstReturn(IBlockOperation block)
    {
        foreach (var statement in block.Operations)
        {
            if (statement is IConditionalOperation { WhenFalse: null } conditional && Returns(conditional.WhenTrue) && Decides(conditional.Condition))
            {
                return new(statement.Syntax.SpanStart);
            }
        }

        return new(int.MaxValue);
    }

    private static bool Returns(IOperation branch) => branch switch
    {
        IBlockOperation { Operations: { Length: > 0 } operations } => Returns(operations[operations.Length - 1]),
        _ => branch is IReturnOperation,
    };

    private static bool Decides(IOperation condition)
    {
        foreach (var part in condition.DescendantsAndSelf())
        {
            var name = part switch
            {
                ILocalReferenceOperation local => local.Local.Name,
                IParameterReferenceOperation parameter => parameter.Parameter.Name,
                IMemberReferenceOperation member => member.Member.Name,
                IInvocationOperation { Type.SpecialType: SpecialType.System_Boolean } call => call.TargetMethod.Name,
                _ => "",
            };
            if (name.IndexOf("sync", StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
