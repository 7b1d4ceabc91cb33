using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>Says whether a mention inside lambdas or local functions is evaluated after the iteration of the loop that made them. Only for candidates.</summary>
internal static class DeferredRun
{
    /// <summary>What puts the mention off, for a message; null if nothing is known to.</summary>
    public static string? Of(IOperation mention, IForLoopOperation loop, KnownTypes types)
    {
        var place = mention;
        for (var parent = mention.Parent; parent is not null && parent != loop; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                foreach (var use in UsesOf(parent, loop))
                {
                    if (StartedBy(use, parent, place, types) is var (start, name) &&
                        new Iteration(loop, parent, types).IsOutlivedBy(start))
                    {
                        return name;
                    }
                }

                place = parent;
            }
        }

        return null;
    }

    /// <summary>The lambda itself, or what names the local or local function that holds it.</summary>
    private static IEnumerable<IOperation> UsesOf(IOperation function, IForLoopOperation loop)
    {
        ISymbol? named = (function as ILocalFunctionOperation)?.Symbol;
        if (function is IAnonymousFunctionOperation lambda)
        {
            var value = Outermost(lambda);
            if (value.Parent is not IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } })
            {
                return [lambda];
            }

            named = local;
        }

        return loop.Body.Descendants().Where(operation => SymbolEqualityComparer.Default.Equals(named, operation switch
        {
            ILocalReferenceOperation reference => reference.Local,
            IMethodReferenceOperation reference => reference.Method,
            IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction } call => call.TargetMethod,
            _ => null,
        }));
    }

    /// <summary>The operation that starts the function when <paramref name="use"/> is evaluated, and runs <paramref name="place"/> in it later.</summary>
    private static (IOperation Start, string Name)? StartedBy(IOperation use, IOperation function, IOperation place, KnownTypes types)
    {
        if (use is IInvocationOperation direct)
        {
            return IsBehindAwait() ? (direct, direct.TargetMethod.Name) : null;
        }

        var value = Outermost(use);
        switch (value.Parent)
        {
            case IArgumentOperation { Parent: IObjectCreationOperation { Constructor.ContainingType: var type } creation } when IsWork(type):
                return (creation, $"new {type.Name}");
            case IArgumentOperation { Parent: IInvocationOperation call } when Schedules(call.TargetMethod):
                return (call, call.DisplayName());
            // GetOrAdd and AddOrUpdate call it at once.
            case IArgumentOperation { Parent: IInvocationOperation { Instance: not null } call } argument when TaskLists.Adds(call.TargetMethod) && !call.TargetMethod.Name.Contains("Or") && TaskSequence.IsOfFramework(call.TargetMethod.ContainingType):
                return argument.Value.Type is INamedTypeSymbol { DelegateInvokeMethod.ReturnType: var result } && types.Awaitables.IsTaskOrValueTask(result) ? (value, "the added lambda") : null;
            case IArgumentOperation { Parent: IInvocationOperation call } when IsBehindAwait():
                return types.Awaitables.IsTaskOrValueTask(call.Type) || Iteration.IsTaskQuery(call) ? (call, call.DisplayName()) : null;
            case IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call when call.Instance == value && IsBehindAwait():
                return (call, use is ILocalReferenceOperation { Local.Name: var name } ? name : "the async lambda");
            default:
                return null;
        }

        bool IsBehindAwait() => function is IAnonymousFunctionOperation { Symbol.IsAsync: true } or ILocalFunctionOperation { Symbol.IsAsync: true } && BehindAwait.Is(place.Syntax, function.Syntax);
    }

    /// <summary>The function as a value: the delegate made of it, converted and in parentheses.</summary>
    private static IOperation Outermost(IOperation function)
    {
        while (function.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            function = function.Parent;
        }

        return function;
    }

    private static bool Schedules(IMethodSymbol method) => method.Name switch
    {
        "Run" => IsThreading(method.ContainingType, "Task"),
        "StartNew" => IsThreading(method.ContainingType, "TaskFactory"),
        "ContinueWith" => IsThreading(method.ContainingType, "Task"),
        "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" => IsThreading(method.ContainingType, "ThreadPool"),
        "Post" => IsThreading(method.ContainingType, "SynchronizationContext"),
        _ => false,
    };

    private static bool IsWork(INamedTypeSymbol type) => IsThreading(type, "Thread") || IsThreading(type, "Timer") || IsThreading(type, "Task");

    private static bool IsThreading(INamedTypeSymbol type, string name) =>
        type.Name == name && type.ContainingNamespace is { Name: "Threading", ContainingNamespace.Name: "System" } or { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } };
}
