using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using AsyncAnalyzers.TaskShape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>
/// Finds the await that a task of a method in source goes on from in its caller's context only: through the methods that it calls, three deep.
/// One per compilation and set of options; what is found about a method is kept.
/// </summary>
internal sealed class ContextAwaits
{
    private const int MaxDepth = 3;
    private const int MaxLength = 20_000;

    private static readonly ConditionalWeakTable<Flow.Concurrency, ContextAwaits> Instances = new();

    private readonly ConcurrentDictionary<(IMethodSymbol Method, int Depth), Continuation> known = new(DeepMethod.Comparer);
    private readonly Flow.Concurrency concurrency;

    private ContextAwaits(Flow.Concurrency concurrency) => this.concurrency = concurrency;

    public KnownTypes Types => concurrency.Types;

    public static ContextAwaits Of(Flow.Concurrency concurrency) => Instances.GetValue(concurrency, static key => new(key));

    /// <summary>The way from the wait to an await that cannot go on while it lasts; null if none is known.</summary>
    public ContextStep? PathFrom(BlockingWait wait, CancellationToken cancellationToken)
    {
        switch (wait.Kind)
        {
            case BlockingWaitKind.RunSynchronously:
                return null;
            case BlockingWaitKind.WaitAll:
                return OfTasks(wait.Task, MaxDepth, cancellationToken).Path;
            case BlockingWaitKind.WaitAny when wait.Task.TryGetElements(out var tasks):
                // The first that goes on ends the wait.
                ContextStep? path = null;
                foreach (var task in tasks)
                {
                    if (OfTask(task, MaxDepth, cancellationToken).Path is not { } found)
                    {
                        return null;
                    }

                    path ??= found;
                }

                return path;
            case BlockingWaitKind.WaitAny:
                return null;
            default:
                return OfTask(wait.Task, MaxDepth, cancellationToken).Path;
        }
    }

    /// <summary>About a task that an expression yields.</summary>
    public Continuation OfTask(IOperation task, int depth, CancellationToken cancellationToken)
    {
        task = BlockingWait.Peel(task, Types);
        if (BornComplete.Is(task, Types))
        {
            return Continuation.Complete;
        }

        switch (task)
        {
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                return OfTask(choice.WhenTrue, depth, cancellationToken).And(OfTask(otherwise, depth, cancellationToken));
            case ICoalesceOperation choice:
                return OfTask(choice.Value, depth, cancellationToken).And(OfTask(choice.WhenNull, depth, cancellationToken));
            case ISwitchExpressionOperation choice:
                return choice.Arms.Aggregate(Continuation.Complete, (sum, arm) => sum.And(OfTask(arm.Value, depth, cancellationToken)));
            case IConditionalAccessOperation access:
                return OfTask(access.WhenNotNull, depth, cancellationToken);
            case IThrowOperation or IConversionOperation { Operand: IThrowOperation }:
                return Continuation.Complete;
            case ILocalReferenceOperation local:
                return LocalTask.ValueOf(local, cancellationToken) is { } value ? OfTask(value, depth, cancellationToken) : Continuation.Elsewhere;
            case IInvocationOperation call:
                return OfCall(call, depth, cancellationToken);
            default:
                return Continuation.Elsewhere;
        }
    }

    /// <summary>About the tasks of a sequence.</summary>
    private Continuation OfTasks(IOperation tasks, int depth, CancellationToken cancellationToken)
    {
        if (tasks.TryGetElements(out var elements))
        {
            return elements.Aggregate(Continuation.Complete, (sum, element) => sum.And(OfTask(element, depth, cancellationToken)));
        }

        var source = tasks.Unwrap();
        if (source is ILocalReferenceOperation local && LocalTask.ValueOf(local, cancellationToken) is { } value)
        {
            return OfTasks(value, depth, cancellationToken);
        }

        if (source is IInvocationOperation { TargetMethod.Name: "ToArray" or "ToList" } copy && copy.Receiver() is { } copied)
        {
            return OfTasks(copied, depth, cancellationToken);
        }

        return source is IInvocationOperation { TargetMethod: { Name: "Select", ContainingType.Name: "Enumerable" }, Arguments: [_, { Value: IDelegateCreationOperation { Target: var selector } }] } select
            ? selector switch
            {
                IMethodReferenceOperation reference => Through(reference.Syntax, reference.Method, depth, cancellationToken),
                IAnonymousFunctionOperation { Symbol.IsAsync: false } lambda => new ContextBody(this, depth).OfReturned(lambda.Body, cancellationToken),
                IAnonymousFunctionOperation lambda => Step(lambda.Syntax, select.DisplayName(), new ContextBody(this, depth).OfAwaited(lambda.Body, cancellationToken)),
                _ => Continuation.Elsewhere,
            }
            : Continuation.Elsewhere;
    }

    private Continuation OfCall(IInvocationOperation call, int depth, CancellationToken cancellationToken)
    {
        var method = call.TargetMethod;
        if (method is { Name: "WhenAll", IsStatic: true } && Types.Awaitables.IsTaskOrValueTask(method.ContainingType) && call.Arguments is [{ Value: var tasks }])
        {
            return OfTasks(tasks, depth, cancellationToken);
        }

        if (method is { Name: "WaitAsync" or "ContinueWith" or "Unwrap", ContainingType: { Name: "Task" or "TaskExtensions", ContainingNamespace.Name: "Tasks" } } && call.Receiver() is { } task)
        {
            return Continuation.Elsewhere.And(OfTask(task, depth, cancellationToken));
        }

        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return Continuation.Elsewhere;
        }

        return method.DeclaringSyntaxReferences.IsEmpty
            ? concurrency.IsFast(method, call.Receiver()?.Type) ? Continuation.Complete : Continuation.Elsewhere
            : Through(call.Syntax, method, depth, cancellationToken);
    }

    private Continuation Through(SyntaxNode place, IMethodSymbol method, int depth, CancellationToken cancellationToken) =>
        Step(place, method.Name, OfMethod(Implemented(method), depth, cancellationToken));

    private static Continuation Step(SyntaxNode place, string target, Continuation inside) =>
        inside.Path is { } path ? inside with { Path = new(place, target, path) } : inside;

    private Continuation OfMethod(IMethodSymbol? method, int depth, CancellationToken cancellationToken)
    {
        if (method is null)
        {
            return Continuation.Elsewhere;
        }

        var key = (method.OriginalDefinition, depth);
        return known.TryGetValue(key, out var found) ? found : known.GetOrAdd(key, Find(method.OriginalDefinition, depth, cancellationToken));
    }

    private Continuation Find(IMethodSymbol method, int depth, CancellationToken cancellationToken)
    {
        if (CompletesAtOnce.Is(method, Types, cancellationToken))
        {
            return Continuation.Complete;
        }

        if (SourceModels.BodyOf(method, concurrency.Compilation, MaxLength, cancellationToken) is not { } body)
        {
            return Continuation.Elsewhere;
        }

        var inside = new ContextBody(this, depth);
        return method.IsAsync ? inside.OfAwaited(body, cancellationToken) : inside.OfReturned(body, cancellationToken);
    }

    /// <summary>The method that a call of an interface's or an abstract one runs, if the compilation has only one such.</summary>
    private IMethodSymbol? Implemented(IMethodSymbol method)
    {
        if (method.ContainingType is not { } container || !method.IsAbstract)
        {
            return method;
        }

        if (Implementors.Of(concurrency.Compilation).Of(container) is not [var only])
        {
            return null;
        }

        if (container.TypeKind == TypeKind.Interface)
        {
            return only.FindImplementationForInterfaceMember(method) as IMethodSymbol;
        }

        foreach (var member in only.GetMembers(method.Name))
        {
            if (member is IMethodSymbol { OverriddenMethod: { } overridden } found && SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, method.OriginalDefinition))
            {
                return found;
            }
        }

        return null;
    }

    private sealed class DeepMethod : IEqualityComparer<(IMethodSymbol Method, int Depth)>
    {
        public static readonly DeepMethod Comparer = new();

        public bool Equals((IMethodSymbol Method, int Depth) x, (IMethodSymbol Method, int Depth) y) => x.Depth == y.Depth && SymbolEqualityComparer.Default.Equals(x.Method, y.Method);

        public int GetHashCode((IMethodSymbol Method, int Depth) key) => SymbolEqualityComparer.Default.GetHashCode(key.Method) * 4 + key.Depth;
    }
}
