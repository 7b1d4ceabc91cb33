using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>Scopes that concern all that runs inside them, whether it mentions them or not: log scopes, activities, transactions, scopes of services.</summary>
internal static class AmbientScope
{
    public static bool Is(UsedResource resource) => IsScope(resource.Value.Unwrap()) || resource.Value.Type is { } type && IsScope(type);

    private static bool IsScope(IOperation value)
    {
        while (value is IInvocationOperation { Instance: { } chained, TargetMethod.Name: "SetTag" or "AddTag" or "SetStatus" or "Start" })
        {
            value = chained.Unwrap();
        }

        return value.InnermostCall() is { TargetMethod.Name: "BeginScope" or "StartActivity" or "CreateScope" or "CreateAsyncScope" or "BeginLifetimeScope" or "StartActiveSpan" or "PushProperty" };
    }

    private static bool IsScope(ITypeSymbol type) => type is
    {
        Name: "Activity" or "TransactionScope" or "CancellationTokenRegistration",
        ContainingNamespace: { Name: "Diagnostics" or "Transactions" or "Threading", ContainingNamespace.Name: "System" },
    };
}
