using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Cancellation;

/// <summary>The calls in a method without a token that could be given one if the method took it.</summary>
internal static class UntakenToken
{
    /// <summary>Stands for the token that is not there yet.</summary>
    private const string Placeholder = "default(global::System.Threading.CancellationToken)";

    public static IEnumerable<(IInvocationOperation Call, MissingToken Token)> CallsFor(IOperation body, ISymbol containingSymbol, TokenOverloads overloads, KnownTypes types)
    {
        foreach (var operation in body.Descendants())
        {
            if (operation is IInvocationOperation call &&
                MissingToken.MayTake(call, overloads, types, out var candidates, out var written) &&
                written is null && types.Awaitables.IsAwaitable(call.Type) &&
                !IsInStaticFunction(call) && !IsCleanup(call) &&
                TokenInScope.Find(call, containingSymbol, types) is null &&
                CallersWork.Contains(call, types) &&
                MissingToken.Of(call, candidates, written, Placeholder, types) is { } missing)
            {
                yield return (call, missing);
            }
        }
    }

    private static bool IsInStaticFunction(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation { Symbol.IsStatic: true } or ILocalFunctionOperation { Symbol.IsStatic: true })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCleanup(IOperation operation)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if (parent is ICatchClauseOperation || parent is ITryOperation section && section.Finally == child)
            {
                return true;
            }
        }

        return false;
    }
}
