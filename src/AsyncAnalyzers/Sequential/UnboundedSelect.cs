using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Sequential;

/// <summary>A <c>Select</c> that starts a task for each item of a source, of which nobody knows how many there are.</summary>
/// <param name="Select">The call.</param>
/// <param name="Source">What it runs over.</param>
/// <param name="Selector">The lambda or method group.</param>
/// <param name="Starter">What starts the tasks, for messages.</param>
internal sealed record UnboundedSelect(IInvocationOperation Select, IOperation Source, IOperation Selector, string Starter)
{
    private static readonly string[] WordsOfLimits = ["parallel", "concurren", "thread", "worker", "consumer", "degree", "processor"];

    /// <summary>The one whose tasks are given to <c>Task.WhenAll</c>, there and then or through a local; null if there is none or something limits it.</summary>
    public static UnboundedSelect? Of(IInvocationOperation whenAll, KnownTypes types, CancellationToken cancellationToken)
    {
        if (whenAll is not { TargetMethod: { Name: "WhenAll", IsStatic: true } method, Arguments: [{ Value: var argument }] } || !SymbolEqualityComparer.Default.Equals(method.ContainingType, types.Task))
        {
            return null;
        }

        var tasks = WithoutCopy(argument);
        if (tasks is ILocalReferenceOperation { Local: var local } mention && TaskSequence.ElementOf(local.Type, types) is not null && LocalHistory.Of(local, mention, cancellationToken) is { } history)
        {
            tasks = WithoutCopy(history.Value);
        }

        return tasks is IInvocationOperation { TargetMethod.Name: "Select", Arguments: [.., { Value: var selector }] } select &&
            TaskSequence.IsLinq(select.TargetMethod) &&
            TaskSequence.Of(select, types, SymbolList.Empty) is { } started &&
            select.Receiver()?.Unwrap() is { } source && !IsLimited(source, cancellationToken) && !Throttles(selector)
            ? new(select, source, selector.Unwrap(), started.Starter)
            : null;
    }

    private static IOperation WithoutCopy(IOperation tasks)
    {
        tasks = tasks.Unwrap();
        tasks = tasks is ITranslatedQueryOperation query ? query.Operation.Unwrap() : tasks;
        return tasks is IInvocationOperation { TargetMethod.Name: "ToArray" or "ToList" } copy && copy.Receiver() is { } source ? WithoutCopy(source) : tasks;
    }

    /// <summary>True for items written out, <c>params</c>, small numbers, a part of something longer, pieces of work or services that somebody put together.</summary>
    private static bool IsLimited(IOperation source, CancellationToken cancellationToken) => source switch
    {
        { Type: { } type } when ElementOf(type) is { TypeKind: TypeKind.Delegate } => true,
        IInvocationOperation { TargetMethod.Name: "Take" or "TakeLast" or "Chunk" or "Batch" or "Page" } => true,
        IInvocationOperation { TargetMethod.Name: "Range" or "Repeat", Arguments: [_, { Value: var count }] } => LoopSource.ConstantOf(count) is not null || IsLimit(count.Unwrap()),
        IInvocationOperation { TargetMethod: { Name: "GetValues" or "GetNames", ContainingType.SpecialType: SpecialType.System_Enum } } => true,
        IInvocationOperation call => call.Receiver()?.Unwrap() is { } inner && IsLimited(inner, cancellationToken),
        IConditionalAccessOperation access => IsLimited(access.WhenNotNull.Unwrap(), cancellationToken),
        ICoalesceOperation choice => IsLimited(choice.Value.Unwrap(), cancellationToken),
        IConversionOperation conversion => IsLimited(conversion.Operand, cancellationToken),
        IObjectCreationOperation { Initializer: not null } => true,
        IParameterReferenceOperation { Parameter: var parameter } => parameter.IsParams || IsPart(parameter.Name) || parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } && AreServices(parameter.Type),
        ILocalReferenceOperation { Local: var local } => IsPart(local.Name) || IsWrittenOut(local) ||
            LocalHistory.Of(local, source, cancellationToken) is { Value: var value } && IsCut(value.Unwrap(), cancellationToken),
        IFieldReferenceOperation { Field: { IsReadOnly: true } field } => IsWrittenOut(field) || AreServices(field.Type),
        _ => source.TryGetElements(out _),
    };

    /// <summary>True for a number of workers: <c>options.ConsumerThreadCount</c>, <c>maxParallel</c>, <c>Environment.ProcessorCount</c>.</summary>
    private static bool IsLimit(IOperation count) =>
        (count is IMemberReferenceOperation member ? member.Member.Name : count is ILocalReferenceOperation or IParameterReferenceOperation ? count.Syntax.ToString() : null) is { } name &&
        WordsOfLimits.Any(word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>True for <c>items.Take(5).ToList()</c>, of which a variable may hold the result.</summary>
    private static bool IsCut(IOperation value, CancellationToken cancellationToken) =>
        value is IInvocationOperation or IConditionalAccessOperation or ICoalesceOperation && IsLimited(value, cancellationToken);

    /// <summary>True for the type of what a container hands to a constructor when it is asked for all implementations.</summary>
    private static bool AreServices(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T, TypeArguments: [{ TypeKind: TypeKind.Interface, SpecialType: SpecialType.None }] };

    private static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeArguments: [var element] } => element,
        _ => null,
    };

    private static bool IsPart(string name) => name is "batch" or "chunk" or "page" or "portion" or "slice" or "window" or "group";

    private static bool IsWrittenOut(ISymbol variable) =>
        variable.DeclaringSyntaxReferences is [var reference, ..] && reference.GetSyntax() switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var value } => value is
                ArrayCreationExpressionSyntax { Initializer: not null } or ImplicitArrayCreationExpressionSyntax or InitializerExpressionSyntax or BaseObjectCreationExpressionSyntax { Initializer.Expressions.Count: > 0 } ||
                value is CollectionExpressionSyntax { Elements: { Count: > 0 } elements } && !elements.Any(static element => element is SpreadElementSyntax),
            ForEachStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Chunk" or "Batch" or "Buffer" or "Partition" or "Page" } } } => true,
            _ => false,
        };

    /// <summary>True if the selector waits for its turn.</summary>
    private static bool Throttles(IOperation selector)
    {
        foreach (var inner in selector.DescendantsAndSelf())
        {
            if (inner is IInvocationOperation { TargetMethod: { Name: "WaitAsync" or "Wait" or "AcquireAsync" or "LockAsync" or "EnterAsync", ContainingType: { } type } } &&
                (type.Name.EndsWith("Semaphore", StringComparison.Ordinal) || type.Name.EndsWith("SemaphoreSlim", StringComparison.Ordinal) || type.Name.EndsWith("Limiter", StringComparison.Ordinal) || type.Name.EndsWith("Lock", StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }
}
