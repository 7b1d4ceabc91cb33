using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>Tells which values of one function body are its own: made there, or handed to it alone by what it calls, and not merely other names for something shared.</summary>
internal sealed class LocalOrigins
{
    private const int MaxDepth = 12;

    private readonly Concurrency concurrency;
    private readonly Dictionary<ILocalSymbol, List<(IOperation Value, bool IsPart)>> values = new(SymbolEqualityComparer.Default);

    private readonly HashSet<ILocalSymbol> disposed = new(SymbolEqualityComparer.Default);

    private readonly HashSet<IInvocationOperation> factories = [];
    private readonly HashSet<ILocalSymbol> asked = new(SymbolEqualityComparer.Default);
    private readonly ulong ownParameters;

    /// <param name="body">The body.</param>
    /// <param name="concurrency">Judges types and members.</param>
    /// <param name="ownParameters">A bit for each parameter whose argument is the caller's own.</param>
    public LocalOrigins(IOperation body, Concurrency concurrency, ulong ownParameters)
    {
        this.concurrency = concurrency;
        this.ownParameters = ownParameters;
        foreach (var operation in body.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Symbol: var local } declarator:
                    Record(local, declarator.GetVariableInitializer()?.Value);
                    break;
                case IUsingDeclarationOperation { DeclarationGroup: var resources }:
                    RecordDisposed(resources);
                    break;
                case IUsingOperation { Resources: IVariableDeclarationGroupOperation resources }:
                    RecordDisposed(resources);
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } assignment:
                    Record(local, assignment.Value);
                    break;
                case ICoalesceAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } assignment:
                    Record(local, assignment.Value);
                    break;
                case IForEachLoopOperation loop:
                    RecordAll(loop.LoopControlVariable, loop.Collection, true);
                    break;
                case IDeconstructionAssignmentOperation assignment:
                    RecordAll(assignment.Target, assignment.Value, true);
                    break;
                case IIsPatternOperation test:
                    RecordAll(test.Pattern, test.Value, test.Pattern is not IDeclarationPatternOperation);
                    break;
                case ISwitchOperation choice:
                    RecordPatterns(choice, choice.Value);
                    break;
                case ISwitchExpressionOperation choice:
                    RecordPatterns(choice, choice.Value);
                    break;
                case IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref, Parent: IInvocationOperation call } argument:
                    RecordAll(argument.Value, call, false);
                    break;
            }
        }
    }

    /// <summary>True if the call's result is disposed here, as with a factory.</summary>
    public bool Disposes(IInvocationOperation call) => factories.Contains(call);

    /// <summary>True if nothing outside the body has hold of the object while the body runs.</summary>
    public bool IsOwn(IOperation value) => IsOwn(value, false, 0);

    /// <param name="value">The object.</param>
    /// <param name="isPart">True if a part or item of the object is meant: what is made here may be made of something shared.</param>
    /// <param name="depth">How many expressions were looked through to get here.</param>
    private bool IsOwn(IOperation? value, bool isPart, int depth)
    {
        value = value?.Unwrap();
        return ++depth <= MaxDepth && value switch
        {
            null or { ConstantValue.HasValue: true } or IDefaultValueOperation or IInterpolatedStringOperation => true,
            IObjectCreationOperation creation => !isPart || IsMadeOfOwn(creation, depth),
            IArrayCreationOperation or IAnonymousObjectCreationOperation or ITupleOperation or ITypeParameterObjectCreationOperation or { Kind: Operations.CollectionExpression } => !isPart,
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } or IConditionalAccessInstanceOperation => true,
            IAwaitOperation awaited => IsOwn(awaited.Operation, isPart, depth),
            IConversionOperation conversion => IsOwn(conversion.Operand, isPart, depth),
            IMemberReferenceOperation { Instance: { } instance } => IsOwn(instance, true, depth),
            IArrayElementReferenceOperation element => IsOwn(element.ArrayReference, true, depth),
            IConditionalAccessOperation access => IsOwn(access.Operation, true, depth) && IsOwn(access.WhenNotNull, isPart, depth),
            ICoalesceOperation coalesce => IsOwn(coalesce.Value, isPart, depth) && IsOwn(coalesce.WhenNull, isPart, depth),
            IConditionalOperation { WhenFalse: { } otherwise } choice => IsOwn(choice.WhenTrue, isPart, depth) && IsOwn(otherwise, isPart, depth),
            ILocalReferenceOperation { Local: { IsRef: false } local } => IsOwn(local, isPart, depth),
            IParameterReferenceOperation { Parameter: { Ordinal: < 64 and var ordinal, ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction } } } => (ownParameters >> ordinal & 1) != 0,
            IInvocationOperation call => IsHandedOver(call, isPart, depth),
            _ => false,
        };
    }

    private bool IsMadeOfOwn(IObjectCreationOperation creation, int depth)
    {
        foreach (var argument in creation.Arguments)
        {
            if (argument.Value.Type is { } type && concurrency.OfType(type).Verdict != Verdict.Safe && !IsOwn(argument.Value, true, depth))
            {
                return false;
            }
        }

        if (creation.Initializer is not { } members)
        {
            return true;
        }

        foreach (var initializer in members.Initializers)
        {
            if (initializer is not ISimpleAssignmentOperation { Value: { Type: { } type } value } || concurrency.OfType(type).Verdict != Verdict.Safe && !IsOwn(value, true, depth))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsOwn(ILocalSymbol local, bool isPart, int depth)
    {
        if (disposed.Contains(local))
        {
            return true;
        }

        if (!values.TryGetValue(local, out var origins))
        {
            return false;
        }

        // What a variable is made of itself, as in query = query.Where(…), adds nothing.
        if (!asked.Add(local))
        {
            return true;
        }

        var isOwn = origins.TrueForAll(origin => IsOwn(origin.Value, isPart || origin.IsPart, depth));
        asked.Remove(local);
        return isOwn;
    }

    /// <summary>What a library returns is the caller's, unless it was looked up somewhere where it stays.</summary>
    private bool IsHandedOver(IInvocationOperation call, bool isPart, int depth)
    {
        var method = call.TargetMethod;
        if (!method.DeclaringSyntaxReferences.IsEmpty)
        {
            return false;
        }

        if (call.Receiver()?.Unwrap() is not { Type: { } type } receiver)
        {
            return true;
        }

        return IsOwn(receiver, isPart || !LoopDependence.IsTaskWrapper(method), depth) ||
            !PureCall.IsCollection(type) && !concurrency.IsFast(method, type) && (concurrency.IsCut(type) || concurrency.OfType(type).Verdict == Verdict.Safe);
    }

    /// <summary>Whoever disposes what a call returned has it alone: <c>using var context = factory.CreateContext();</c>.</summary>
    private void RecordDisposed(IVariableDeclarationGroupOperation resources)
    {
        foreach (var declaration in resources.Declarations)
        {
            foreach (var declarator in declaration.Declarators)
            {
                var value = declarator.GetVariableInitializer()?.Value.Unwrap();
                value = value is IAwaitOperation awaited ? awaited.Operation.Unwrap() : value;
                if (value is IInvocationOperation call)
                {
                    disposed.Add(declarator.Symbol);
                    factories.Add(call.TargetMethod.Name == "ConfigureAwait" && call.Instance?.Unwrap() is IInvocationOperation inner ? inner : call);
                }
            }
        }
    }

    private void RecordPatterns(IOperation choice, IOperation value)
    {
        foreach (var operation in choice.Descendants())
        {
            if (operation is IPatternOperation pattern)
            {
                RecordAll(pattern, value, pattern is not IDeclarationPatternOperation);
            }
        }
    }

    /// <summary>The variables in a target, a pattern or an argument hold the value, or parts of it.</summary>
    private void RecordAll(IOperation target, IOperation value, bool isPart)
    {
        foreach (var operation in target.DescendantsAndSelf())
        {
            if (operation switch
            {
                ILocalReferenceOperation reference => reference.Local,
                IVariableDeclaratorOperation declarator => declarator.Symbol,
                IDeclarationPatternOperation pattern => pattern.DeclaredSymbol as ILocalSymbol,
                IRecursivePatternOperation pattern => pattern.DeclaredSymbol as ILocalSymbol,
                _ => null,
            } is { } local)
            {
                Record(local, value, isPart);
            }
        }
    }

    private void Record(ILocalSymbol local, IOperation? value, bool isPart = false)
    {
        if (!values.TryGetValue(local, out var known))
        {
            values.Add(local, known = []);
        }

        if (value is not null)
        {
            known.Add((value, isPart));
        }
    }
}
