using System.Collections.Immutable;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Cancellation;

/// <summary>The calls in a method without a token that could be given one if the method took it.</summary>
internal static class UntakenToken
{
    /// <summary>Stands for the token that is not there yet.</summary>
    private const string Placeholder = "default(global::System.Threading.CancellationToken)";

    /// <summary>The first of the calls; null if there is none. Binds nothing where the declarations leave no doubt.</summary>
    public static IInvocationOperation? FirstIn(IOperation body, ISymbol containingSymbol, TokenOverloads overloads, KnownTypes types)
    {
        foreach (var operation in body.Descendants())
        {
            if (operation is IInvocationOperation call && MayPass(call, containingSymbol, overloads, types, out var candidates) &&
                (IsPlain(call.TargetMethod, candidates) || MissingToken.Of(call, candidates, null, Placeholder, types) is not null))
            {
                return call;
            }
        }

        return null;
    }

    /// <summary>All of the calls, with what to write.</summary>
    public static IEnumerable<(IInvocationOperation Call, MissingToken Token)> CallsFor(IOperation body, ISymbol containingSymbol, TokenOverloads overloads, KnownTypes types)
    {
        foreach (var operation in body.Descendants())
        {
            if (operation is IInvocationOperation call && MayPass(call, containingSymbol, overloads, types, out var candidates) &&
                MissingToken.Of(call, candidates, null, Placeholder, types) is { } missing)
            {
                yield return (call, missing);
            }
        }
    }

    private static bool MayPass(IInvocationOperation call, ISymbol containingSymbol, TokenOverloads overloads, KnownTypes types, out ImmutableArray<IMethodSymbol> candidates) =>
        MissingToken.MayTake(call, overloads, types, out candidates, out var written) &&
        written is null && types.Awaitables.IsAwaitable(call.Type) &&
        !IsInStaticFunction(call) && !IsCleanup(call) &&
        TokenInScope.Find(call, containingSymbol, types) is null &&
        CallersWork.Contains(call, types);

    /// <summary>True if the method itself has an optional token, or an overload of the same type has the token last and nothing else besides.</summary>
    private static bool IsPlain(IMethodSymbol method, ImmutableArray<IMethodSymbol> candidates) =>
        candidates is [{ Parameters: [.., { Type.Name: "CancellationToken" }] } only] &&
        (SymbolEqualityComparer.Default.Equals(only, method.OriginalDefinition) ||
            !only.IsGenericMethod && SymbolEqualityComparer.Default.Equals(only.ContainingType, method.ContainingType) &&
            only.Parameters.Length == method.Parameters.Length + 1 && SymbolEqualityComparer.Default.Equals(only.ReturnType, method.ReturnType));

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
