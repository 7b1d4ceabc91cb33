using System.Collections.Immutable;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Sequential;

/// <summary>Finds the statement that takes the winner of <c>Task.WhenAny</c> out of its collection.</summary>
internal static class WinnerRemoval
{
    /// <summary>Where it stands in the body, and whether it replaces the collection; null if the winner stays in it.</summary>
    public static (int Index, bool Assigns)? Find(ImmutableArray<IOperation> statements, int declaration, ISymbol tasks, ILocalSymbol winner)
    {
        for (var index = declaration + 1; index < statements.Length; index++)
        {
            if (statements[index] is IExpressionStatementOperation { Operation: var operation })
            {
                var assignment = operation as ISimpleAssignmentOperation;
                var value = (assignment?.Value ?? operation).Unwrap();
                if (assignment is null or { Target: IDiscardOperation } ? Removes(value, tasks, winner) : WinnerLoop.Is(assignment.Target, tasks) && Excludes(value, tasks, winner))
                {
                    return (index, assignment is { Target: not IDiscardOperation });
                }
            }
        }

        return null;
    }

    /// <summary><c>tasks.Remove(t)</c>, <c>tasks.RemoveAt(tasks.IndexOf(t))</c>, <c>tasks.RemoveAll(x => x == t)</c>.</summary>
    private static bool Removes(IOperation value, ISymbol tasks, ILocalSymbol winner) =>
        value is IInvocationOperation { Instance: { } instance, Arguments: [{ Value: var argument }] } call && WinnerLoop.Is(instance, tasks) && call.TargetMethod.Name switch
        {
            "Remove" => WinnerLoop.Is(argument, winner),
            "RemoveAt" => argument.Unwrap() is IInvocationOperation { TargetMethod.Name: "IndexOf", Instance: { } searched, Arguments: [{ Value: var found }] } && WinnerLoop.Is(searched, tasks) && WinnerLoop.Is(found, winner),
            "RemoveAll" => Compares(argument, winner, BinaryOperatorKind.Equals),
            _ => false,
        };

    /// <summary><c>tasks.Where(x => x != t).ToList()</c>, <c>tasks.Except([t]).ToArray()</c>, <c>immutable.Remove(t)</c>.</summary>
    private static bool Excludes(IOperation value, ISymbol tasks, ILocalSymbol winner)
    {
        while (value is IInvocationOperation { TargetMethod: { Name: "ToArray" or "ToList" or "ToHashSet", IsExtensionMethod: true }, Arguments.Length: 1 } copy)
        {
            value = copy.Arguments[0].Value.Unwrap();
        }

        return value is IInvocationOperation { Arguments: [.., { Value: var argument }] } call && call.Receiver() is { } source && WinnerLoop.Is(source, tasks) && call.TargetMethod.Name switch
        {
            "Where" => Compares(argument, winner, BinaryOperatorKind.NotEquals),
            "Except" => argument.TryGetElements(out var excluded) && excluded is [var only] && WinnerLoop.Is(only, winner),
            "Remove" => call.Arguments.Length == 1 && WinnerLoop.Is(argument, winner),
            _ => false,
        };
    }

    private static bool Compares(IOperation lambda, ILocalSymbol winner, BinaryOperatorKind kind) =>
        lambda.Unwrap() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.Parameters: [var parameter], Body.Operations: [IReturnOperation { ReturnedValue: { } returned }] } } &&
        returned.Unwrap() is IBinaryOperation comparison && comparison.OperatorKind == kind &&
        (WinnerLoop.Is(comparison.LeftOperand, parameter) && WinnerLoop.Is(comparison.RightOperand, winner) || WinnerLoop.Is(comparison.LeftOperand, winner) && WinnerLoop.Is(comparison.RightOperand, parameter));
}
