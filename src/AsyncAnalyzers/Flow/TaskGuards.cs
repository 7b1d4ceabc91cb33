using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>What a condition tells about tasks when it is true or false.</summary>
internal sealed class TaskGuards(KnownTypes types, TaskExpressions expressions)
{
    private CompletionFacts Facts => expressions.Facts;

    private TaskPaths Paths => expressions.Paths;

    /// <summary>True for the members of a task that are true only of a complete one.</summary>
    public static bool IsGuard(string name) => name is "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled";

    /// <summary>The task that a method says to be complete, by the name of a guard: <c>task.IsCompletedSuccessfully()</c>, as libraries for older frameworks write it.</summary>
    /// <param name="call">A call that a condition consists of.</param>
    /// <param name="isNegated">True if the task is complete when the answer is no.</param>
    public static IOperation? TaskOf(IInvocationOperation call, out bool isNegated)
    {
        var name = call.TargetMethod.Name;
        isNegated = name.StartsWith("IsNot", StringComparison.Ordinal);
        return IsGuard(isNegated ? "Is" + name.Substring("IsNot".Length) : name) && call.TargetMethod.ReturnType.SpecialType == SpecialType.System_Boolean
            ? call.Arguments is [{ Value: var task }] ? task : call.Instance
            : null;
    }

    /// <summary>Adds the facts that hold when <paramref name="condition"/> has the value <paramref name="outcome"/>.</summary>
    public void AddFacts(IOperation condition, bool outcome, CompletionState state, List<int> known)
    {
        condition = condition.Unwrap();
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand }:
                AddFacts(operand, !outcome, state, known);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd } both when outcome:
                AddFacts(both.LeftOperand, true, state, known);
                AddFacts(both.RightOperand, true, state, known);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr } either when !outcome:
                AddFacts(either.LeftOperand, false, state, known);
                AddFacts(either.RightOperand, false, state, known);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals:
                AddEquality(equals.LeftOperand, equals.RightOperand, outcome, state, known);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } differs:
                AddEquality(differs.LeftOperand, differs.RightOperand, !outcome, state, known);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThanOrEqual } atLeast when outcome && IsFinalStatus(atLeast.RightOperand.ConstantValue):
                AddStatus(atLeast.LeftOperand, known);
                break;
            case IIsPatternOperation match:
                AddPattern(match.Value, match.Pattern, outcome, state, known);
                break;
            case IIsNullOperation { Operand: var operand }:
                AddNull(operand, outcome, known);
                break;
            case IInvocationOperation call:
                AddCall(call, outcome, state, known);
                break;
            default:
                AddReference(condition, outcome, known);
                break;
        }

        if (Paths.Resolve(condition) is var resolved && resolved != condition && condition is IFlowCaptureReferenceOperation)
        {
            AddFacts(resolved, outcome, state, known);
        }
    }

    private void AddReference(IOperation condition, bool outcome, List<int> known)
    {
        if (condition is IPropertyReferenceOperation { Property: { Name: var name }, Instance: { } task } && IsGuard(name))
        {
            if (outcome)
            {
                AddComplete(task, known);
            }
        }
        else if (Paths.Of(condition) is { } path)
        {
            known.Add(Facts.Of(path, outcome ? FactKind.True : FactKind.False));
        }
    }

    private void AddEquality(IOperation left, IOperation right, bool outcome, CompletionState state, List<int> known)
    {
        (left, right) = left.ConstantValue.HasValue ? (right.Unwrap(), left.Unwrap()) : (left.Unwrap(), right.Unwrap());
        if (right.ConstantValue is { HasValue: true, Value: var constant } || right is IDefaultValueOperation or IConversionOperation { Operand.ConstantValue: { HasValue: true, Value: null } })
        {
            switch (right.ConstantValue.HasValue ? right.ConstantValue.Value : null)
            {
                case bool value:
                    AddFacts(left, value == outcome, state, known);
                    break;
                case null:
                    AddNull(left, outcome, known);
                    break;
                case int when outcome && IsFinalStatus(right.ConstantValue):
                    AddStatus(left, known);
                    break;
            }

            return;
        }

        if (right is IConversionOperation { Operand.ConstantValue: { HasValue: true, Value: bool lifted } })
        {
            AddFacts(left, lifted == outcome, state, known);
        }
        else if (types.Awaitables.IsTask(left.Type) && types.Awaitables.IsTask(right.Type))
        {
            AddSameTask(left, right, outcome, state, known);
            AddSameTask(right, left, outcome, state, known);
        }
    }

    /// <summary>What equals a complete task is complete; what won against a task of two and is not the one is the other.</summary>
    private void AddSameTask(IOperation winner, IOperation task, bool outcome, CompletionState state, List<int> known)
    {
        if (Paths.Of(task) is not { } path)
        {
            return;
        }

        if (outcome)
        {
            // The number must exist before the state is known.
            var complete = Facts.Of(path, FactKind.Complete);
            if (expressions.IsComplete(winner, state))
            {
                known.Add(complete);
            }
        }
        else if (expressions.PairOf(winner) is var (first, second) && (path == first || path == second))
        {
            known.Add(Facts.Of(path == first ? second : first, FactKind.Complete));
        }
        else if (Paths.Of(winner) is { } known1)
        {
            known.Add(Facts.Of(known1, FactKind.IsNot, path));
        }
    }

    private void AddPattern(IOperation value, IPatternOperation pattern, bool outcome, CompletionState state, List<int> known)
    {
        switch (pattern)
        {
            case INegatedPatternOperation negated:
                AddPattern(value, negated.Pattern, !outcome, state, known);
                break;
            case IConstantPatternOperation { Value: var constant }:
                AddEquality(value, constant, outcome, state, known);
                break;
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both when outcome:
                AddPattern(value, both.LeftPattern, true, state, known);
                AddPattern(value, both.RightPattern, true, state, known);
                break;
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either:
                var (left, right) = (new List<int>(), new List<int>());
                AddPattern(value, either.LeftPattern, outcome, state, left);
                AddPattern(value, either.RightPattern, outcome, state, right);
                known.AddRange(outcome ? left.Where(right.Contains) : left.Concat(right));
                break;
            case IRecursivePatternOperation recursive when outcome:
                AddMembers(value, recursive, known);
                break;
        }
    }

    private void AddMembers(IOperation value, IRecursivePatternOperation pattern, List<int> known)
    {
        foreach (var member in pattern.PropertySubpatterns)
        {
            if (member is { Member: IPropertyReferenceOperation { Property.Name: var name }, Pattern: var inner } &&
                (IsGuard(name) && inner is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: true } } ||
                    name == "Status" && AreFinal(inner) ||
                    name == "Exception" && inner is INegatedPatternOperation or IRecursivePatternOperation))
            {
                AddComplete(value, known);
                if (pattern.DeclaredSymbol is { } declared)
                {
                    known.Add(Facts.Of(Paths.Of(declared), FactKind.Complete));
                }
            }
        }
    }

    private static bool AreFinal(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation { Value.ConstantValue: var value } => IsFinalStatus(value),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => AreFinal(either.LeftPattern) && AreFinal(either.RightPattern),
        _ => false,
    };

    private void AddCall(IInvocationOperation call, bool outcome, CompletionState state, List<int> known)
    {
        if (TaskOf(call, out var isNegated) is { } guarded)
        {
            if (outcome != isNegated)
            {
                AddComplete(guarded, known);
            }

            return;
        }

        if (!outcome)
        {
            return;
        }

        switch (call.TargetMethod.Name)
        {
            case "Equals" or "ReferenceEquals" when call.Arguments is [{ Value: var first }, { Value: var second }]:
                AddEquality(first, second, true, state, known);
                break;
            case "Equals" when call is { Instance: { } left, Arguments: [{ Value: var right }] }:
                AddEquality(left, right, true, state, known);
                break;
            case "All" when TaskLists.FiltersComplete(call) && BlockingWait.ReceiverOf(call) is { } tasks:
                expressions.AddImpliedByElements(tasks, known);
                break;
            case "Wait" or "WaitAll" when BlockingWait.Of(call, types) is { } wait:
                if (wait.Kind == BlockingWaitKind.WaitAll)
                {
                    expressions.AddImpliedByAll(call, known);
                }
                else
                {
                    AddComplete(wait.Task, known);
                }

                break;
        }
    }

    /// <summary>Nobody waits for a task that is null; <c>task.Exception</c> is null unless the task has failed.</summary>
    private void AddNull(IOperation operand, bool isNull, List<int> known)
    {
        if (isNull)
        {
            if (types.Awaitables.IsTask(operand.Unwrap().Type))
            {
                AddComplete(operand, known);
            }
        }
        else if (Paths.Resolve(operand) is IPropertyReferenceOperation { Property.Name: "Exception", Instance: { } task } && types.Awaitables.IsTask(task.Type))
        {
            AddComplete(task, known);
        }
    }

    private void AddStatus(IOperation status, List<int> known)
    {
        if (Paths.Resolve(status) is IPropertyReferenceOperation { Property.Name: "Status", Instance: { } task } && types.Awaitables.IsTask(task.Type))
        {
            AddComplete(task, known);
        }
    }

    private void AddComplete(IOperation task, List<int> known)
    {
        if (Paths.Of(expressions.Peel(task)) is { } path)
        {
            known.Add(Facts.Of(path, FactKind.Complete));
        }
    }

    public static bool IsFinalStatus(Optional<object?> value) =>
        value is { HasValue: true, Value: (int)TaskStatus.RanToCompletion or (int)TaskStatus.Canceled or (int)TaskStatus.Faulted };
}
