using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Sequential;

/// <summary>What the code around a <see cref="WinnerLoop"/> does with its tasks. Walks the member; only for candidates.</summary>
internal static class DrainedTasks
{
    /// <summary>True if nobody but the loop can see which tasks are left, and none of them is a timer or signal that shall only end the wait.</summary>
    public static bool AreOnlyAwaited(WinnerLoop found)
    {
        var (loop, tasks) = (found.Loop, found.Tasks);
        var function = EnclosingFunction.BoundaryOf(loop);
        foreach (var operation in loop.Root().Descendants())
        {
            switch (operation)
            {
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison when loop.Syntax.Span.Contains(comparison.Syntax.Span):
                    if (WinnerLoop.Is(comparison.LeftOperand, found.Winner) && IsSignal(comparison.RightOperand) || WinnerLoop.Is(comparison.RightOperand, found.Winner) && IsSignal(comparison.LeftOperand))
                    {
                        return false;
                    }

                    break;
                case IVariableDeclaratorOperation { Symbol: var declared } declarator when SymbolEqualityComparer.Default.Equals(declared, tasks):
                    if (declarator.GetVariableInitializer()?.Value is { } initial && (!found.Assigns && IsShared(initial.Unwrap()) || HoldsSignal(initial)) || IsInOtherLoop(loop, declarator.Syntax) || EnclosingFunction.BoundaryOf(declarator) != function)
                    {
                        return false;
                    }

                    break;
                case ILocalReferenceOperation or IParameterReferenceOperation when SymbolEqualityComparer.Default.Equals(WinnerLoop.SymbolOf(operation), tasks) && !loop.Syntax.Span.Contains(operation.Syntax.Span):
                    if (operation.Syntax.SpanStart > loop.Syntax.SpanStart || EnclosingFunction.BoundaryOf(operation) != function || IsAlias(operation) || operation.Parent is IInvocationOperation call && call.Arguments.Any(static argument => HoldsSignal(argument.Value)))
                    {
                        return false;
                    }

                    break;
            }
        }

        return tasks is not IParameterSymbol || !IsInOtherLoop(loop, null) && IsOf(function, tasks);
    }

    /// <summary>False for the parameter of a function around the one that holds the loop, which may run several times.</summary>
    private static bool IsOf(IOperation? function, ISymbol parameter) => function switch
    {
        IAnonymousFunctionOperation lambda => SymbolEqualityComparer.Default.Equals(lambda.Symbol, parameter.ContainingSymbol),
        ILocalFunctionOperation local => SymbolEqualityComparer.Default.Equals(local.Symbol, parameter.ContainingSymbol),
        _ => true,
    };

    /// <summary>True for a variable, field or property: somebody else has the collection, too.</summary>
    private static bool IsShared(IOperation initial) =>
        initial is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation;

    private static bool IsAlias(IOperation mention)
    {
        var parent = mention.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent is IVariableInitializerOperation or IReturnOperation || parent is ISimpleAssignmentOperation assignment && assignment.Target != mention;
    }

    /// <summary>True if a loop around this one runs it several times over the same variable.</summary>
    private static bool IsInOtherLoop(ILoopOperation loop, SyntaxNode? declaration)
    {
        for (var parent = loop.Parent; parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); parent = parent.Parent)
        {
            if (parent is ILoopOperation && (declaration is null || !parent.Syntax.Span.Contains(declaration.Span)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if one of the tasks that the expression lists is a signal; what lambdas start is not.</summary>
    private static bool HoldsSignal(IOperation expression)
    {
        if (IsSignal(expression))
        {
            return true;
        }

        foreach (var part in expression.ChildOperations)
        {
            if (part is not (IAnonymousFunctionOperation or IDelegateCreationOperation) && HoldsSignal(part))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>Task.Delay(…)</c>, and a task whose name says that it ends the wait.</summary>
    private static bool IsSignal(IOperation operation)
    {
        operation = operation.Unwrap();
        var name = operation switch
        {
            IInvocationOperation { TargetMethod: { Name: "Delay", ContainingType.Name: "Task" } } => "delay",
            { Type.Name: not "Task" } => "",
            ILocalReferenceOperation { Local.Name: var local } => local,
            IParameterReferenceOperation { Parameter.Name: var parameter } => parameter,
            IMemberReferenceOperation { Member.Name: var member } => member,
            _ => "",
        };
        return Contains(name, "delay") || Contains(name, "timeout") || Contains(name, "cancel") || Contains(name, "stop") || Contains(name, "shutdown");
    }

    private static bool Contains(string name, string word) => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
