using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Style;

/// <summary>Tells whether a function that awaits nothing has something to await.</summary>
internal static class ForgottenAwait
{
    /// <summary>True if a task is dropped, blocked on, or used as a value there; functions inside are left out.</summary>
    public static bool IsIn(IOperation function, KnownTypes types)
    {
        foreach (var part in function.ChildOperations)
        {
            if (part is not (IAnonymousFunctionOperation or ILocalFunctionOperation) && (IsForgotten(part, types) || part is IInvocationOperation call && ValueSinks.TasksIn(call, types).Count > 0 || IsIn(part, types)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsForgotten(IOperation operation, KnownTypes types) =>
        operation.Parent switch
        {
            IExpressionStatementOperation => operation is not IAssignmentOperation,
            IInterpolationOperation or IIsPatternOperation or IBinaryOperation => true,
            IInvocationOperation call => call.Instance == operation,
            IPropertyReferenceOperation property => property.Instance == operation,
            IConversionOperation { Type.SpecialType: SpecialType.System_Object } => true,
            IConditionalAccessOperation access => access.Operation == operation,
            _ => false,
        }
        && types.Awaitables.IsTaskOrValueTask(operation.Type) && !BornComplete.Is(operation, types);
}
