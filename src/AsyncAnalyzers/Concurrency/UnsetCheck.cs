using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Concurrency;

/// <summary>Finds the check that a variable has no value yet, under which it is given one: an <c>if</c> around the assignment or a guard at the beginning of its block.</summary>
internal static class UnsetCheck
{
    /// <summary>Guards stand at the beginning; of a list of thousands of statements no more is looked at.</summary>
    private const int MaxGuards = 8;

    /// <summary>True if an await lies between the check nearest to the assignment and the assignment.</summary>
    public static bool IsStale(IAssignmentOperation assignment, SharedPlace place) => IsChecked(assignment, place, mustAwait: true);

    /// <summary>True if there is such a check.</summary>
    public static bool Guards(IAssignmentOperation assignment, SharedPlace place) => IsChecked(assignment, place, mustAwait: false);

    private static bool IsChecked(IAssignmentOperation assignment, SharedPlace place, bool mustAwait)
    {
        if (IsReset(assignment.Value))
        {
            return false;
        }

        for (var (child, parent) = ((IOperation)assignment, assignment.Parent); parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IConditionalOperation choice when choice.Condition != child && Mentions(choice.Condition, place):
                    return choice.Condition.Syntax.Span.End < assignment.Syntax.SpanStart &&
                        Says(choice.Condition, place, isUnset: choice.WhenTrue == child) &&
                        (!mustAwait || AwaitsBetween(choice.Condition.Syntax.Span.End, assignment, child.Syntax)) &&
                        IsFirst(assignment, child, place);
                case IBlockOperation { Operations: var statements } block:
                    for (var index = Math.Min(statements.Length, MaxGuards) - 1; index >= 0; index--)
                    {
                        if (statements[index] is IConditionalOperation { WhenFalse: null } guard && guard.Syntax.Span.End <= child.Syntax.SpanStart && Mentions(guard.Condition, place))
                        {
                            return Leaves(guard.WhenTrue) && Says(guard.Condition, place, isUnset: false) && (!mustAwait || AwaitsBetween(guard.Syntax.Span.End, assignment, block.Syntax)) && IsFirst(assignment, block, place);
                        }
                    }

                    break;
            }
        }

        return false;
    }

    private static bool IsReset(IOperation value) => value.Unwrap() is IDefaultValueOperation or ILiteralOperation { ConstantValue: { HasValue: true, Value: null or false or 0 } };

    private static bool Mentions(IOperation condition, SharedPlace place)
    {
        foreach (var inner in condition.DescendantsAndSelf())
        {
            if (inner.Kind == place.Operation.Kind && place.IsNamedBy(inner))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if a part of the condition that is enough, or necessary, says that the variable has no value, or that it has one.</summary>
    private static bool Says(IOperation condition, SharedPlace place, bool isUnset)
    {
        switch (condition.Unwrap())
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both:
                return Says(both.LeftOperand, place, isUnset) || Says(both.RightOperand, place, isUnset);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Says(not.Operand, place, !isUnset);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison:
                return IsNothing(comparison.RightOperand) && Is(comparison.LeftOperand, place) || IsNothing(comparison.LeftOperand) && Is(comparison.RightOperand, place)
                    ? isUnset == (comparison.OperatorKind == BinaryOperatorKind.Equals)
                    : false;
            case IIsPatternOperation test:
                return Is(test.Value, place) && isUnset == MatchesNothing(test.Pattern);
            case IInvocationOperation { TargetMethod: { Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace", ContainingType.SpecialType: SpecialType.System_String }, Arguments: [{ Value: var text }] }:
                return isUnset && Is(text, place);
            case IPropertyReferenceOperation { Property.Name: "HasValue", Instance: { } nullable }:
                return !isUnset && Is(nullable, place);
            case IPropertyReferenceOperation { Property.Name: "IsDefault" or "IsDefaultOrEmpty", Instance: { } array }:
                return isUnset && Is(array, place);
            case var flag:
                return !isUnset && flag.Type?.SpecialType == SpecialType.System_Boolean && Is(flag, place);
        }
    }

    private static bool Is(IOperation operation, SharedPlace place) => place.IsNamedBy(operation.Unwrap());

    private static bool IsNothing(IOperation value) => value.Unwrap() is IDefaultValueOperation or { ConstantValue: { HasValue: true, Value: null or false } };

    private static bool MatchesNothing(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation constant => IsNothing(constant.Value),
        INegatedPatternOperation negated => !MatchesNothing(negated.Pattern),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => MatchesNothing(either.LeftPattern) || MatchesNothing(either.RightPattern),
        _ => false,
    };

    /// <summary>True if the branch only leaves the function.</summary>
    private static bool Leaves(IOperation branch) => branch switch
    {
        IBlockOperation { Operations: [var only] } => Leaves(only),
        _ => branch is IReturnOperation { Kind: OperationKind.Return },
    };

    /// <summary>One check is reported once: at the first assignment that rests on it.</summary>
    private static bool IsFirst(IAssignmentOperation assignment, IOperation scope, SharedPlace place)
    {
        foreach (var operation in scope.DescendantsAndSelf())
        {
            if (operation is IAssignmentOperation { Target: var target } other && other.Syntax.SpanStart < assignment.Syntax.SpanStart && place.IsNamedBy(target))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AwaitsBetween(int start, IAssignmentOperation assignment, SyntaxNode scope)
    {
        foreach (var node in scope.DescendantNodesAndSelf(TextSpan.FromBounds(start, assignment.Syntax.Span.End), static inner => inner is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            if (node is AwaitExpressionSyntax && node.SpanStart >= start)
            {
                return true;
            }
        }

        return false;
    }
}
