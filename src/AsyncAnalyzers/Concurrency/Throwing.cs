using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>Whether one has to reckon with an exception. Anything may throw; log calls, look-ups in collections and arithmetic of a program that works do not.</summary>
internal static class Throwing
{
    /// <summary>Of the operation itself, not of those inside it.</summary>
    public static bool IsLikely(IOperation operation) => operation switch
    {
        IThrowOperation or IDynamicInvocationOperation => true,
        IAwaitOperation await => !IsQuiet(await.Operation.Unwrap()),
        IInvocationOperation call => !IsQuiet(call),
        _ => false,
    };

    /// <summary>What throws, as messages name it.</summary>
    public static string NameOf(IOperation operation) => operation switch
    {
        IAwaitOperation { Operation: var awaited } => NameOf(WithoutConfigureAwait(awaited.Unwrap())),
        IInvocationOperation call => call.DisplayName(),
        _ => operation.Syntax.ToString(),
    };

    private static bool IsQuiet(IOperation awaited)
    {
        awaited = WithoutConfigureAwait(awaited);
        return awaited switch
        {
            IInvocationOperation { TargetMethod: { Name: "Delay" or "Yield" or "FromResult", ContainingType.Name: "Task" or "ValueTask" } } wait => !SemaphoreCall.IsCancellable(wait),
            IInvocationOperation call when SemaphoreCall.IsWait(call) => !SemaphoreCall.IsCancellable(call),
            IPropertyReferenceOperation { Property: { Name: "CompletedTask", IsStatic: true } } => true,
            _ => false,
        };
    }

    private static IOperation WithoutConfigureAwait(IOperation awaited) =>
        awaited is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } configured } ? configured.Unwrap() : awaited;

    private static bool IsQuiet(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return false;
        }

        var name = method.Name;
        if (name is "ToString" or "Equals" or "GetHashCode" or "GetType" or "ConfigureAwait" or "TryGetValue" || name.IndexOf("Dispose", StringComparison.Ordinal) >= 0 && name.IndexOf("Throw", StringComparison.Ordinal) < 0 ||
            name.StartsWith("TrySet", StringComparison.Ordinal))
        {
            return true;
        }

        return method.ContainingType is not { } type || IsLog(type, call) || IsQuiet(type, name) || IsTrivial(method);
    }

    private static bool IsLog(INamedTypeSymbol type, IInvocationOperation call) =>
        type.Name is "Console" or "Debug" or "Trace" || IsNamedLog(type.Name) || call.Receiver()?.Unwrap().Type is { } receiver && IsNamedLog(receiver.Name);

    private static bool IsNamedLog(string type) =>
        type.EndsWith("Logger", StringComparison.Ordinal) || type.EndsWith("LoggerExtensions", StringComparison.Ordinal) || type.EndsWith("Log", StringComparison.Ordinal) ||
        type.EndsWith("Logging", StringComparison.Ordinal);

    private static bool IsQuiet(INamedTypeSymbol type, string method)
    {
        if (method.StartsWith("Throw", StringComparison.Ordinal) || method.StartsWith("Parse", StringComparison.Ordinal))
        {
            return false;
        }

        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space is { Name: "Collections" or "Threading" or "Linq" or "Diagnostics" or "Text", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return type.Name is not ("Process" or "Thread" or "JsonSerializer") && method is not ("Wait" or "GetResult" or "WaitAll" or "SetResult" or "SetException" or "Cancel");
            }
        }

        return type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true } &&
            (type.IsValueType || type.SpecialType != SpecialType.None || type.Name is "Math" or "GC" or "Environment" or "StringComparer");
    }

    /// <summary>True for a method of this compilation that calls nothing and throws nothing.</summary>
    private static bool IsTrivial(IMethodSymbol method)
    {
        if (method is { IsVirtual: true } or { IsAbstract: true } or { IsOverride: true } or { DeclaringSyntaxReferences.IsEmpty: true })
        {
            return false;
        }

        foreach (var node in method.DeclaringSyntaxReferences[0].GetSyntax().DescendantNodes())
        {
            if (node is InvocationExpressionSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or AwaitExpressionSyntax or CastExpressionSyntax or ElementAccessExpressionSyntax)
            {
                return false;
            }
        }

        return true;
    }
}
