using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>Tasks that <c>Start</c> throws on: those of async methods, of the factories of the framework, and of its own asynchronous methods.</summary>
internal static class HotTask
{
    /// <summary>How the origin of such a task is named in messages; null if the task may be cold.</summary>
    public static string? NameOf(IOperation task, KnownTypes types) => task switch
    {
        IInvocationOperation { TargetMethod: var method } call when types.Awaitables.IsTask(method.OriginalDefinition.ReturnType) && IsHot(method) => call.DisplayName(),
        IPropertyReferenceOperation { Property: { Name: "CompletedTask" or "Task", ContainingType: { Name: "Task" or "TaskCompletionSource" } owner } property } when IsOfTasks(owner) => $"{owner.Name}.{property.Name}",
        _ => null,
    };

    private static bool IsHot(IMethodSymbol method) =>
        method.IsAsync ||
        method.DeclaringSyntaxReferences.IsEmpty && (IsOfTasks(method.ContainingType) || method.Name.EndsWith("Async", StringComparison.Ordinal) && RootNamespace.Of(method) == "System");

    private static bool IsOfTasks(INamedTypeSymbol type) =>
        type.ContainingNamespace is { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };
}
