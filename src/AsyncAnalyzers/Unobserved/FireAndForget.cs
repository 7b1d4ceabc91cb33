using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>Calls whose task may be dropped.</summary>
internal static class FireAndForget
{
    private const int NotOnRanToCompletion = 0x10000;

    private static readonly SymbolList Shipped = SymbolList.Of(DataFile.Lines("fire-and-forget.txt"));

    /// <summary>True if the call says so itself, or it, the call it is made on, or the type of its receiver is listed.</summary>
    public static bool Allows(IInvocationOperation call, SymbolList configured) =>
        IsListed(call, configured) || IsFlagged(call) || TestDouble.Takes(call) || IsRecorded(call, configured) || call.Instance?.Unwrap() is { } receiver && (receiver.Type is { } type && (Shipped.Contains(type) || configured.Contains(type)) || receiver is IInvocationOperation inner && IsListed(inner, configured));

    /// <summary>True if the method itself is listed, whatever it is called on.</summary>
    public static bool IsListed(IMethodSymbol method, SymbolList configured) => IsNamedSo(method) || Shipped.Contains(method) || configured.Contains(method);

    /// <summary>True for a <c>ContinueWith</c> that runs only after failure, asks whether its antecedent failed, or hands the antecedent on.</summary>
    public static bool ObservesFailure(IInvocationOperation call)
    {
        if (call.TargetMethod.Name != "ContinueWith")
        {
            return false;
        }

        foreach (var argument in call.Arguments)
        {
            if (argument.Value.ConstantValue is { HasValue: true, Value: int options } && (options & NotOnRanToCompletion) != 0 ||
                argument.Value is IDelegateCreationOperation { Target: IMethodReferenceOperation or IAnonymousFunctionOperation { Symbol.Parameters: [_, ..] } } and { Target: var continuation } && SeesFailure(continuation))
            {
                return true;
            }
        }

        return false;
    }

    private static bool SeesFailure(IOperation continuation)
    {
        if (continuation is not IAnonymousFunctionOperation { Symbol.Parameters: [var antecedent, ..], Body: var body })
        {
            return true;
        }

        foreach (var inner in body.Descendants())
        {
            if (inner is IParameterReferenceOperation { Parameter: var used } && SymbolEqualityComparer.Default.Equals(used, antecedent) &&
                (inner.Parent is IConversionOperation ? inner.Parent.Parent : inner.Parent) is IArgumentOperation or IPropertyReferenceOperation { Property.Name: "Exception" or "IsFaulted" or "IsCompletedSuccessfully" or "Status" })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True in the lambda of a listed call: <c>Received.InOrder(() => store.LoadAsync())</c>.</summary>
    private static bool IsRecorded(IInvocationOperation call, SymbolList configured) =>
        EnclosingFunction.BoundaryOf(call) is IAnonymousFunctionOperation { Parent: IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation outer } } } && IsListed(outer, configured);

    /// <summary><c>SetAsync(key, value, CommandFlags.FireAndForget)</c>.</summary>
    private static bool IsFlagged(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument is { ArgumentKind: ArgumentKind.Explicit, Value.Type.TypeKind: TypeKind.Enum })
            {
                foreach (var inner in argument.Value.DescendantsAndSelf())
                {
                    if (inner is IFieldReferenceOperation { Field: { Name: "FireAndForget", IsConst: true } })
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    /// <summary>Names of methods that see to it themselves that nothing is lost; the last only of helpers for tasks.</summary>
    private static bool IsNamedSo(IMethodSymbol method) =>
        method.Name == "Forget" || method.Name.IndexOf("FireAndForget", StringComparison.Ordinal) >= 0 ||
        method is { IsStatic: true, Parameters: [{ Type.Name: "Task" or "ValueTask" }, ..] } or { ReducedFrom.Parameters: [{ Type.Name: "Task" or "ValueTask" }, ..] } &&
        (method.Name.StartsWith("Observe", StringComparison.Ordinal) || method.Name.StartsWith("Ignore", StringComparison.Ordinal) || method.Name.IndexOf("Forget", StringComparison.Ordinal) >= 0);

    private static bool IsListed(IInvocationOperation call, SymbolList configured) => IsListed(call.TargetMethod, configured);
}
