using AsyncAnalyzers.Concurrency;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>
/// Says whether synchronous code of a project that has a context may run under it. Not: <c>Main</c>, which runs before there is one; finalizers; what only the thread pool runs
/// (<c>Task.Run</c>, timers, workers), a method that its file uses for that alone included; services, hubs and controllers of a server; code that sets the context itself; assemblies
/// whose awaits a weaver configures (<c>[assembly: ConfigureAwait(false)]</c>).
/// </summary>
internal static class ContextThread
{
    public static bool MayRun(IOperation operation, ISymbol containingSymbol, CancellationToken cancellationToken)
    {
        if (containingSymbol is IMethodSymbol method && (EntryPoint.Is(method) || method.MethodKind == MethodKind.Destructor || method.Name == "<Main>$") ||
            IsOfServer(containingSymbol.ContainingType) || SetsContext(operation) || IsWoven(containingSymbol.ContainingAssembly))
        {
            return false;
        }

        // A lambda runs where it is called; a local function or method where its callers are.
        for (var current = operation; ;)
        {
            switch (EnclosingFunction.BoundaryOf(current))
            {
                case IAnonymousFunctionOperation lambda:
                    if (!StaysOnThread(lambda))
                    {
                        return false;
                    }

                    current = lambda;
                    continue;
                case ILocalFunctionOperation local:
                    return !IsForOthersOnly(local.Symbol, operation, cancellationToken);
                default:
                    return containingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary } member || !IsWorker(member) && !IsForOthersOnly(member, operation, cancellationToken);
            }
        }
    }

    /// <summary>True for handlers, and for lambdas that are called at once, handed to the dispatcher or commands; false for arguments of calls that may run them anywhere.</summary>
    private static bool StaysOnThread(IAnonymousFunctionOperation lambda)
    {
        IOperation value = lambda;
        while (value.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } } => IsInline(method),
            IArgumentOperation { Parent: IObjectCreationOperation { Type: { } created } } => created.Name == "Lazy" || created.Name.EndsWith("Command", StringComparison.Ordinal),
            IArgumentOperation => false,
            _ => !IsWorker(lambda.Symbol),
        };
    }

    private static bool IsInline(IMethodSymbol method) =>
        method.ContainingType is { Name: "Enumerable", ContainingNamespace.Name: "Linq" } or { Name: "List" or "Array", ContainingNamespace.Name: "Generic" or "System" } ||
        method.Name is "Invoke" or "BeginInvoke" or "InvokeAsync" or "Post" or "Send" or "RunAsync" or "TryEnqueue" or "BeginInvokeOnMainThread" or "InvokeOnMainThreadAsync" &&
        method.ContainingType is { Name: "Dispatcher" or "DispatcherQueue" or "CoreDispatcher" or "IDispatcher" or "SynchronizationContext" or "Control" or "ComponentBase" or "MainThread" or "Device" };

    /// <summary>By what it is told: the events of timers, workers and watchers come from the thread pool.</summary>
    private static bool IsWorker(IMethodSymbol handler) =>
        handler.Parameters is [_, { Type: { Name: "ElapsedEventArgs" or "DoWorkEventArgs" or "FileSystemEventArgs" or "RenamedEventArgs" or "DataReceivedEventArgs" } }];

    /// <summary>True if the method is used in its file, but only by work of other threads.</summary>
    private static bool IsForOthersOnly(IMethodSymbol method, IOperation operation, CancellationToken cancellationToken)
    {
        var any = false;
        foreach (var use in MethodUses.InFile(method, operation.SemanticModel, cancellationToken))
        {
            if (!IsElsewhere(use))
            {
                return false;
            }

            any = true;
        }

        return any;
    }

    /// <summary>True for a call in a lambda that runs elsewhere, and for a method that is given to a call which runs it there.</summary>
    private static bool IsElsewhere(IOperation use)
    {
        IOperation value = use;
        while (value.Parent is IDelegateCreationOperation or IConversionOperation)
        {
            value = value.Parent;
        }

        if (value.Parent is IArgumentOperation { Parent: var taker } && use is IMethodReferenceOperation)
        {
            return taker is IInvocationOperation { TargetMethod: var method } ? !IsInline(method) : taker is IObjectCreationOperation { Type.Name: "Thread" or "Timer" or "Task" };
        }

        for (var boundary = EnclosingFunction.BoundaryOf(use); boundary is not null; boundary = EnclosingFunction.BoundaryOf(boundary))
        {
            if (boundary is IAnonymousFunctionOperation lambda && !StaysOnThread(lambda))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfServer(INamedTypeSymbol? type)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (current.Name is "ControllerBase" or "BackgroundService" or "Hub" or "PageModel" or "ServiceBase")
            {
                return true;
            }
        }

        return type is not null && type.AllInterfaces.Any(static contract => contract.Name is "IHostedService" or "IMiddleware");
    }

    private static bool IsWoven(IAssemblySymbol assembly)
    {
        foreach (var attribute in assembly.GetAttributes())
        {
            if (attribute is { AttributeClass.Name: "ConfigureAwaitAttribute", ConstructorArguments: [{ Value: false }] })
            {
                return true;
            }
        }

        return false;
    }

    private static bool SetsContext(IOperation operation)
    {
        foreach (var token in operation.Root().Syntax.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText is not ("SynchronizationContext" or "FromCurrentSynchronizationContext") && token.ValueText.Contains("SynchronizationContext"))
            {
                return true;
            }
        }

        return false;
    }
}
