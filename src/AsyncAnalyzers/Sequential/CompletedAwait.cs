using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Sequential;

internal enum CompletedAwaitKind
{
    /// <summary>A task made of its result: <c>Task.FromResult(x)</c>, <c>new ValueTask&lt;T&gt;(x)</c>.</summary>
    Value,

    /// <summary>A task without a result: <c>Task.CompletedTask</c>, <c>default(ValueTask)</c>.</summary>
    Nothing,

    /// <summary><c>Task.FromException(e)</c>.</summary>
    Failure,

    /// <summary><c>Task.Delay(0)</c>.</summary>
    NoDelay,

    /// <summary><c>Task.Run(() => 1)</c>: not complete, but its result is known.</summary>
    KnownResult,

    /// <summary><c>Task.WhenAll(task)</c>.</summary>
    All,

    /// <summary><c>Task.WhenAny(task)</c>.</summary>
    Any,
}

/// <summary>An <c>await</c> of a task that is made complete in the same expression, or of a combinator of one task.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Task">What is awaited, without <c>ConfigureAwait</c> and <c>AsTask</c>.</param>
/// <param name="Value">The value, exception or single task in it; null if it has none.</param>
internal readonly record struct CompletedAwait(CompletedAwaitKind Kind, IOperation Task, IOperation? Value)
{
    /// <summary>True for all kinds after whose fix nothing is awaited any more.</summary>
    public bool IsAwaitNeedless => Kind is not (CompletedAwaitKind.All or CompletedAwaitKind.Any);

    /// <summary>Null for any other await.</summary>
    public static CompletedAwait? Of(IAwaitOperation awaited, KnownTypes types)
    {
        if (Configured(awaited.Operation, types) is not { } task)
        {
            return null;
        }

        return task switch
        {
            IInvocationOperation call => OfCall(call, types),
            IPropertyReferenceOperation { Property: { IsStatic: true, Name: "CompletedTask" } property } when types.Awaitables.IsTaskOrValueTask(property.ContainingType) => new(CompletedAwaitKind.Nothing, task, null),
            IObjectCreationOperation { Constructor: { } constructor, Type: INamedTypeSymbol type } creation when types.Awaitables.IsValueTask(type) => constructor.Parameters switch
            {
                [] => OfDefault(task, type),
                [var result] when type.Arity == 1 && SymbolEqualityComparer.Default.Equals(result.Type, type.TypeArguments[0]) => new(CompletedAwaitKind.Value, task, creation.Arguments[0].Value),
                _ => null,
            },
            IDefaultValueOperation { Type: INamedTypeSymbol type } when types.Awaitables.IsValueTask(type) => OfDefault(task, type),
            _ => null,
        };
    }

    /// <summary>The task behind <c>AsTask()</c> and <c>ConfigureAwait(bool)</c>; null with <c>ConfigureAwaitOptions</c>, which may force a yield or swallow the exception.</summary>
    private static IOperation? Configured(IOperation operation, KnownTypes types)
    {
        operation = operation.Unwrap();
        while (operation is IInvocationOperation { TargetMethod: { Name: "ConfigureAwait" or "AsTask" or "Preserve" } method, Instance: { } instance } && types.Awaitables.IsTaskOrValueTask(instance.Type))
        {
            if (method.Parameters is [{ Type.SpecialType: not SpecialType.System_Boolean }])
            {
                return null;
            }

            operation = instance.Unwrap();
        }

        return operation;
    }

    private static CompletedAwait? OfCall(IInvocationOperation call, KnownTypes types)
    {
        var method = call.TargetMethod;
        if (!method.IsStatic)
        {
            return null;
        }

        CompletedAwait? found = method.Name switch
        {
            "FromResult" when call.Arguments is [var result] => new(CompletedAwaitKind.Value, call, result.Value),
            "FromException" when call.Arguments is [var failure] => new(CompletedAwaitKind.Failure, call, failure.Value),
            "Delay" when call.Arguments is [var time] && IsZero(time.Value) => new(CompletedAwaitKind.NoDelay, call, null),
            "Run" when call.Arguments is [var work] && KnownResult(work.Value) is { } value => new(CompletedAwaitKind.KnownResult, call, value),
            "WhenAll" when SingleOf(call, types) is { } single => new(CompletedAwaitKind.All, call, single),
            "WhenAny" when SingleOf(call, types) is { } single => new(CompletedAwaitKind.Any, call, single),
            _ => null,
        };
        return found is not null && types.Awaitables.IsTaskOrValueTask(method.ContainingType) ? found : null;
    }

    private static CompletedAwait OfDefault(IOperation task, INamedTypeSymbol type) => new(type.Arity == 0 ? CompletedAwaitKind.Nothing : CompletedAwaitKind.Value, task, null);

    private static bool IsZero(IOperation time) => time.Unwrap() switch
    {
        { ConstantValue: { HasValue: true, Value: 0 } } => true,
        IFieldReferenceOperation { Field: { IsStatic: true, Name: "Zero", ContainingType.Name: "TimeSpan" } } => true,
        IDefaultValueOperation => true,
        _ => false,
    };

    /// <summary>The constant, local or parameter that is all that a synchronous lambda returns.</summary>
    private static IOperation? KnownResult(IOperation work) =>
        (work.Unwrap() is IDelegateCreationOperation { Target: var target } ? target : null) is IAnonymousFunctionOperation { Symbol.IsAsync: false, Body.Operations: [IReturnOperation { ReturnedValue: { } value }] } &&
        value.Unwrap() is var returned &&
        (returned is { ConstantValue.HasValue: true } or ILocalReferenceOperation or IParameterReferenceOperation or IDefaultValueOperation) &&
        value.Type is not null
            ? value
            : null;

    /// <summary>The task of a combinator that is given one task as such: as a <c>params</c> argument, in an array or in a collection expression.</summary>
    private static IOperation? SingleOf(IInvocationOperation call, KnownTypes types) =>
        call.Arguments is [{ Value: var tasks }] && tasks.TryGetElements(out var elements) && elements is [var single] && types.Awaitables.IsTask(single.Unwrap().Type) ? single.Unwrap() : null;
}
