using System.Collections.Immutable;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Sequential;

/// <summary>A loop that runs until a collection of tasks is empty, awaits <c>Task.WhenAny</c> of it and takes out the winner.</summary>
/// <param name="Loop">The loop.</param>
/// <param name="Tasks">The local or parameter that holds the tasks.</param>
/// <param name="Await">The await of <c>WhenAny</c>, the initializer of the winner.</param>
/// <param name="WhenAny">The call.</param>
/// <param name="Winner">The local that holds the winner.</param>
/// <param name="Declaration">Where the statement of the body stands that declares it.</param>
/// <param name="Removal">Where the statement of the body stands that takes it out.</param>
/// <param name="Assigns">True if the collection is replaced by one without the winner, false if the winner is removed from it.</param>
internal sealed record WinnerLoop(
    ILoopOperation Loop, ISymbol Tasks, IAwaitOperation Await, IInvocationOperation WhenAny, ILocalSymbol Winner, int Declaration, int Removal, bool Assigns)
{
    /// <summary>Null for any other loop, and for one whose body mentions the collection a third time.</summary>
    public static WinnerLoop? Of(ILoopOperation loop, KnownTypes types)
    {
        var condition = loop switch
        {
            IWhileLoopOperation { ConditionIsUntil: false } repeat => repeat.Condition,
            IForLoopOperation { Before.IsEmpty: true, AtLoopBottom.IsEmpty: true } repeat => repeat.Condition,
            _ => null,
        };
        if (condition is null || loop.Body is not IBlockOperation { Operations: var statements } || statements.Length < 2 || TestedBy(condition.Unwrap()) is not { } tasks)
        {
            return null;
        }

        for (var declaration = 0; declaration < statements.Length - 1; declaration++)
        {
            if (statements[declaration] is IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [{ Symbol: var winner } declarator] }] } &&
                declarator.GetVariableInitializer()?.Value.Unwrap() is IAwaitOperation awaited &&
                WhenAnyOf(awaited.Operation, types) is { } call && IsCollection(call.Arguments[0].Value, tasks))
            {
                return WinnerRemoval.Find(statements, declaration, tasks, winner) is var (removal, assigns) &&
                    MentionsNoMore(statements, tasks, declaration, removal) && !MayContinue(statements, removal)
                    ? new(loop, tasks, awaited, call, winner, declaration, removal, assigns)
                    : null;
            }
        }

        return null;
    }

    /// <summary>True if the operation is the local or parameter.</summary>
    public static bool Is(IOperation? operation, ISymbol symbol) => SymbolEqualityComparer.Default.Equals(SymbolOf(operation?.Unwrap()), symbol);

    public static ISymbol? SymbolOf(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation reference => reference.Local,
        IParameterReferenceOperation reference => reference.Parameter,
        _ => null,
    };

    /// <summary>The call behind <c>ConfigureAwait</c> and <c>WaitAsync(token)</c>.</summary>
    private static IInvocationOperation? WhenAnyOf(IOperation awaited, KnownTypes types)
    {
        var call = awaited.Unwrap() as IInvocationOperation;
        while (call is { Instance: IInvocationOperation inner } &&
            (call.TargetMethod.Name == "ConfigureAwait" || call is { TargetMethod: { Name: "WaitAsync", Parameters: [{ Type: var limit }] } } && SymbolEqualityComparer.Default.Equals(limit, types.CancellationToken)))
        {
            call = inner;
        }

        return call is { TargetMethod: { Name: "WhenAny", IsStatic: true } method, Arguments.Length: 1 } && SymbolEqualityComparer.Default.Equals(method.ContainingType, types.Task) ? call : null;
    }

    /// <summary>True for the collection itself and copies of it.</summary>
    private static bool IsCollection(IOperation argument, ISymbol tasks)
    {
        argument = argument.Unwrap();
        while (argument is IInvocationOperation { TargetMethod: { Name: "ToArray" or "ToList" or "AsEnumerable", Parameters.Length: <= 1 } } copy && copy.Receiver() is { } source)
        {
            argument = source.Unwrap();
        }

        return Is(argument, tasks);
    }

    /// <summary>The collection that the condition finds not empty.</summary>
    private static ISymbol? TestedBy(IOperation condition) => condition switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThan or BinaryOperatorKind.NotEquals } test when IsNumber(test.RightOperand, 0) => CountedBy(test.LeftOperand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThanOrEqual } test when IsNumber(test.RightOperand, 1) => CountedBy(test.LeftOperand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.NotEquals } test when IsNumber(test.LeftOperand, 0) => CountedBy(test.RightOperand),
        IInvocationOperation { TargetMethod: { Name: "Any", IsExtensionMethod: true }, Arguments.Length: 1 } any => SymbolOf(any.Receiver()?.Unwrap()),
        IIsPatternOperation { Pattern: IRelationalPatternOperation { OperatorKind: BinaryOperatorKind.GreaterThan, Value: var zero } } test when IsNumber(zero, 0) => CountedBy(test.Value),
        IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value: var zero } } } test when IsNumber(zero, 0) => CountedBy(test.Value),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: IPropertyReferenceOperation { Property.Name: "IsEmpty", Instance: { } tested } } => SymbolOf(tested.Unwrap()),
        _ => null,
    };

    private static bool IsNumber(IOperation operation, int number) => operation.ConstantValue is { HasValue: true, Value: int value } && value == number;

    private static ISymbol? CountedBy(IOperation count) => count.Unwrap() switch
    {
        IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: { } counted } => SymbolOf(counted.Unwrap()),
        IInvocationOperation { TargetMethod: { Name: "Count", IsExtensionMethod: true }, Arguments.Length: 1 } call => SymbolOf(call.Receiver()?.Unwrap()),
        _ => null,
    };

    private static bool MentionsNoMore(ImmutableArray<IOperation> statements, ISymbol tasks, int declaration, int removal)
    {
        for (var index = 0; index < statements.Length; index++)
        {
            if (index == declaration || index == removal)
            {
                continue;
            }

            foreach (var inner in statements[index].DescendantsAndSelf())
            {
                if (SymbolEqualityComparer.Default.Equals(SymbolOf(inner), tasks))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>True if an iteration may begin anew before the winner is taken out.</summary>
    private static bool MayContinue(ImmutableArray<IOperation> statements, int removal)
    {
        for (var index = 0; index < removal; index++)
        {
            foreach (var node in statements[index].Syntax.DescendantNodesAndSelf(static node =>
                node is not (CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
            {
                if (node.IsKind(SyntaxKind.ContinueStatement))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
