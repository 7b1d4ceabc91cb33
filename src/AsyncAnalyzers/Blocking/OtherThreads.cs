using AsyncAnalyzers.Concurrency;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>
/// Says whether code of a user interface runs on other threads: what is given to <c>Task.Run</c>, threads, timers, workers and calls that may run it anywhere, and methods that their
/// file uses for nothing else, through their callers. What only <c>Main</c> calls counts, too: there is no context before the interface is there.
/// </summary>
internal static class OtherThreads
{
    private const int MaxDepth = 4;

    /// <summary>False for handlers, and for lambdas that are called at once, handed to the dispatcher or commands.</summary>
    public static bool Run(IAnonymousFunctionOperation lambda)
    {
        var value = Outermost(lambda);
        return value.Parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } } => !IsInline(method),
            IArgumentOperation { Parent: IObjectCreationOperation { Type: { } created } } => created.Name != "Lazy" && !created.Name.EndsWith("Command", StringComparison.Ordinal),
            IArgumentOperation => true,
            IEventAssignmentOperation subscription => IsWorkerEvent(subscription) || IsWorkerHandler(lambda.Symbol),
            _ => IsWorkerHandler(lambda.Symbol),
        };
    }

    /// <summary>True if the method is used in its file, but only by work of other threads.</summary>
    public static bool Run(IMethodSymbol method, SemanticModel? model, CancellationToken cancellationToken) =>
        IsWorkerHandler(method) || IsForOthersOnly(method, model, MaxDepth, cancellationToken);

    private static bool IsForOthersOnly(IMethodSymbol method, SemanticModel? model, int depth, CancellationToken cancellationToken)
    {
        var any = false;
        foreach (var use in depth == 0 ? [] : MethodUses.InFile(method, model, cancellationToken))
        {
            if (IsElsewhere(use))
            {
                any = true;
                continue;
            }

            var caller = CallerOf(use, model!, cancellationToken);
            if (caller is null || SymbolEqualityComparer.Default.Equals(caller, method))
            {
                continue;
            }

            if (use is not IInvocationOperation || !EntryPoint.Is(caller) && !IsWorkerHandler(caller) && !IsForOthersOnly(caller, model, depth - 1, cancellationToken))
            {
                return false;
            }

            any = true;
        }

        return any;
    }

    /// <summary>True for a call in a lambda that runs elsewhere, and for a method that is given to a call or event which runs it there.</summary>
    private static bool IsElsewhere(IOperation use)
    {
        if (use is IMethodReferenceOperation)
        {
            switch (Outermost(use).Parent)
            {
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var taker } }:
                    return !IsInline(taker);
                case IArgumentOperation { Parent: IObjectCreationOperation { Type.Name: "Thread" or "Timer" or "Task" } }:
                    return true;
                case IEventAssignmentOperation subscription when IsWorkerEvent(subscription):
                    return true;
            }
        }

        for (var boundary = EnclosingFunction.BoundaryOf(use); boundary is not null; boundary = EnclosingFunction.BoundaryOf(boundary))
        {
            if (boundary is IAnonymousFunctionOperation lambda && Run(lambda))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The method or local function in which the use stands, lambdas left out.</summary>
    private static IMethodSymbol? CallerOf(IOperation use, SemanticModel model, CancellationToken cancellationToken)
    {
        var symbol = model.GetEnclosingSymbol(use.Syntax.SpanStart, cancellationToken);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol as IMethodSymbol;
    }

    private static bool IsInline(IMethodSymbol method) =>
        method.ContainingType is { Name: "Enumerable", ContainingNamespace.Name: "Linq" } or { Name: "List" or "Array", ContainingNamespace.Name: "Generic" or "System" } ||
        method.Name is "Invoke" or "BeginInvoke" or "InvokeAsync" or "Post" or "Send" or "RunAsync" or "TryEnqueue" or "BeginInvokeOnMainThread" or "InvokeOnMainThreadAsync" &&
        method.ContainingType is { Name: "Dispatcher" or "DispatcherQueue" or "CoreDispatcher" or "IDispatcher" or "SynchronizationContext" or "Control" or "ComponentBase" or "MainThread" or "Device" };

    /// <summary>By what it is told: the events of timers, workers and watchers come from the thread pool.</summary>
    private static bool IsWorkerHandler(IMethodSymbol handler) =>
        handler.Parameters is [_, { Type: { Name: "ElapsedEventArgs" or "DoWorkEventArgs" or "FileSystemEventArgs" or "RenamedEventArgs" or "DataReceivedEventArgs" } }];

    /// <summary>By names: <c>worker.DoWork += …</c>, also of classes of one's own.</summary>
    private static bool IsWorkerEvent(IEventAssignmentOperation subscription) =>
        subscription.EventReference is IEventReferenceOperation { Event: var raised } &&
        (raised.Name == "DoWork" || raised.ContainingType.Name is var type && (type.Contains("Worker") || type.Contains("Thread") || type.Contains("Background")));

    /// <summary>The function as a value: the delegate made of it, converted and in parentheses.</summary>
    private static IOperation Outermost(IOperation function)
    {
        while (function.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            function = function.Parent;
        }

        return function;
    }
}
