using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Flow;

/// <summary>
/// Whether the iterations of a loop could run at the same time as far as the loop itself tells: it never leaves early, changes nothing that lives longer than an
/// iteration (but for a <see cref="LoopTail"/>), and awaits only calls that it makes itself. One pass over the loop.
/// </summary>
internal sealed class LoopDependence
{
    private readonly ILoopOperation loop;
    private readonly TextSpan span;
    private readonly LoopTail? tail;
    private readonly HashSet<ILocalSymbol> created = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ILocalSymbol> reassigned = new(SymbolEqualityComparer.Default);
    private readonly List<ILocalSymbol> changed = [];
    private readonly HashSet<IInvocationOperation> awaitedCalls = [];

    private LoopDependence(ILoopOperation loop, LoopSource source, LoopTail? tail)
    {
        this.loop = loop;
        this.tail = tail;
        span = loop.Syntax.Span;
        Source = source;
    }

    public LoopSource Source { get; }

    /// <summary>What the iterations deliver; null if they only have effects.</summary>
    public LoopTail? Tail => tail;

    /// <summary>The awaited calls, in source order.</summary>
    public List<(IAwaitOperation Await, IInvocationOperation Call)> Awaits { get; } = [];

    /// <summary>All calls and object creations, those of nested functions too, but for the tail's own.</summary>
    public List<IOperation> Calls { get; } = [];

    /// <summary>What the iterations mention of the outside other than to call it, to pass it to a call or to read a part of it.</summary>
    public List<IOperation> Shared { get; } = [];

    /// <summary>True if the body skips to the next item.</summary>
    public bool Continues { get; private set; }

    /// <summary>True if an iteration disposes something at its end.</summary>
    public bool Disposes { get; private set; }

    /// <summary>True if an iteration catches its own failure.</summary>
    public bool Catches { get; private set; }

    /// <summary>True if the body mentions the loop variable.</summary>
    public bool UsesVariable { get; private set; }

    /// <summary>True if an iteration changes its item: then no two items may be the same object.</summary>
    public bool ChangesItem { get; private set; }

    /// <summary>The independent loop, or null if an iteration may depend on another one, or if nothing in it is awaited.</summary>
    public static LoopDependence? Find(ILoopOperation loop, CancellationToken cancellationToken) =>
        FindDoubtful(loop, cancellationToken) is { ChangesItem: false, Source.IsStream: false } found ? found : null;

    /// <summary>The same, and loops whose iterations are independent unless items are the same object, or unless the pace of the stream that they come from matters.</summary>
    public static LoopDependence? FindDoubtful(ILoopOperation loop, CancellationToken cancellationToken)
    {
        if (loop is not (IForEachLoopOperation or IForLoopOperation) || LoopSource.Of(loop) is not { } source)
        {
            return null;
        }

        var tail = LoopTail.Of(loop);
        var found = new LoopDependence(loop, source, tail);
        return found.IsIndependent(cancellationToken) && (tail is null || !found.Continues && !source.IsStream) ? found : null;
    }

    /// <summary>True if the symbol is declared inside the loop: each iteration has its own.</summary>
    public bool IsOwn(ISymbol symbol) => symbol.Locations is [{ IsInSource: true } location, ..] && span.Contains(location.SourceSpan);

    /// <summary>True if the iteration itself made the object, or got it from a call.</summary>
    public bool IsMadeHere(IOperation value) =>
        value.Unwrap() is ILocalReferenceOperation { Local: var local } && IsOwn(local) && !SymbolEqualityComparer.Default.Equals(local, Source.Variable) && created.Contains(local) && !reassigned.Contains(local);

    /// <summary>True if the call is one of those that the loop awaits.</summary>
    public bool IsAwaited(IInvocationOperation call) => awaitedCalls.Contains(call);

    /// <summary>True for what gives the same task in another shape.</summary>
    public static bool IsTaskWrapper(IMethodSymbol method) =>
        method.Name == "ConfigureAwait" || method is { Name: "AsTask" or "WaitAsync", ContainingType: { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" } };

    private bool IsIndependent(CancellationToken cancellationToken)
    {
        if (tail is not null && MentionsTarget())
        {
            return false;
        }

        var open = new Stack<(IOperation Operation, bool IsNested)>();
        open.Push((loop.Body, false));
        while (open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (operation, isNested) = open.Pop();
            if (operation is INameOfOperation)
            {
                continue;
            }

            if (!Accepts(operation, isNested))
            {
                return false;
            }

            isNested |= operation is IAnonymousFunctionOperation or ILocalFunctionOperation;
            foreach (var child in operation.ChildOperations.Reverse())
            {
                open.Push((child, isNested));
            }
        }

        foreach (var local in changed)
        {
            if (!created.Contains(local) || reassigned.Contains(local))
            {
                return false;
            }
        }

        return Awaits.Count > 0 && TailAwaitsOnce() && !StoresDisposed();
    }

    /// <summary>True if the tail, apart from the value that it computes, needs what may be disposed once the iteration is over.</summary>
    private bool StoresDisposed()
    {
        if (tail is null || !Disposes)
        {
            return false;
        }

        foreach (var operation in tail.Statement.Descendants())
        {
            if (operation is ILocalReferenceOperation { Local.Locations: [{ } declaration, ..] } &&
                loop.Body.Syntax.Span.Contains(declaration.SourceSpan) && !tail.Computed.Syntax.Span.Contains(operation.Syntax.Span))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if all that the tail awaits is part of the one value that it computes.</summary>
    private bool TailAwaitsOnce()
    {
        foreach (var (awaited, _) in Awaits)
        {
            if (tail is not null && tail.Statement.Syntax.Span.Contains(awaited.Syntax.Span) && !tail.Computed.Syntax.Span.Contains(awaited.Syntax.Span))
            {
                return false;
            }
        }

        return true;
    }

    private bool Accepts(IOperation operation, bool isNested)
    {
        switch (operation)
        {
            case IAwaitOperation awaited:
                return isNested || AddAwait(awaited);
            case IInvocationOperation or IObjectCreationOperation:
                if (operation != tail?.Store)
                {
                    Calls.Add(operation);
                }

                return true;
            case IBranchOperation branch:
                return AcceptsBranch(branch);
            case IReturnOperation or IThrowOperation:
                return isNested;
            case IForEachLoopOperation { IsAsynchronous: true } or IUsingOperation { IsAsynchronous: true } or IUsingDeclarationOperation { IsAsynchronous: true }:
            case ILockOperation or ILabeledOperation or IAddressOfOperation or IInvalidOperation or IEventAssignmentOperation or IRaiseEventOperation:
            case IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicIndexerAccessOperation or IDynamicObjectCreationOperation:
                return isNested && operation is IForEachLoopOperation;
            case IUsingOperation or IUsingDeclarationOperation:
                Disposes |= !isNested;
                return true;
            case ICatchClauseOperation:
                Catches |= !isNested;
                return true;
            case ILocalReferenceOperation reference:
                return AcceptsLocal(reference);
            case IParameterReferenceOperation { Parameter: var parameter }:
                return IsOwn(parameter) || parameter is { RefKind: RefKind.None, Type.IsRefLikeType: false } && Share(operation);
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance, Type: { } type }:
                return !type.IsValueType && Share(operation);
            case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } or IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation }:
                return Share(operation);
            case IVariableDeclaratorOperation declarator:
                return AcceptsDeclaration(declarator);
            case IAssignmentOperation assignment:
                return assignment == tail?.Store || AcceptsWrite(assignment.Target, assignment);
            case IIncrementOrDecrementOperation step:
                return step == tail?.Store || AcceptsWrite(step.Target, step);
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                return AcceptsWrite(argument.Value, argument);
            default:
                return true;
        }
    }

    private bool AcceptsBranch(IBranchOperation branch)
    {
        if (branch.BranchKind == BranchKind.GoTo || SymbolEqualityComparer.Default.Equals(branch.Target, loop.ExitLabel))
        {
            return false;
        }

        Continues |= SymbolEqualityComparer.Default.Equals(branch.Target, loop.ContinueLabel);
        return true;
    }

    private bool AddAwait(IAwaitOperation awaited)
    {
        // The awaits of an inner loop are that loop's, whatever becomes of them.
        for (var parent = awaited.Parent; parent is not null && parent != loop; parent = parent.Parent)
        {
            if (parent is ILoopOperation)
            {
                return false;
            }
        }

        if (CallOf(awaited) is not { } call)
        {
            return false;
        }

        Awaits.Add((awaited, call));
        awaitedCalls.Add(call);
        return true;
    }

    /// <summary>The call that starts what is awaited; null for a task that was there before.</summary>
    private static IInvocationOperation? CallOf(IAwaitOperation awaited)
    {
        var operand = awaited.Operation.Unwrap();
        while (operand is IInvocationOperation { Instance: { } instance } wrapper && IsTaskWrapper(wrapper.TargetMethod))
        {
            operand = instance.Unwrap();
        }

        // Tasks made by Task.Run, Task.WhenAll, Task.Delay and the like are concurrency, or the lack of it, on purpose.
        return operand is IInvocationOperation { TargetMethod.ContainingType: not { Name: "Task" or "ValueTask" or "Parallel", ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" } } } call ? call : null;
    }

    private bool AcceptsLocal(ILocalReferenceOperation reference)
    {
        var local = reference.Local;
        UsesVariable |= SymbolEqualityComparer.Default.Equals(local, Source.Variable);
        return IsOwn(local) ||
            reference == tail?.TargetReference ||
            !local.IsRef && !local.Type.IsRefLikeType && !SymbolEqualityComparer.Default.Equals(local, tail?.Target) && Share(reference);
    }

    private bool Share(IOperation reference)
    {
        var child = reference;
        while (child.Parent is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            child = child.Parent;
        }

        var isHandled = child.Parent switch
        {
            IInvocationOperation => true,
            IArgumentOperation { Parent: IInvocationOperation } => true,
            IPropertyReferenceOperation or IFieldReferenceOperation or IMethodReferenceOperation => true,
            IArrayElementReferenceOperation element => element.ArrayReference == child,
            IForEachLoopOperation each => each.Collection == child,
            _ => false,
        };
        if (!isHandled)
        {
            Shared.Add(reference);
        }

        return true;
    }

    private bool AcceptsDeclaration(IVariableDeclaratorOperation declarator)
    {
        if (declarator.GetVariableInitializer()?.Value.Unwrap() is IObjectCreationOperation or IArrayCreationOperation or IAnonymousObjectCreationOperation)
        {
            created.Add(declarator.Symbol);
        }

        return !declarator.Symbol.IsRef;
    }

    private bool AcceptsWrite(IOperation target, IOperation writer)
    {
        switch (target.Unwrap())
        {
            case IDiscardOperation or IDeclarationExpressionOperation:
                return true;
            case ITupleOperation tuple:
                foreach (var element in tuple.Elements)
                {
                    if (!AcceptsWrite(element, writer))
                    {
                        return false;
                    }
                }

                return true;
            case ILocalReferenceOperation { Local: var local }:
                reassigned.Add(local);
                return IsOwn(local) && !SymbolEqualityComparer.Default.Equals(local, Source.Variable);
            case IParameterReferenceOperation { Parameter: var parameter }:
                return IsOwn(parameter);
            case IFieldReferenceOperation { Instance: { } instance }:
                return AcceptsChange(instance);
            case IPropertyReferenceOperation { Instance: { } instance }:
                return AcceptsChange(instance);
            case IArrayElementReferenceOperation element:
                return AcceptsChange(element.ArrayReference);
            default:
                return false;
        }
    }

    /// <summary>True if the object is one that the iteration made itself.</summary>
    private bool AcceptsChange(IOperation instance)
    {
        switch (instance.Unwrap())
        {
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver }:
                return true;
            case ILocalReferenceOperation { Local: var local } when IsOwn(local) && !SymbolEqualityComparer.Default.Equals(local, Source.Variable):
                if (!local.Type.IsValueType)
                {
                    changed.Add(local);
                }

                return true;
            case ILocalReferenceOperation { Local: { Type.IsValueType: false } local } when SymbolEqualityComparer.Default.Equals(local, Source.Variable):
                ChangesItem = true;
                return true;
            default:
                return false;
        }
    }

    /// <summary>True if the loop's header knows the tail's target by more than the length of an array.</summary>
    private bool MentionsTarget()
    {
        foreach (var header in loop.ChildOperations)
        {
            if (header == loop.Body)
            {
                continue;
            }

            foreach (var operation in header.DescendantsAndSelf())
            {
                if (operation is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, tail!.Target) &&
                    operation.Parent is not IPropertyReferenceOperation { Property.Name: "Length", Instance.Type.TypeKind: TypeKind.Array })
                {
                    return true;
                }
            }
        }

        return false;
    }
}
