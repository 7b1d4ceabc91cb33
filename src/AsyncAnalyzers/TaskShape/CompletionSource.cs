using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>Recognises <c>TaskCompletionSource</c>, with and without a result, and what is done with one.</summary>
internal static class CompletionSource
{
    public static bool Is(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "TaskCompletionSource", ContainingNamespace: { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } };

    /// <summary>True for the methods that complete the task in whatever way.</summary>
    public static bool IsSignal(string method) => method.StartsWith("Set", StringComparison.Ordinal) || method.StartsWith("TrySet", StringComparison.Ordinal);

    /// <summary>The local that is declared with the object; null if it is something else's.</summary>
    public static ILocalSymbol? LocalOf(IObjectCreationOperation creation)
    {
        IOperation value = creation;
        while (value.Parent is IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return (value.Parent as IVariableInitializerOperation)?.Parent is IVariableDeclaratorOperation { Symbol: var local } ? local : null;
    }
}
