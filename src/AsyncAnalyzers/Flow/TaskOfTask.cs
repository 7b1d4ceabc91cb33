using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>Tasks whose result is a task: <c>Task&lt;Task&gt;</c>, <c>Task&lt;Task&lt;T&gt;&gt;</c>, and the same with <c>ValueTask</c>.</summary>
internal static class TaskOfTask
{
    public static bool Is(ITypeSymbol? type, KnownTypes types) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask", Arity: 1 } outer &&
        outer.TypeArguments[0] is INamedTypeSymbol { Name: "Task" or "ValueTask" } inner &&
        types.Awaitables.IsTaskOrValueTask(outer) && types.Awaitables.IsTaskOrValueTask(inner);

    /// <summary><c>TaskFactory.StartNew</c> given code that returns a task.</summary>
    public static bool IsStartNew(IInvocationOperation call, KnownTypes types) =>
        call.TargetMethod is { Name: "StartNew", ContainingType: { Name: "TaskFactory", ContainingNamespace.Name: "Tasks" } } && Is(call.Type, types);

    /// <summary>
    /// True if the inner task is one that was there before: <c>Task.WhenAny</c>, also in a method of one's own, the task of a completion source, and <c>task.ContinueWith(t => t)</c>, the way to wait
    /// without an exception.
    /// </summary>
    public static bool IsExisting(IOperation task, CancellationToken cancellationToken)
    {
        if (task is IPropertyReferenceOperation { Property: { Name: "Task", ContainingType.Name: "TaskCompletionSource" } })
        {
            return true;
        }

        if (task.InnermostCall() is not { } call)
        {
            return false;
        }

        var method = call.TargetMethod;
        return method.Name.IndexOf("Any", StringComparison.Ordinal) >= 0 ||
            method.Name == "ContinueWith" && call.ArgumentAt(0)?.Value.Unwrap() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: IParameterReferenceOperation }] } } ||
            method.OriginalDefinition.DeclaringSyntaxReferences is [var reference] && reference.GetSyntax(cancellationToken).DescendantTokens().Any(static token => token.ValueText == "WhenAny");
    }
}
