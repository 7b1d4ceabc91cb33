using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.CodeFixes.Cancellation;

/// <summary>Where the tokens among the parameters belong: a required one behind the required parameters, an optional one behind all but caller information and params.</summary>
internal static class TokenLastOrder
{
    /// <summary>The present ordinals in the new order; null if the order is right.</summary>
    public static int[]? Of(IMethodSymbol method, KnownTypes types)
    {
        var (required, optional, others) = (new List<int>(), new List<int>(), new List<int>());
        foreach (var parameter in method.Parameters)
        {
            var isToken = parameter.RefKind == RefKind.None && SymbolEqualityComparer.Default.Equals(parameter.Type, types.CancellationToken) && !(method.IsExtensionMethod && parameter.Ordinal == 0);
            (!isToken ? others : parameter.IsOptional ? optional : required).Add(parameter.Ordinal);
        }

        var end = others.Count;
        while (end > 0 && (method.Parameters[others[end - 1]].IsParams || IsCallerInformation(method.Parameters[others[end - 1]])))
        {
            end--;
        }

        var requiredEnd = end;
        while (requiredEnd > 0 && method.Parameters[others[requiredEnd - 1]].IsOptional)
        {
            requiredEnd--;
        }

        others.InsertRange(end, optional);
        others.InsertRange(requiredEnd, required);
        for (var index = 0; index < others.Count; index++)
        {
            if (others[index] != index)
            {
                return [.. others];
            }
        }

        return null;
    }

    private static bool IsCallerInformation(IParameterSymbol parameter) =>
        parameter.IsOptional && parameter.GetAttributes().Any(static attribute => attribute.AttributeClass is { Name: "CallerMemberNameAttribute" or "CallerFilePathAttribute" or "CallerLineNumberAttribute" or "CallerArgumentExpressionAttribute" });
}
