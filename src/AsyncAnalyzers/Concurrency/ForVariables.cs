using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>The variables that the header of a <c>for</c> loop begins with and changes.</summary>
internal static class ForVariables
{
    public static ICollection<ILocalSymbol> Of(IForLoopOperation loop)
    {
        var variables = new List<ILocalSymbol>();
        foreach (var step in loop.AtLoopBottom)
        {
            foreach (var operation in step.Descendants())
            {
                if (operation is ILocalReferenceOperation { Local: var local } mention && IsAssigned(mention) && BeginsWith(loop, local))
                {
                    variables.Add(local);
                }
            }
        }

        return variables;
    }

    /// <summary>The outermost lambda or local function between the mention and the loop; null if the loop's own function mentions it.</summary>
    public static IOperation? FunctionAround(IOperation mention, IForLoopOperation loop)
    {
        IOperation? function = null;
        for (var parent = mention.Parent; parent != loop; parent = parent.Parent)
        {
            if (parent is null)
            {
                return null;
            }

            function = parent is IAnonymousFunctionOperation or ILocalFunctionOperation ? parent : function;
        }

        return function;
    }

    /// <summary>True if anything inside <paramref name="scope"/> gives the variable another value.</summary>
    public static bool IsAssignedIn(IOperation scope, ILocalSymbol variable)
    {
        foreach (var operation in scope.Descendants())
        {
            if (operation is ILocalReferenceOperation { Local: var local } mention && SymbolEqualityComparer.Default.Equals(local, variable) && IsAssigned(mention))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True in <c>nameof(i)</c>.</summary>
    public static bool IsName(IOperation mention) => mention.Parent is INameOfOperation;

    private static bool BeginsWith(IForLoopOperation loop, ILocalSymbol variable)
    {
        if (loop.Locals.Contains(variable, SymbolEqualityComparer.Default))
        {
            return true;
        }

        foreach (var start in loop.Before)
        {
            if (start is IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } } && SymbolEqualityComparer.Default.Equals(local, variable))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAssigned(ILocalReferenceOperation mention)
    {
        IOperation value = mention;
        while (value.Parent is ITupleOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IAssignmentOperation assignment => assignment.Target == value,
            IIncrementOrDecrementOperation => true,
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
            IAddressOfOperation => true,
            _ => false,
        };
    }
}
