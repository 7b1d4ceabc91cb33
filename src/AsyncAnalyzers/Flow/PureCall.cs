using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>Synchronous calls that only read: of strings and numbers, LINQ, look-ups in collections. Any number of them may overlap while nobody writes.</summary>
internal static class PureCall
{
    /// <summary>True if the call only reads, and reads nothing that is not safe to read by several at a time. The calls in its lambdas are looked at on their own.</summary>
    public static bool Is(IInvocationOperation call, Concurrency concurrency)
    {
        var method = call.TargetMethod;
        if (!IsValueCode(method.ContainingType) && !IsLinq(method) && !IsLookUp(method) && !IsCheck(method))
        {
            return false;
        }

        if (call.Instance is { } instance && IsUnsafe(instance, concurrency))
        {
            return false;
        }

        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.DefaultValue && IsUnsafe(argument.Value, concurrency))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsUnsafe(IOperation value, Concurrency concurrency) =>
        value.Unwrap().Type is { IsValueType: false, SpecialType: SpecialType.None, TypeKind: not (TypeKind.Delegate or TypeKind.Array) } type &&
        !IsCollection(type) && concurrency.OfType(type).Verdict == Verdict.Unsafe;

    private static bool IsValueCode(INamedTypeSymbol type) =>
        type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
            ? type.IsValueType || type.Name is "String" or "Math" or "Convert" or "Uri" or "Version" or "Enum" or "Tuple" or "BitConverter" or "StringComparer" or "HashCode" || type.SpecialType == SpecialType.System_Object
            : type is { Name: "Path", ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" } };

    private static bool IsLinq(IMethodSymbol method) =>
        method.ContainingType is { Name: "Enumerable", ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } };

    private static bool IsLookUp(IMethodSymbol method) =>
        method.Name is "Contains" or "ContainsKey" or "TryGetValue" or "IndexOf" or "Exists" or "Find" or "ToArray" or "GetValueOrDefault" && IsCollection(method.ContainingType);

    private static bool IsCheck(IMethodSymbol method) =>
        method is { Name: "ThrowIfCancellationRequested", ContainingType.Name: "CancellationToken" } or { Name: "ThrowIfNull" or "ThrowIfNullOrEmpty" or "ThrowIfNullOrWhiteSpace", ContainingNamespace.Name: "System" };

    /// <summary>True for <c>List&lt;T&gt;</c>, <c>Dictionary&lt;K, V&gt;</c> and their like and interfaces.</summary>
    public static bool IsCollection(ITypeSymbol type) =>
        type is
        {
            ContainingNamespace:
            { Name: "Generic" or "Immutable" or "Frozen", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } }
        };
}
