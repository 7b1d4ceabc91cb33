using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>What the condition of a polling loop looks at.</summary>
/// <param name="Value">The value looked at, without negations.</param>
/// <param name="WaitsFor">The value that ends the loop.</param>
/// <param name="HasToken">True if a cancellation request ends the loop as well.</param>
internal readonly record struct Condition(IOperation Value, bool WaitsFor, bool HasToken)
{
    /// <summary>The condition of a loop that goes on while it holds; null if it looks at several things, cancellation tokens aside.</summary>
    public static Condition? Of(IOperation condition)
    {
        if (condition.Unwrap() is not IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both)
        {
            var (value, holds) = Bare(condition);
            return new(value, !holds, false);
        }

        return IsToken(both.LeftOperand) && Of(both.RightOperand) is { } right ? right with { HasToken = true }
            : IsToken(both.RightOperand) && Of(both.LeftOperand) is { } left ? left with { HasToken = true }
            : null;
    }

    private static bool IsToken(IOperation condition) => Bare(condition) is (IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" }, false);

    /// <summary>The value behind <c>!x</c>, <c>x == false</c>, <c>x is false</c> and the like, and what it must be for the condition to hold.</summary>
    private static (IOperation Value, bool Holds) Bare(IOperation condition)
    {
        for (var holds = true; ;)
        {
            condition = condition.Unwrap();
            switch (condition)
            {
                case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not:
                    (condition, holds) = (not.Operand, !holds);
                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary when Constant(binary.RightOperand) is { } right:
                    (condition, holds) = (binary.LeftOperand, holds == (right == (binary.OperatorKind == BinaryOperatorKind.Equals)));
                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary when Constant(binary.LeftOperand) is { } left:
                    (condition, holds) = (binary.RightOperand, holds == (left == (binary.OperatorKind == BinaryOperatorKind.Equals)));
                    break;
                case IIsPatternOperation { Pattern: IConstantPatternOperation pattern } match when Constant(pattern.Value) is { } constant:
                    (condition, holds) = (match.Value, holds == constant);
                    break;
                case IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation pattern } } match when Constant(pattern.Value) is { } constant:
                    (condition, holds) = (match.Value, holds != constant);
                    break;
                default:
                    return (condition, holds);
            }
        }
    }

    private static bool? Constant(IOperation operation) => operation.ConstantValue is { HasValue: true, Value: bool value } ? value : null;
}
