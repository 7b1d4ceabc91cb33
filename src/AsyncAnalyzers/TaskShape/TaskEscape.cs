using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>A task that leaves a <c>using</c> while it may still run.</summary>
/// <param name="Start">The call that starts it.</param>
/// <param name="Resource">What is disposed of too early.</param>
internal sealed record TaskEscape(IInvocationOperation Start, UsedResource Resource)
{
    /// <summary>By a <c>return</c> of a function that is not async; null if there is none.</summary>
    public static TaskEscape? ByReturn(IReturnOperation statement, in OperationAnalysisContext context, KnownTypes types) =>
        statement.ReturnedValue is { } value && UsedResource.Around(statement) is { Count: > 0 } resources && EnclosingFunction.Of(statement, context.ContainingSymbol) is { IsAsync: false }
            ? Of(value, resources, context, types)
            : null;

    /// <summary>The first task in the value that uses one of the resources, or runs inside a scope that concerns all.</summary>
    public static TaskEscape? Of(IOperation value, IReadOnlyList<UsedResource> resources, in OperationAnalysisContext context, KnownTypes types)
    {
        foreach (var running in RunningTasks.Of(value, context, types))
        {
            foreach (var resource in resources)
            {
                if (IsStartedIn(resource, running, context.CancellationToken) is { } start &&
                    (AmbientScope.Is(resource) || resource.Variable is { } variable && new TaskUse(variable, types, context.CancellationToken).Is(running)))
                {
                    return new(start, resource);
                }
            }
        }

        return null;
    }

    private static IInvocationOperation? IsStartedIn(UsedResource resource, IOperation running, CancellationToken cancellationToken) =>
        RunningTasks.StartOf(running, cancellationToken) is { } start && resource.Scope.Syntax.Span.Contains(start.Syntax.Span) && start.Syntax.SpanStart > resource.Value.Syntax.SpanStart ? start : null;
}
