using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Cancellation;

/// <summary>The calls in a function that could be given a token parameter which nothing uses.</summary>
internal static class UnusedToken
{
    /// <summary>Each of the calls with the token; those in lambdas and local functions that see it as well.</summary>
    public static IEnumerable<(IInvocationOperation Call, MissingToken Token)> CallsFor(IParameterSymbol parameter, IOperation body, ISymbol containingSymbol, TokenOverloads overloads, KnownTypes types)
    {
        foreach (var operation in body.Descendants())
        {
            if (operation is IInvocationOperation call &&
                MissingToken.MayTake(call, overloads, types, out var candidates, out var written) &&
                TokenInScope.Find(call, containingSymbol, types) is { } token &&
                SymbolEqualityComparer.Default.Equals(token.Symbol, parameter) &&
                CallersWork.Contains(call, types) &&
                MissingToken.Of(call, candidates, written, token.Expression, types) is { } missing)
            {
                yield return (call, missing);
            }
        }
    }
}
