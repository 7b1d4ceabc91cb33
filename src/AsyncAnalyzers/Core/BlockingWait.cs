using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Core;

internal enum BlockingWaitKind
{
    /// <summary><c>task.Wait(…)</c>.</summary>
    Wait,

    /// <summary><c>task.Result</c>.</summary>
    Result,

    /// <summary><c>awaitable.GetAwaiter().GetResult()</c>.</summary>
    GetResult,

    /// <summary><c>Task.WaitAll(…)</c>.</summary>
    WaitAll,

    /// <summary><c>Task.WaitAny(…)</c>.</summary>
    WaitAny,

    /// <summary><c>task.RunSynchronously(…)</c>.</summary>
    RunSynchronously,
}

/// <summary>A member of the platform that keeps the thread until a task completes.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Task">The task, awaiter or sequence of tasks waited for.</param>
/// <param name="HasTimeout">True if the wait may end before the task does.</param>
internal readonly record struct BlockingWait(BlockingWaitKind Kind, IOperation Task, bool HasTimeout)
{
    /// <summary>True for the names of all members that wait: a cheap look before <see cref="Of(IOperation, KnownTypes)"/>.</summary>
    public static bool IsName(string member) => member is "Result" or "Wait" or "GetResult" or "WaitAll" or "WaitAny" or "RunSynchronously";

    /// <summary>The wait that the operation is; null if it is none.</summary>
    public static BlockingWait? Of(IOperation operation, KnownTypes types) => operation switch
    {
        IPropertyReferenceOperation { Property.Name: "Result", Instance: { } task } property when IsTaskWithResult(property.Property.ContainingType, types) =>
            new(BlockingWaitKind.Result, Peel(task, types), false),
        IInvocationOperation call => Of(call, types),
        _ => null,
    };

    /// <summary>The task behind <c>ConfigureAwait</c>, <c>AsTask</c>, <c>Preserve</c> and <c>GetAwaiter</c>.</summary>
    public static IOperation Peel(IOperation operation, KnownTypes types)
    {
        while (true)
        {
            operation = operation.Unwrap();
            if (operation is not IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "Preserve" or "GetAwaiter" } call ||
                ReceiverOf(call) is not { } receiver ||
                call.TargetMethod.Name != "GetAwaiter" && !types.Awaitables.IsTaskOrValueTask(receiver.Type))
            {
                return operation;
            }

            operation = receiver;
        }
    }

    /// <summary>The instance of a call, or the first argument of an extension.</summary>
    public static IOperation? ReceiverOf(IInvocationOperation call) =>
        call.Instance ?? (call is { TargetMethod.IsExtensionMethod: true, Arguments: [var first, ..] } ? first.Value : null);

    private static BlockingWait? Of(IInvocationOperation call, KnownTypes types)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "GetResult" when method.Parameters.IsEmpty && call.Instance is { } awaiter && IsAwaiter(method.ContainingType, types):
                return new(BlockingWaitKind.GetResult, Peel(awaiter, types), false);
            case "Wait" when call.Instance is { } task && IsTask(method, types):
                return new(BlockingWaitKind.Wait, Peel(task, types), HasTimeoutParameter(method));
            case "RunSynchronously" when call.Instance is { } task && IsTask(method, types):
                return new(BlockingWaitKind.RunSynchronously, Peel(task, types), false);
            case "WaitAll" or "WaitAny" when call.ArgumentAt(0)?.Value is { } tasks && IsTask(method, types):
                return new(method.Name == "WaitAll" ? BlockingWaitKind.WaitAll : BlockingWaitKind.WaitAny, tasks, HasTimeoutParameter(method));
            default:
                return null;
        }
    }

    private static bool HasTimeoutParameter(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Type is { SpecialType: SpecialType.System_Int32 } or { Name: "TimeSpan", ContainingNamespace.Name: "System" })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTask(IMethodSymbol method, KnownTypes types) => SymbolEqualityComparer.Default.Equals(method.ContainingType, types.Task);

    private static bool IsTaskWithResult(INamedTypeSymbol type, KnownTypes types) =>
        type.Arity == 1 &&
        (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, types.TaskOfT) || SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, types.ValueTaskOfT));

    /// <summary>The awaiter of <c>Task.Yield()</c> never waits.</summary>
    private static bool IsAwaiter(INamedTypeSymbol type, KnownTypes types) => type.Name != "YieldAwaiter" && types.Awaitables.IsAwaiter(type);
}
