using System.Collections.Immutable;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>Works out the <see cref="Effect"/> of one function body.</summary>
internal sealed class EffectWalk
{
    private const int MaxOperations = 200;
    private const Obstacles Stopping = Obstacles.Lock | Obstacles.Transaction | Obstacles.Throttle;

    private readonly Concurrency concurrency;
    private readonly Effects.Search search;
    private readonly IMethodSymbol function;
    private readonly IOperation body;
    private readonly int depth;
    private readonly LocalOrigins origins;
    private Judgement? service;
    private Judgement doubt = new(Verdict.Safe, "");
    private Verb verb;
    private bool waits;

    public EffectWalk(Concurrency concurrency, Effects.Search search, IMethodSymbol function, IOperation body, int depth, ulong ownParameters)
    {
        this.concurrency = concurrency;
        this.search = search;
        this.function = function;
        this.body = body;
        this.depth = depth;
        origins = new(body, concurrency, ownParameters);
    }

    public Effect Run()
    {
        var stopping = OverlapContext.Within(body, concurrency) & Stopping;
        if (stopping != Obstacles.None)
        {
            return Effect.Unknown($"'{function.Name}' {(stopping.HasFlag(Obstacles.Transaction) ? "works in a transaction" : stopping.HasFlag(Obstacles.Lock) ? "takes a lock" : "paces itself")}");
        }

        var open = new Stack<IOperation>();
        open.Push(body);
        for (var count = 0; open.Count > 0 && doubt.Verdict != Verdict.Unsafe;)
        {
            var operation = open.Pop();
            if (NeverRuns(operation))
            {
                continue;
            }

            if (Visit(operation) && ++count > MaxOperations)
            {
                return Effect.Unknown($"'{function.Name}' is too long to follow");
            }

            foreach (var child in operation.ChildOperations.Reverse())
            {
                open.Push(child);
            }
        }

        return new(
            doubt.Verdict != Verdict.Safe ? doubt : service ?? new(Verdict.Safe, ""),
            waits,
            verb);
    }

    private static bool NeverRuns(IOperation operation) =>
        operation is INameOfOperation ||
        operation is IConversionOperation { Type: { } type } && type.IsExpressionTree() ||
        operation is IDelegateCreationOperation { Type: { } created } && created.IsExpressionTree();

    /// <summary>Judges one operation; true if it is of a kind that is counted.</summary>
    private bool Visit(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation call:
                VisitCall(call);
                return true;
            case IObjectCreationOperation creation:
                VisitCreation(creation);
                return true;
            case IAssignmentOperation assignment:
                VisitWrite(assignment.Target);
                return true;
            case IIncrementOrDecrementOperation step:
                VisitWrite(step.Target);
                return true;
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                VisitWrite(argument.Value);
                return true;
            case IPropertyReferenceOperation property:
                VisitProperty(property);
                return true;
            case IAwaitOperation awaited:
                waits |= awaited.Operation.Unwrap() is not IInvocationOperation && !BornComplete.Is(awaited.Operation.Unwrap(), concurrency.Types);
                return true;
            case IForEachLoopOperation { IsAsynchronous: true }:
                waits = true;
                return true;
            case IEventAssignmentOperation:
                Doubt(Verdict.Unsafe, "subscribes to an event");
                return true;
            case IRaiseEventOperation:
                Doubt(Verdict.Unknown, "raises an event");
                return true;
            case IAddressOfOperation or IFunctionPointerInvocationOperation or IInvalidOperation or IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicIndexerAccessOperation or IDynamicObjectCreationOperation:
                Doubt(Verdict.Unknown, "cannot be followed");
                return true;
            default:
                return false;
        }
    }

    private void VisitCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (LoopDependence.IsTaskWrapper(method) || IsDeclaredHere(method))
        {
            return;
        }

        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            if (call.Instance?.Unwrap() is not { } called || !(called is ILocalReferenceOperation { Local: var local } && IsDeclaredHere(local) || called is IParameterReferenceOperation && origins.IsOwn(called)))
            {
                Doubt(Verdict.Unknown, $"calls {call.DisplayName()}, of which nothing is known");
            }

            return;
        }

        if (BlockingWait.Of(call, concurrency.Types) is not null)
        {
            Doubt(Verdict.Unknown, "blocks");
            return;
        }

        var receiver = call.Receiver()?.Unwrap();
        if (IsFactory(call))
        {
            return;
        }

        if (method.DeclaringSyntaxReferences.IsEmpty || concurrency.IsListed(method.ContainingType) || concurrency.OfMember(method) is { Verdict: Verdict.Safe } || Generated.IsMarked(method) || Generated.IsMarked(method.ContainingType))
        {
            VisitLibraryCall(call, receiver);
            return;
        }

        if (!IsOwnSession(receiver))
        {
            Add(search.Of(method, depth + 1, OwnArguments(call.Arguments)));
        }
    }

    /// <summary><c>using var context = factory.CreateContext();</c>: whatever it takes to make one, it is made for this call.</summary>
    private bool IsFactory(IInvocationOperation call) =>
        origins.Disposes(call) && (call.TargetMethod.Name.StartsWith("Create", StringComparison.Ordinal) || call.TargetMethod.Name.StartsWith("Open", StringComparison.Ordinal) || call.TargetMethod.Name.StartsWith("New", StringComparison.Ordinal));

    /// <summary>A bit for each argument that nobody else has hold of; a lambda is looked through here, where it stands.</summary>
    private ulong OwnArguments(ImmutableArray<IArgumentOperation> arguments)
    {
        var own = 0UL;
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { Ordinal: < 64 and var ordinal, RefKind: RefKind.None } && argument.Value.Type is { IsReferenceType: true } type &&
                (type.TypeKind == TypeKind.Delegate && argument.Value.Unwrap() is IDelegateCreationOperation creation ? creation.Target is IAnonymousFunctionOperation : origins.IsOwn(argument.Value)))
            {
                own |= 1UL << ordinal;
            }
        }

        return own;
    }

    /// <summary>The members of a context or connection of one's own work on that one.</summary>
    private bool IsOwnSession(IOperation? receiver) =>
        receiver?.Type is { } type && concurrency.OfType(type).Verdict == Verdict.Unsafe && origins.IsOwn(receiver);

    private void VisitLibraryCall(IInvocationOperation call, IOperation? receiver)
    {
        var method = call.TargetMethod;
        if (IsTaskFactory(method) || PureCall.Is(call, concurrency))
        {
            waits |= IsTaskFactory(method) && method.Name is "WhenAll" or "WhenAny" or "WhenEach";
            return;
        }

        var type = receiver?.Type;
        waits |= concurrency.Types.Awaitables.IsTaskOrValueTask(method.ReturnType) && !concurrency.IsFast(method, type);
        if (receiver is not null && origins.IsOwn(receiver))
        {
            return;
        }

        var safety = concurrency.OfMember(method) is { } member && (receiver is null || member.Verdict == Verdict.Unsafe || !method.IsExtensionMethod) ? member
            : type is not null ? concurrency.OfType(type) is { Verdict: not Verdict.Unknown } known ? known : concurrency.ReachOf(type).Judgement
            : method.ContainingType is { IsValueType: true } || concurrency.OfType(method.ContainingType).Verdict == Verdict.Safe ? new(Verdict.Safe, "")
            : OfStatic(call);
        if (safety.Verdict == Verdict.Safe && type is not null && concurrency.IsListedSafe(type))
        {
            service ??= safety;
        }

        doubt = doubt.Or(safety);
        VisitArguments(call);
        // A synchronous Set or Add changes an object in memory, and whether it may has been judged already.
        var does = concurrency.IsOrdered(method, type) ? Verb.Ordered : Verbs.Of(method.Name);
        if (does > verb && !IsLog(type) && (does != Verb.Write || concurrency.Types.Awaitables.IsTaskOrValueTask(method.ReturnType)))
        {
            verb = does;
        }

        if (OverlapJudge.IsFileStatic(method) && does != Verb.Read)
        {
            Doubt(Verdict.Unknown, "may write to the same file");
        }
    }

    /// <summary>Static methods of libraries are made to be called by anyone at any time; only what they are handed and what they write to can be shared.</summary>
    private static Judgement OfStatic(IInvocationOperation call) =>
        Verbs.Of(call.TargetMethod.Name) <= Verb.Other ? new(Verdict.Safe, "") : new(Verdict.Unknown, $"nothing is known about {call.DisplayName()}");

    /// <summary>A library may use what it is handed: not a stream or context that others have too. Collections it reads.</summary>
    private void VisitArguments(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            var value = argument.Value.Unwrap();
            if (argument.ArgumentKind != ArgumentKind.DefaultValue && value.Type is { IsValueType: false } type && !PureCall.IsCollection(type) && !origins.IsOwn(value))
            {
                if (concurrency.OfType(type) is { Verdict: Verdict.Unsafe } risky)
                {
                    doubt = doubt.Or(risky);
                }
                else if (value is IInstanceReferenceOperation)
                {
                    Doubt(Verdict.Unknown, "hands itself on");
                }
            }
        }
    }

    private void VisitCreation(IObjectCreationOperation creation)
    {
        // A constructor writes to its own object; what else it does is in its body.
        if (creation.Type is { } type && concurrency.OfType(type).Verdict != Verdict.Unsafe &&
            creation.Constructor is { IsImplicitlyDeclared: false, DeclaringSyntaxReferences.IsEmpty: false } constructor && PrimaryConstructor.ParametersOf(constructor.ContainingType).IsEmpty)
        {
            Add(search.Of(constructor, depth + 1, OwnArguments(creation.Arguments)));
        }
    }

    private void VisitProperty(IPropertyReferenceOperation property)
    {
        if (concurrency.OfMember(property.Property) is { Verdict: Verdict.Safe } || property.Property.GetMethod is not { } getter || Evaluation.IsPlain(property.Property) || IsOwnSession(property.Instance))
        {
            return;
        }

        Add(search.Of(getter, depth + 1, 0));
    }

    private void VisitWrite(IOperation target)
    {
        switch (target.Unwrap())
        {
            case ITupleOperation tuple:
                foreach (var element in tuple.Elements)
                {
                    VisitWrite(element);
                }

                break;
            case IDiscardOperation or IDeclarationExpressionOperation:
                break;
            case ILocalReferenceOperation { Local: var local }:
                if (!IsDeclaredHere(local) || local.IsRef)
                {
                    Doubt(Verdict.Unsafe, $"writes to '{local.Name}'");
                }

                break;
            case IParameterReferenceOperation { Parameter: var parameter }:
                if (!IsDeclaredHere(parameter) || parameter.RefKind != RefKind.None)
                {
                    Doubt(Verdict.Unsafe, $"writes to '{parameter.Name}'");
                }

                break;
            case IMemberReferenceOperation { Instance: { } instance } member when IsOwnObject(instance.Unwrap()):
            case IArrayElementReferenceOperation { ArrayReference: var array } when origins.IsOwn(array):
                break;
            case IMemberReferenceOperation { Member.Name: var name }:
                Doubt(Verdict.Unsafe, $"writes to '{(name == "this[]" ? target.Syntax : name)}'");
                break;
            default:
                Doubt(Verdict.Unsafe, $"writes to '{target.Syntax}'");
                break;
        }
    }

    private bool IsOwnObject(IOperation instance) =>
        origins.IsOwn(instance) || instance is IInstanceReferenceOperation && function.MethodKind == MethodKind.Constructor;

    private void Add(Effect effect)
    {
        doubt = doubt.Or(effect.Safety);
        service ??= effect.Safety is { Verdict: Verdict.Safe, Reason: not "" } ? effect.Safety : null;
        waits |= effect.Waits;
        verb = effect.Verb > verb ? effect.Verb : verb;
    }

    private void Doubt(Verdict verdict, string does) => doubt = doubt.Or(new(verdict, $"'{(function.AssociatedSymbol ?? function).Name}' {does}"));

    private bool IsDeclaredHere(ISymbol symbol) =>
        symbol is IParameterSymbol { ContainingSymbol: var owner } && SymbolEqualityComparer.Default.Equals(owner.OriginalDefinition, function.OriginalDefinition) || SharedValues.IsDeclaredIn(symbol, body);

    private static bool IsTaskFactory(IMethodSymbol method) =>
        method is { IsStatic: true, ContainingType: { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" } };

    /// <summary>Nobody relies on the order of log lines.</summary>
    private static bool IsLog(ITypeSymbol? type) => type is { Name: "ILogger" or "Logger" or "ILog" };
}
