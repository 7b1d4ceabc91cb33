using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Core;

/// <summary>How long a call waits.</summary>
internal static class WaitTime
{
    /// <summary>True if the call is given no time at all: it looks once and does not wait.</summary>
    public static bool IsZero(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name is "millisecondsTimeout" or "timeout" or "millisecondsDelay" or "delay")
            {
                return argument.Value.Unwrap() is { ConstantValue: { HasValue: true, Value: 0 } } or
                    IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } } or
                    IDefaultValueOperation;
            }
        }

        return false;
    }
}
