using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>
/// The second simplest way for a task to be complete: a variable that is never assigned again, in the branch of <c>if (task.IsCompleted)</c> or
/// <c>task.Status == TaskStatus.RanToCompletion ? … : …</c> that is taken then. It needs no control-flow graph.
/// </summary>
internal static class CheckedBefore
{
    /// <summary>True if the task has been checked whenever it is evaluated; false if that cannot be seen so easily.</summary>
    public static bool Is(IOperation task, Mentions mentions, KnownTypes types)
    {
        if (AwaitedBefore.VariableOf(task) is not { } variable || mentions.MayBeAssigned(variable.Name) || !types.Awaitables.IsTaskOrValueTask(task.Type))
        {
            return false;
        }

        // A local function may be called from elsewhere, too.
        for (var (child, parent) = (task, task.Parent); parent is not null and not ILocalFunctionOperation; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IConditionalOperation choice && choice.WhenTrue == child && Says(choice.Condition, variable) ||
                parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both && both.RightOperand == child && Says(both.LeftOperand, variable))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if the condition holds only when the task of the variable is complete.</summary>
    private static bool Says(IOperation condition, ISymbol variable) => condition.Unwrap() switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => Says(both.LeftOperand, variable) || Says(both.RightOperand, variable),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, LeftOperand: IPropertyReferenceOperation { Property.Name: "Status" } status, RightOperand.ConstantValue: var value } => TaskGuards.IsFinalStatus(value) && IsOf(status, variable),
        IPropertyReferenceOperation property => TaskGuards.IsGuard(property.Property.Name) && IsOf(property, variable),
        IInvocationOperation call => TaskGuards.TaskOf(call, out var isNegated) is { } task && !isNegated && IsVariable(task, variable),
        _ => false,
    };

    private static bool IsOf(IPropertyReferenceOperation member, ISymbol variable) =>
        member.Instance is { } task && IsVariable(task, variable);

    private static bool IsVariable(IOperation task, ISymbol variable) => SymbolEqualityComparer.Default.Equals(AwaitedBefore.VariableOf(task.Unwrap()), variable);
}
