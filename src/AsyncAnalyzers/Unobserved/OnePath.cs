using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>Says, by the structure of the code alone, whether two operations of a function, or one of them twice, run on one path. Negative in doubt.</summary>
internal static class OnePath
{
    /// <summary>
    /// True if <paramref name="second"/>, later in the text, runs after <paramref name="first"/>: not in another branch, not after a jump away,
    /// and not if each is subject to a condition of its own, since the one may be the other's opposite.
    /// </summary>
    public static bool Follows(IOperation first, IOperation second)
    {
        var path = PathOf(first);
        var (child, parent) = (second, second.Parent);
        var isConditional = false;
        while (parent is not null && !path.Contains(parent))
        {
            isConditional |= IsBranch(parent, child);
            (child, parent) = (parent, parent.Parent);
        }

        if (parent is null)
        {
            return false;
        }

        var common = path.IndexOf(parent);
        return !AreExclusive(parent, path[common - 1], child) && !Leaves(path, common) && !(isConditional && IsConditional(path, common));
    }

    /// <summary>True if a loop around the operation, but not around <paramref name="declaration"/>, runs it again and again.</summary>
    public static bool Repeats(IOperation operation, SyntaxNode declaration)
    {
        var path = PathOf(operation);
        for (var index = 1; index < path.Count && path[index] is not (IAnonymousFunctionOperation or ILocalFunctionOperation); index++)
        {
            // What is tried again after a failure may well be meant to start again.
            if (path[index] is ITryOperation { Catches.IsEmpty: false } || path[index].Syntax.Span.Contains(declaration.Span))
            {
                return false;
            }

            if (path[index] is ILoopOperation loop && IsRepeatedBy(loop, path[index - 1]))
            {
                return !Leaves(path, index) && !IsConditional(path, index);
            }
        }

        return false;
    }

    private static List<IOperation> PathOf(IOperation operation)
    {
        var path = new List<IOperation>();
        for (var current = operation; current is not null; current = current.Parent)
        {
            path.Add(current);
        }

        return path;
    }

    private static bool IsRepeatedBy(ILoopOperation loop, IOperation part) =>
        loop.Body == part || loop is IWhileLoopOperation || loop is IForLoopOperation counted && counted.Condition == part;

    private static bool AreExclusive(IOperation parent, IOperation first, IOperation second) => parent switch
    {
        IConditionalOperation choice => choice.Condition != first,
        ISwitchOperation choice => choice.Value != first,
        ISwitchExpressionOperation choice => choice.Value != first,
        ITryOperation attempt => attempt.Finally != second,
        _ => false,
    };

    private static bool IsConditional(List<IOperation> path, int end)
    {
        for (var index = 1; index < end; index++)
        {
            if (IsBranch(path[index], path[index - 1]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBranch(IOperation parent, IOperation child) => parent switch
    {
        IConditionalOperation choice => choice.Condition != child,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both => both.RightOperand == child,
        ICoalesceOperation choice => choice.WhenNull == child,
        ISwitchCaseOperation or ISwitchExpressionArmOperation or ICatchClauseOperation => true,
        _ => false,
    };

    /// <summary>True if control never comes from <c>path[0]</c> to what follows it in <c>path[end]</c>.</summary>
    private static bool Leaves(List<IOperation> path, int end)
    {
        for (var index = 0; index < end; index++)
        {
            if (IsJumpOut(path[index], path, end))
            {
                return true;
            }

            var statements = index + 1 == end ? default : path[index + 1] switch
            {
                IBlockOperation block => block.Operations,
                ISwitchCaseOperation section => section.Body,
                _ => default,
            };
            for (var next = statements.IsDefault ? int.MaxValue : statements.IndexOf(path[index]) + 1; !statements.IsDefault && next < statements.Length; next++)
            {
                if (IsJumpOut(statements[next], path, end))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsJumpOut(IOperation operation, List<IOperation> path, int end) => operation switch
    {
        IReturnOperation { Kind: not OperationKind.YieldReturn } or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation } => true,
        IBranchOperation { BranchKind: BranchKind.GoTo } => true,
        IBlockOperation { Operations: [.., var last] } => IsJumpOut(last, path, end),
        IConditionalOperation { WhenFalse: { } otherwise } choice => IsJumpOut(choice.WhenTrue, path, end) && IsJumpOut(otherwise, path, end),
        IBranchOperation branch => path.IndexOf(TargetOf(branch)!) is var target && (target < 0 || target > end || target == end && branch.BranchKind == BranchKind.Break),
        _ => false,
    };

    /// <summary>The loop or <c>switch</c> that <c>break</c> leaves or <c>continue</c> goes on with.</summary>
    private static IOperation? TargetOf(IBranchOperation branch)
    {
        var parent = branch.Parent;
        while (parent is not (null or ILoopOperation) && !(parent is ISwitchOperation && branch.BranchKind == BranchKind.Break))
        {
            parent = parent.Parent;
        }

        return parent;
    }
}
