using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Cancellation;

/// <summary>The cancellation tokens that calls are given.</summary>
internal static class PassedTokens
{
    /// <summary>The token in an argument of the call; null if it has none, or one that is never cancelled.</summary>
    public static IOperation? Of(IInvocationOperation call, KnownTypes types)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.DefaultValue &&
                TokenArgument.IsToken(argument.Value.Unwrap().Type, types) &&
                !(call.TargetMethod.IsExtensionMethod && argument.Parameter?.Ordinal == 0) &&
                Cancellable(argument.Value) is { } token)
            {
                return token;
            }
        }

        return null;
    }

    /// <summary>True if the two operations read the same variable, or the same member of the same variable.</summary>
    public static bool AreSame(IOperation? first, IOperation? second) => (first?.Unwrap(), second?.Unwrap()) switch
    {
        (IParameterReferenceOperation x, IParameterReferenceOperation y) => SymbolEqualityComparer.Default.Equals(x.Parameter, y.Parameter),
        (ILocalReferenceOperation x, ILocalReferenceOperation y) => SymbolEqualityComparer.Default.Equals(x.Local, y.Local),
        (IInstanceReferenceOperation, IInstanceReferenceOperation) => true,
        (IMemberReferenceOperation x, IMemberReferenceOperation y) => SymbolEqualityComparer.Default.Equals(x.Member, y.Member) && (x.Instance is null && y.Instance is null || AreSame(x.Instance, y.Instance)),
        _ => false,
    };

    private static IOperation? Cancellable(IOperation value) => value.Unwrap() switch
    {
        IDefaultValueOperation or IObjectCreationOperation { Arguments.IsEmpty: true } or IPropertyReferenceOperation { Property: { Name: "None", IsStatic: true } } => null,
        var token => token,
    };
}
