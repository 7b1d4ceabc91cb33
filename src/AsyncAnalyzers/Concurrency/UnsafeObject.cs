using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>An object that is not safe for concurrent use, behind an expression: the context behind a query, the connection behind a command.</summary>
/// <param name="Object">Which object it is.</param>
/// <param name="Hazard">What goes wrong.</param>
/// <param name="Type">Its type, or that of what was made from it.</param>
/// <param name="Reason">Why, for messages; null if what is called must say it.</param>
internal sealed record UnsafeObject(SharedObject Object, Hazard Hazard, ITypeSymbol Type, string? Reason)
{
    private const int MaxDepth = 12;

    /// <summary>The one question of the rule: what unsafe object does the expression stand for? Null if none is known.</summary>
    public static UnsafeObject? Of(IOperation value, Flow.Concurrency concurrency) => Of(value, concurrency, 0);

    private static UnsafeObject? Of(IOperation value, Flow.Concurrency concurrency, int depth)
    {
        value = value.Unwrap();
        if (depth > MaxDepth || value.Type is not { IsValueType: false, SpecialType: SpecialType.None } type)
        {
            return null;
        }

        switch (value)
        {
            case ILocalReferenceOperation { Local: var local } mention when InitialOf(local, mention) is { } initial:
                // What is made from an unsafe object, or another name for it, stands for that object.
                return OfInitial(initial, concurrency, depth) ?? Direct(value, Created(initial) ?? type, concurrency);
            case ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation:
                return Direct(value, type, concurrency);
            case IFieldReferenceOperation or IPropertyReferenceOperation:
                return value is IPropertyReferenceOperation { Property: { } property } && concurrency.OfMember(property) is { Verdict: Verdict.Safe } ? null
                    : value is IPropertyReferenceOperation { Instance: { } owner } && Of(owner, concurrency, depth + 1) is { Hazard: Hazard.OneAtATime } whole && IsPart(type, concurrency) ? whole
                    : Direct(value, type, concurrency);
            case IConditionalAccessInstanceOperation instance:
                return SharedObject.ReceiverOf(instance) is { } receiver ? Of(receiver, concurrency, depth + 1) : null;
            case IConditionalAccessOperation { WhenNotNull: var part }:
                return Of(part, concurrency, depth + 1);
            case IAwaitOperation { Operation: var awaited } when IsPart(type, concurrency):
                return OfSource(awaited, concurrency, depth);
            case IInvocationOperation when IsPart(type, concurrency):
                return OfSource(value, concurrency, depth);
            default:
                return null;
        }
    }

    private static UnsafeObject? Direct(IOperation value, ITypeSymbol type, Flow.Concurrency concurrency)
    {
        type = (type as ITypeParameterSymbol)?.ConstraintTypes.FirstOrDefault() ?? type;
        if (IsQuery(type))
        {
            return SharedObject.Of(value) is { } query ? new(query, Hazard.OneAtATime, type, null) : null;
        }

        return Hazards.Of(type, concurrency) is not Hazard.None and var hazard && SharedObject.Of(value) is { } shared && !MayBeSharedRandom(type, shared)
            ? new(shared, hazard, type, concurrency.OfType(type).Reason)
            : null;
    }

    /// <summary>The object behind the receiver of a call that makes a query, command or the like from it.</summary>
    private static UnsafeObject? OfSource(IOperation value, Flow.Concurrency concurrency, int depth) =>
        value.Unwrap() is IInvocationOperation call && call.Receiver() is { } receiver && Of(receiver, concurrency, depth + 1) is { Hazard: Hazard.OneAtATime } source ? source : null;

    private static UnsafeObject? OfInitial(IOperation initial, Flow.Concurrency concurrency, int depth)
    {
        if (initial is not IObjectCreationOperation creation)
        {
            return Of(initial, concurrency, depth + 1);
        }

        // new SqlCommand(sql, connection), new OrderStore(context)
        foreach (var argument in creation.Arguments)
        {
            if (Of(argument.Value, concurrency, depth + 1) is { Hazard: Hazard.OneAtATime, Reason: not null } inner && !Hazards.IsDuplex(inner.Type))
            {
                return inner;
            }
        }

        return null;
    }

    /// <summary>What the local holds for all its life; null if that may change or is not written at its declaration.</summary>
    private static IOperation? InitialOf(ILocalSymbol local, IOperation mention) =>
        local.DeclaringSyntaxReferences is [var declaration] &&
        declaration.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } initial } &&
        !Mentions.Of(mention.Root()).MayBeAssigned(local.Name)
            ? mention.SemanticModel?.GetOperation(initial)?.Unwrap()
            : null;

    /// <summary>The class behind <c>IList&lt;int> list = new List&lt;int>();</c>.</summary>
    private static ITypeSymbol? Created(IOperation initial) => initial is IObjectCreationOperation { Type: { } type } ? type : null;

    private static bool IsPart(ITypeSymbol type, Flow.Concurrency concurrency) =>
        IsQuery(type) || type.Name is "IAsyncEnumerable" or "ConfiguredCancelableAsyncEnumerable" || Hazards.Of(type, concurrency) == Hazard.OneAtATime;

    private static bool IsQuery(ITypeSymbol type) =>
        type is INamedTypeSymbol { Arity: 1, Name: "IQueryable" or "IOrderedQueryable" or "IIncludableQueryable" };

    /// <summary><c>Random.Shared</c> may be used by all; a parameter or a variable that is set elsewhere may hold it.</summary>
    private static bool MayBeSharedRandom(ITypeSymbol type, SharedObject shared) =>
        type.Name == "Random" && !(shared.Symbol is ILocalSymbol or IFieldSymbol or IPropertySymbol && shared.Symbol.DeclaringSyntaxReferences is [var declaration] && declaration.GetSyntax() switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var value } => value is BaseObjectCreationExpressionSyntax,
            PropertyDeclarationSyntax { Initializer.Value: var value } => value is BaseObjectCreationExpressionSyntax,
            _ => false,
        });
}
