using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>Signs that a loop is sequential on purpose although nothing in it depends on the iteration before.</summary>
internal static class LoopIntent
{
    public static bool IsSequential(LoopDependence loop) =>
        loop.Tail is null && loop.Awaits.Exists(static found => IsInTurn(found.Call.TargetMethod)) ||
        (loop.Source.Sequence is { } sequence
            ? IsBatch(sequence) || IsTask(loop.Source.ElementType) || loop.Tail is null && (IsOrdered(sequence) || IsStep(loop.Source.Variable?.Name))
            : !loop.UsesVariable && (loop.Catches || IsAttempt(loop.Source.Variable!.Name)));

    /// <summary>Handlers are called in the order in which they were added, and parts of a program start and stop in theirs.</summary>
    private static bool IsInTurn(IMethodSymbol method) =>
        method.MethodKind == MethodKind.DelegateInvoke ||
        method.Name.StartsWith("Start", StringComparison.Ordinal) ||
        method.Name.StartsWith("Stop", StringComparison.Ordinal) ||
        method.Name.StartsWith("Initialize", StringComparison.Ordinal);

    /// <summary>Items cut into portions so that they are not all sent at once.</summary>
    private static bool IsBatch(IOperation sequence) =>
        sequence is IInvocationOperation { TargetMethod.Name: "Chunk" or "Batch" or "Buffer" or "Partition" or "Page" };

    /// <summary>Items brought into an order, which effects then follow.</summary>
    private static bool IsOrdered(IOperation sequence) =>
        sequence.Type is { Name: "Queue" or "Stack" or "PriorityQueue" or "LinkedList" or "ConcurrentQueue" or "ConcurrentStack" or "ImmutableQueue" or "ImmutableStack" or "IOrderedEnumerable" } ||
        sequence.Type is { Name: "SortedSet" or "SortedList" or "SortedDictionary" or "ImmutableSortedSet" or "ImmutableSortedDictionary" } ||
        sequence is IInvocationOperation { TargetMethod.Name: "Reverse" or "Order" or "OrderDescending" or "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending" } ||
        sequence is IInvocationOperation { TargetMethod.Name: "ToList" or "ToArray", Arguments: [{ Value: { } listed }] } && IsOrdered(listed.Unwrap());

    private static bool IsStep(string? name) =>
        name is "step" or "stage" or "phase" or "migration" or "command" or "operation" or "script" or "patch";

    private static bool IsAttempt(string name) =>
        name is "attempt" or "attempts" or "retry" or "retries" or "retryCount" or "tries" or "round" or "poll";

    /// <summary>AWAIT105 is about loops over tasks that run already.</summary>
    private static bool IsTask(ITypeSymbol? item) =>
        item is { Name: "Task" or "ValueTask", ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" } };
}
