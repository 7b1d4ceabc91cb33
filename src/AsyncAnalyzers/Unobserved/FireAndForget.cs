using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>Calls whose task may be dropped.</summary>
internal static class FireAndForget
{
    private const int NotOnRanToCompletion = 0x10000;

    private static readonly SymbolList Shipped = SymbolList.Of(DataFile.Lines("fire-and-forget.txt"));

    /// <summary>True if the call, or the call it is made on, is named so or listed.</summary>
    public static bool Allows(IInvocationOperation call, SymbolList configured) =>
        IsListed(call, configured) || call.Instance?.Unwrap() is IInvocationOperation receiver && IsListed(receiver, configured);

    /// <summary>True for a <c>ContinueWith</c> that runs only after failure or looks at its antecedent's exception.</summary>
    public static bool ObservesFailure(IInvocationOperation call)
    {
        if (call.TargetMethod.Name != "ContinueWith")
        {
            return false;
        }

        foreach (var argument in call.Arguments)
        {
            if (argument.Value.ConstantValue is { HasValue: true, Value: int options } && (options & NotOnRanToCompletion) != 0 ||
                argument.Value is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.Parameters: [var antecedent, ..] } continuation } && ReadsException(continuation, antecedent))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ReadsException(IAnonymousFunctionOperation continuation, IParameterSymbol antecedent)
    {
        foreach (var inner in continuation.Body.Descendants())
        {
            if (inner is IPropertyReferenceOperation { Property.Name: "Exception", Instance: IParameterReferenceOperation { Parameter: var read } } &&
                SymbolEqualityComparer.Default.Equals(read, antecedent))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsListed(IInvocationOperation call, SymbolList configured) =>
        call.TargetMethod.Name is "Forget" or "FireAndForget" or "SafeFireAndForget" ||
        Shipped.Contains(call.TargetMethod) ||
        configured.Contains(call.TargetMethod);
}
