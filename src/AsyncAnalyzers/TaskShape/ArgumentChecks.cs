using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>Statements that do nothing but throw an <c>ArgumentException</c> when an argument is wrong.</summary>
internal static class ArgumentChecks
{
    /// <summary>How many statements at the beginning of the body are such checks.</summary>
    public static int CountIn(IBlockOperation body)
    {
        var count = 0;
        while (count < body.Operations.Length && IsCheck(body.Operations[count]))
        {
            count++;
        }

        return count;
    }

    /// <summary>True for <c>ArgumentException</c> and what derives from it.</summary>
    public static bool IsArgumentException(ITypeSymbol? type)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (current is { Name: "ArgumentException", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCheck(IOperation statement) => statement switch
    {
        IConditionalOperation { WhenFalse: null } choice => IsThrow(choice.WhenTrue) && !Awaits(choice.Condition),
        IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType: var type } method } } =>
            method.Name.StartsWith("ThrowIf", StringComparison.Ordinal) && IsArgumentException(type) && !Awaits(statement),
        IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: IDiscardOperation, Value: var value } } =>
            value.Unwrap() is ICoalesceOperation { WhenNull: var otherwise } && IsThrow(otherwise.Unwrap()) && !Awaits(value),
        _ => false,
    };

    private static bool IsThrow(IOperation operation) => operation switch
    {
        IBlockOperation { Operations: [var only] } => IsThrow(only),
        IExpressionStatementOperation { Operation: IThrowOperation thrown } => IsThrow(thrown),
        IThrowOperation { Exception: { } exception } => IsArgumentException(exception.Unwrap().Type),
        _ => false,
    };

    private static bool Awaits(IOperation operation)
    {
        foreach (var inner in operation.DescendantsAndSelf())
        {
            if (inner is IAwaitOperation)
            {
                return true;
            }
        }

        return false;
    }
}
