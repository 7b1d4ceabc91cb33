using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Core;

/// <summary>Finds the function an operation belongs to: the nearest enclosing lambda, local function, accessor, method, constructor or top-level code.</summary>
internal static class EnclosingFunction
{
    /// <summary>The innermost function around <paramref name="operation"/>; null in a field or property initializer.</summary>
    public static IMethodSymbol? Of(IOperation operation, ISymbol containingSymbol) =>
        BoundaryOf(operation) switch
        {
            IAnonymousFunctionOperation lambda => lambda.Symbol,
            ILocalFunctionOperation local => local.Symbol,
            _ => containingSymbol as IMethodSymbol,
        };

    /// <summary>The operation of the innermost lambda or local function around <paramref name="operation"/>; null when there is none.</summary>
    public static IOperation? BoundaryOf(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return parent;
            }
        }

        return null;
    }
}
