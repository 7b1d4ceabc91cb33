using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Unobserved;

/// <summary>Calls that start no task but hand out one that somebody else holds or has held.</summary>
internal static class ExistingTask
{
    public static bool IsHandedOutBy(IMethodSymbol method) =>
        method.OriginalDefinition.ReturnType is ITypeParameterSymbol result && (IsStorage(method, result) || IsHandedBack(method.OriginalDefinition, result));

    /// <summary><c>queue.Dequeue()</c>, <c>Interlocked.Exchange(ref task, …)</c>, <c>atomic.GetAndSet(task)</c>: an old task comes out.</summary>
    private static bool IsStorage(IMethodSymbol method, ITypeParameterSymbol result)
    {
        if (method.Parameters is [{ RefKind: RefKind.Ref }, ..] ||
            result.TypeParameterKind == TypeParameterKind.Type && method.MethodKind != MethodKind.DelegateInvoke && method.OriginalDefinition.Parameters.Any(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, result)))
        {
            return true;
        }

        for (var space = method.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space is { Name: "Collections", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>task.ShouldNotBeNull()</c>, <c>Guard.NotNull(task)</c>: what comes out is the task that went in.</summary>
    private static bool IsHandedBack(IMethodSymbol method, ITypeParameterSymbol result) =>
        result.TypeParameterKind == TypeParameterKind.Method && method.Parameters.Any(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, result));
}
