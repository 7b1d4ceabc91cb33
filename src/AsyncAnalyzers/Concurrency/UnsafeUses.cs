using AsyncAnalyzers.Blocking;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>
/// Lists the <see cref="UnsafeUse"/>s in a piece of code, in the order of the text: also in lambdas that it runs on the thread pool or gives to LINQ, not
/// in those given to methods that nothing is known about. What is done under a lock is left out. Only for code that runs beside other code.
/// </summary>
internal sealed class UnsafeUses(Flow.Concurrency concurrency, KnownTypes types, CancellationToken cancellationToken)
{
    private readonly SelfCalls selfCalls = SelfCalls.Of(concurrency);

    /// <param name="body">The code.</param>
    /// <param name="function">The function whose awaits put the code off.</param>
    /// <param name="isParallel">True if it runs on a thread of its own.</param>
    /// <param name="depth">How many calls lie between the code and the one that the rule looks at.</param>
    public List<UnsafeUse> In(IOperation body, IOperation function, bool isParallel, int depth = 0)
    {
        var found = new List<UnsafeUse>();
        var pending = new Stack<Place>();
        pending.Push(new(body, function, isParallel));
        while (pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var place = pending.Pop();
            if (place.Operation is ILocalFunctionOperation or INameOfOperation && place.Operation != body)
            {
                continue;
            }

            if (place.Operation is IAnonymousFunctionOperation lambda && lambda != body)
            {
                if (RunOf(lambda, place, types) is { } run)
                {
                    pending.Push(run);
                }

                continue;
            }

            Add(place, body, depth, found);
            foreach (var child in place.Operation.ChildOperations.Reverse())
            {
                pending.Push(place with { Operation = child });
            }
        }

        return found;
    }

    /// <summary>What a call that is just being made goes on doing after it has returned its task; the rest of the statement is done before.</summary>
    public List<UnsafeUse> StartedBy(IInvocationOperation start)
    {
        if (BackgroundStarts.LambdaOf(start) is { } lambda)
        {
            return In(lambda, lambda, isParallel: true);
        }

        var found = new List<UnsafeUse>();
        AddCall(start, new(start, start, false), start, 0, found);
        return found;
    }

    /// <summary>What a method given as a delegate does, called with nothing that is known.</summary>
    public List<UnsafeUse> OfGroup(IMethodReferenceOperation group, bool isParallel)
    {
        var found = new List<UnsafeUse>();
        var isAsync = types.Awaitables.IsTaskOrValueTask(group.Method.ReturnType);
        if (isAsync && group.Instance is { } instance && UnsafeObject.Of(instance, concurrency) is { Reason: not null } target && UsedMembers.Of(group.Method, target, isAsync) is { } use)
        {
            AddUse(target, instance, new(group, group, isParallel), use, UsedMembers.LaneOf(group.Method), group, found);
        }

        if (isAsync && group.Instance is { } holder && found.Count == 0)
        {
            AddHeld(holder, group, group.Method, new(group, group, isParallel), group, 0, found);
        }

        AddInner(group, group.Method, group.Instance, new(group, group, isParallel), group, 0, found);
        return found;
    }

    /// <summary>What an element of a list of tasks or delegates goes on doing, and its name.</summary>
    public (List<UnsafeUse> Uses, string Name) OfPart(IOperation element)
    {
        element = element.Unwrap();
        while (element is IInvocationOperation { TargetMethod.Name: "AsTask" or "Unwrap" } wrapper && wrapper.Receiver() is { } inner)
        {
            element = inner.Unwrap();
        }

        return element switch
        {
            IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => (In(lambda, lambda, isParallel: true), "this lambda"),
            IDelegateCreationOperation { Target: IMethodReferenceOperation group } => (OfGroup(group, isParallel: true), group.Method.Name),
            _ => element.InnermostCall() is { } call ? (StartedBy(call), call.DisplayName()) : ([], ""),
        };
    }

    /// <summary>The body of a nested lambda as code that runs as part of the code around it; null if it is not known to.</summary>
    private static Place? RunOf(IAnonymousFunctionOperation lambda, Place around, KnownTypes types)
    {
        if (lambda.Parent is not IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation call } })
        {
            return null;
        }

        return BackgroundStarts.Is(call.TargetMethod) ? new(lambda.Body, lambda, true)
            : TaskSequence.IsLinq(call.TargetMethod) && call.TargetMethod.ContainingType.Name == "Enumerable" && !types.Awaitables.IsTaskOrValueTask(lambda.Symbol.ReturnType) ? around with { Operation = lambda.Body }
            : null;
    }

    private void Add(Place place, IOperation body, int depth, List<UnsafeUse> found)
    {
        switch (place.Operation)
        {
            case IInvocationOperation call:
                AddCall(call, place, body, depth, found);
                break;
            case IForEachLoopOperation loop when UnsafeObject.Of(Configured(loop.Collection), concurrency) is { } source && (source.Hazard == Hazard.Memory || loop.IsAsynchronous || source.Reason is not null):
                AddUse(source, loop.Collection, place, source.Hazard == Hazard.Memory ? Use.Reads : loop.IsAsynchronous ? Use.Starts : Use.Writes, "", body, found);
                break;
            case IPropertyReferenceOperation { Instance: { } owner } property when UnsafeObject.Of(owner, concurrency) is { Hazard: Hazard.Memory } memory:
                // What is assigned is worked out first.
                AddUse(memory, owner, IsChanged(property) ? place with { Operation = property.Parent! } : place, IsChanged(property) ? Use.Writes : Use.Reads, "", body, found);
                break;
            case IIncrementOrDecrementOperation { Target: var target }:
                AddCounter(target, null, place, body, found);
                break;
            case ICompoundAssignmentOperation { Target: var target, Value: var value }:
                AddCounter(target, value, place, body, found);
                break;
            case ISimpleAssignmentOperation { Target: var target, Value: var value } when value is not ICoalesceOperation && SharedObject.Of(target) is { } variable && Mentions(value, variable):
                AddCounter(target, value, place, body, found);
                break;
        }
    }

    private void AddCall(IInvocationOperation call, Place place, IOperation body, int depth, List<UnsafeUse> found)
    {
        var method = call.TargetMethod;
        var isAsync = types.Awaitables.IsTaskOrValueTask(call.Type);
        var receiver = call.Receiver();
        if (receiver is not null && UnsafeObject.Of(receiver, concurrency) is { } target)
        {
            var member = concurrency.OfMember(method);
            if (target.Reason is null && member is { Verdict: Verdict.Unsafe })
            {
                target = target with { Reason = member.Value.Reason };
            }

            if (target.Reason is not null && member is not { Verdict: Verdict.Safe } && UsedMembers.Of(call.TargetMethod, target, isAsync) is { } use)
            {
                AddUse(target, receiver, place, use, Hazards.IsDuplex(target.Type) ? UsedMembers.LaneOf(method) : "", body, found);
            }
        }
        else if (isAsync && call.Instance is { } holder && !types.Awaitables.IsTask(method.ContainingType))
        {
            AddHeld(holder, call, method, place, body, depth, found);
        }

        if (isAsync && !types.Awaitables.IsTask(method.ContainingType))
        {
            foreach (var argument in call.Arguments)
            {
                if (argument.ArgumentKind != ArgumentKind.DefaultValue && argument.Value != receiver && UnsafeObject.Of(argument.Value, concurrency) is { Hazard: Hazard.OneAtATime, Reason: not null } given && Uses(method) && !IsHandedSemaphore(call))
                {
                    AddUse(given, argument.Value, place, Use.Starts, Hazards.IsDuplex(given.Type) ? method.Name == "CopyToAsync" ? "Write" : $"{method.Name} {argument.Parameter?.Name}" : "", body, found);
                }
            }
        }

        AddInner(call, method, call.Instance, place, body, depth, found);
    }

    /// <summary><c>_orders.FindAsync(id)</c>, which uses the database context that the orders hold.</summary>
    private void AddHeld(IOperation holder, IOperation call, IMethodSymbol method, Place place, IOperation body, int depth, List<UnsafeUse> found)
    {
        if (selfCalls.HeldBy(holder, call, method, this, depth) is var (held, mention) && !Exclusion.Guards(call, body))
        {
            found.Add(new(held, Leaf(holder, held.Object), Use.Starts, "", IsLate(call, place)) { Inner = mention });
        }
    }

    /// <summary>True if a method may use what it is given: one in source must be seen to, and to take no lock or semaphore on the way.</summary>
    private bool Uses(IMethodSymbol method) => method.DeclaringSyntaxReferences.IsEmpty || concurrency.EffectOf(method).Safety.Verdict == Verdict.Unsafe;

    /// <summary>A semaphore that goes along with the object is there to let one at a time to it.</summary>
    private static bool IsHandedSemaphore(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Value.Type is { Name: "SemaphoreSlim" })
            {
                return true;
            }
        }

        return false;
    }

    private void AddInner(IOperation call, IMethodSymbol method, IOperation? instance, Place place, IOperation body, int depth, List<UnsafeUse> found)
    {
        foreach (var inner in selfCalls.UsesIn(call, method, instance, this, depth))
        {
            if (!Exclusion.Guards(call, body))
            {
                found.Add(inner with { Mention = call, Inner = inner.Inner ?? inner.Mention, IsLate = inner.IsLate || IsLate(call, place) });
            }
        }
    }

    private void AddCounter(IOperation target, IOperation? value, Place place, IOperation body, List<UnsafeUse> found)
    {
        // Its value read before an await and written after it is a defect of its own.
        if (target is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: false } &&
            (value is null || !HoldsAwait(value.Syntax)) && target.Type is { } type && SharedObject.Of(target) is { } variable && UnsafeObject.Of(target, concurrency) is null)
        {
            AddUse(new(variable, Hazard.Counter, type, $"'{place.Operation.Syntax}' reads and writes in two steps, between which another may write"), target, place, Use.Writes, "", body, found);
        }
    }

    private void AddUse(UnsafeObject target, IOperation mention, Place place, Use use, string lane, IOperation body, List<UnsafeUse> found)
    {
        if (!Exclusion.Guards(place.Operation, body))
        {
            found.Add(new(target, Leaf(mention, target.Object), use, lane, IsLate(place.Operation, place)));
        }
    }

    private bool IsLate(IOperation operation, Place place)
    {
        if (place.IsParallel)
        {
            return true;
        }

        // A context of the user interface runs one after another what comes after an await.
        return (BehindAwait.Is(operation.Syntax, place.Function.Syntax) || HoldsAwait(operation.Syntax)) &&
            (!types.HasContext && types.Find("System.Web.HttpContextBase") is null || place.Function.Descendants().Any(earlier => LeavesContext(earlier) && earlier.Syntax.Span.End <= operation.Syntax.SpanStart));
    }

    private static bool LeavesContext(IOperation operation) => operation is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } call && AwaitedValue.Leaving(call) != false;

    /// <summary>The part of a chain of calls that stands for the object.</summary>
    private static IOperation Leaf(IOperation mention, SharedObject shared)
    {
        for (var current = mention.Unwrap(); ;)
        {
            if (shared.Equals(SharedObject.Of(current)))
            {
                return current is IConditionalAccessInstanceOperation instance ? SharedObject.ReceiverOf(instance) ?? current : current;
            }

            var next = current switch
            {
                IInvocationOperation call => call.Receiver(),
                IPropertyReferenceOperation property => property.Instance,
                IAwaitOperation awaited => awaited.Operation,
                IConditionalAccessOperation access => access.WhenNotNull,
                IConditionalAccessInstanceOperation instance => SharedObject.ReceiverOf(instance),
                _ => null,
            };
            if (next is null)
            {
                return current;
            }

            current = next.Unwrap();
        }
    }

    private static IOperation Configured(IOperation stream)
    {
        stream = stream.Unwrap();
        while (stream is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "WithCancellation" } call && call.Receiver() is { } inner)
        {
            stream = inner.Unwrap();
        }

        return stream;
    }

    /// <summary>Elements of a list are different variables, entries of a dictionary are not.</summary>
    private static bool IsChanged(IPropertyReferenceOperation property) =>
        !(property.Property.IsIndexer && property.Property.ContainingType.Name is "List" or "ArrayList" or "Collection") &&
        property.Parent is IAssignmentOperation assignment && assignment.Target == property || property.Parent is IIncrementOrDecrementOperation;

    private static bool Mentions(IOperation value, SharedObject variable)
    {
        foreach (var inner in value.DescendantsAndSelf())
        {
            if (inner is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation && variable.Equals(SharedObject.Of(inner)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HoldsAwait(SyntaxNode node) =>
        node.DescendantNodesAndSelf(static inner => inner is not AnonymousFunctionExpressionSyntax).Any(static inner => inner.IsKind(SyntaxKind.AwaitExpression));

    private readonly record struct Place(IOperation Operation, IOperation Function, bool IsParallel);
}
