using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>A sequence or collection whose tasks are started by the expression that makes it, so that nobody else has them.</summary>
/// <param name="Starter">What starts the tasks, for messages.</param>
/// <param name="IsLazy">True if it starts them only as somebody enumerates it.</param>
internal sealed record TaskSequence(string Starter, bool IsLazy)
{
    /// <summary>The task type of an array or of a sequence with one type argument; null for anything else and for queries that become SQL.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol? type, KnownTypes types)
    {
        var element = type switch
        {
            IArrayTypeSymbol { Rank: 1, ElementType: var item } => item,
            INamedTypeSymbol { TypeArguments: [var item], Name: not "IQueryable" } => item,
            _ => null,
        };
        return types.Awaitables.IsTaskOrValueTask(element) && (type is IArrayTypeSymbol || IsSequence(type!) || type!.AllInterfaces.Any(IsSequence)) ? element : null;
    }

    /// <summary>Null if the expression starts no task, or others may hold its tasks.</summary>
    public static TaskSequence? Of(IOperation sequence, KnownTypes types, SymbolList fireAndForget)
    {
        sequence = sequence.Unwrap();
        if (sequence is ITranslatedQueryOperation query)
        {
            sequence = query.Operation.Unwrap();
        }

        if (sequence.InnermostCall() is { } call)
        {
            return OfCall(call, types, fireAndForget);
        }

        if (sequence is IObjectCreationOperation { Type: { } created } creation && IsOfFramework(created))
        {
            return creation.Arguments is [{ Value: var copied }, ..] && ElementOf(copied.Unwrap().Type, types) is not null && Of(copied, types, fireAndForget) is { } source
                ? source with { IsLazy = false }
                : OfInitializer(creation.Initializer, types, fireAndForget);
        }

        foreach (var element in TaskLists.AsListed(sequence) ?? [])
        {
            var found = TaskLists.SpreadOf(element) is { } spread ? Of(spread, types, fireAndForget)?.Starter : StarterOf(element, types, fireAndForget);
            if (found is not null)
            {
                return new(found, IsLazy: false);
            }
        }

        return null;
    }

    /// <summary>The call that starts a task, for messages; null if the expression starts none: it reads one, makes a complete one, or one that may be forgotten.</summary>
    public static string? StarterOf(IOperation task, KnownTypes types, SymbolList fireAndForget) => task.Unwrap() switch
    {
        IConditionalOperation { WhenFalse: { } otherwise } choice => StarterOf(choice.WhenTrue, types, fireAndForget) ?? StarterOf(otherwise, types, fireAndForget),
        ICoalesceOperation choice => StarterOf(choice.WhenNull, types, fireAndForget),
        var value when value.InnermostCall() is { } call && types.Awaitables.IsTaskOrValueTask(call.Type) =>
            call is { TargetMethod.Name: "AsTask" or "Unwrap", TargetMethod.Parameters.Length: <= 1 } && call.Receiver() is { } inner && inner.Unwrap() is IInvocationOperation
                ? StarterOf(inner, types, fireAndForget)
                : Starts(call, types, fireAndForget) ? $"'{call.DisplayName()}'" : null,
        _ => null,
    };

    /// <summary>True for <c>System.Collections.Generic.List&lt;T&gt;</c> and its like, whose members do with a task nothing but keep it.</summary>
    public static bool IsOfFramework(ITypeSymbol type)
    {
        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space is { Name: "Collections", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsLinq(IMethodSymbol method) =>
        method.ContainingType is { Name: "Enumerable" or "ParallelEnumerable", ContainingNamespace: { Name: "Linq", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };

    private static TaskSequence? OfCall(IInvocationOperation call, KnownTypes types, SymbolList fireAndForget)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "Select" when IsLinq(method):
                return call.ArgumentAt(1) is { } selector && SelectedBy(selector.Value, types, fireAndForget) is { } selected ? new(selected, IsLazy: true) : null;
            case "ConvertAll" when method.ContainingType is { Name: "Array" or "List" or "ImmutableList" }:
                return call.ArgumentAt(method.IsStatic ? 1 : 0) is { } converter && SelectedBy(converter.Value, types, fireAndForget) is { } converted ? new(converted, IsLazy: false) : null;
            case var name when TaskLists.IsSubset(method) && call.Receiver() is { } source && (IsLinq(method) || IsOfFramework(method.ContainingType)):
                return Of(source, types, fireAndForget) is { } kept ? kept with { IsLazy = kept.IsLazy && !name.StartsWith("To", StringComparison.Ordinal) } : null;
            default:
                return null;
        }
    }

    private static TaskSequence? OfInitializer(IObjectOrCollectionInitializerOperation? initializer, KnownTypes types, SymbolList fireAndForget)
    {
        if (initializer is not null)
        {
            foreach (var added in initializer.Initializers)
            {
                if (added is IInvocationOperation { Arguments: [{ Value: var task }] } && StarterOf(task, types, fireAndForget) is { } starter)
                {
                    return new(starter, IsLazy: false);
                }
            }
        }

        return null;
    }

    /// <summary>What a selector starts for each element.</summary>
    private static string? SelectedBy(IOperation selector, KnownTypes types, SymbolList fireAndForget)
    {
        var value = selector.Unwrap();
        switch (value is IDelegateCreationOperation creation ? creation.Target : value)
        {
            case IAnonymousFunctionOperation { Symbol: { IsAsync: true, ReturnType: var type } }:
                return types.Awaitables.IsTaskOrValueTask(type) ? "the async lambda" : null;
            case IAnonymousFunctionOperation lambda:
                return ReturnedBy(lambda, types, fireAndForget);
            case IMethodReferenceOperation { Method: var method }:
                return types.Awaitables.IsTaskOrValueTask(method.ReturnType) && !HandsBack(method) && !FireAndForget.IsListed(method, fireAndForget) && method.Name is not ("FromResult" or "FromException" or "FromCanceled" or "AsTask")
                    ? $"'{method.Name}'"
                    : null;
            case { Type: INamedTypeSymbol { DelegateInvokeMethod.ReturnType: var result }, Syntax: var syntax }:
                return types.Awaitables.IsTaskOrValueTask(result) ? $"'{syntax}'" : null;
            default:
                return null;
        }
    }

    private static string? ReturnedBy(IAnonymousFunctionOperation lambda, KnownTypes types, SymbolList fireAndForget)
    {
        foreach (var inner in lambda.Body.Descendants())
        {
            if (inner is IReturnOperation { ReturnedValue: { } returned } && StarterOf(returned, types, fireAndForget) is { } starter && EnclosingFunction.BoundaryOf(inner) == lambda)
            {
                return starter;
            }
        }

        return null;
    }

    private static bool Starts(IInvocationOperation call, KnownTypes types, SymbolList fireAndForget) =>
        !HandsBack(call.TargetMethod) && !BornComplete.Is(call, types) && !FireAndForget.Allows(call, fireAndForget) && !FireAndForget.ObservesFailure(call);

    /// <summary><c>queue.Dequeue()</c>, <c>cache.GetOrAdd(key, …)</c>: others hold the task, too.</summary>
    private static bool HandsBack(IMethodSymbol method) =>
        method.MethodKind != MethodKind.DelegateInvoke && method.OriginalDefinition.ReturnType is ITypeParameterSymbol;

    private static bool IsSequence(ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T;
}
