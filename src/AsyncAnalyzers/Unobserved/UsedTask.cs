using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>A task, or a sequence of tasks, where values are expected.</summary>
/// <param name="Value">The expression, without implicit conversions around it.</param>
/// <param name="HasResult">True if awaiting it gives something.</param>
/// <param name="IsSequence">True for a sequence of tasks.</param>
internal sealed record UsedTask(IOperation Value, bool HasResult, bool IsSequence = false)
{
    /// <summary>True for what a call has just returned, and not for a task that the code knows by a name.</summary>
    public bool IsCall => Value.InnermostCall() is not null;

    /// <summary>The task as messages name it.</summary>
    public string Name => Value switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation => $"'{Value.Syntax}'",
        _ when Value.InnermostCall() is { } call => $"returned by '{Configured(call).DisplayName()}'",
        _ => "made here",
    };

    /// <summary>The task that a value is, seen through implicit conversions; null if it is no task, or one that is cast to <c>object</c> explicitly.</summary>
    public static UsedTask? Of(IOperation? value, KnownTypes types)
    {
        value = Converted(value);
        return value is not null && IsTask(value.Type, types) ? new(value, HasResultIn(value.Type)) : null;
    }

    /// <summary>The array of tasks that a value is.</summary>
    public static UsedTask? ArrayOf(IOperation? value, KnownTypes types) => Converted(value) is { Type: IArrayTypeSymbol { ElementType: var item } } array ? SequenceOf(array, item, types) : null;

    public static UsedTask? SequenceOf(IOperation value, ITypeSymbol item, KnownTypes types) => IsTask(item, types) ? new(Converted(value)!, HasResultIn(item), IsSequence: true) : null;

    /// <summary>Exactly <c>Task</c>, <c>ValueTask</c>, their generic forms and what <c>ConfigureAwait</c> makes of them: a derived class may have a text of its own.</summary>
    public static bool IsTask(ITypeSymbol? type, KnownTypes types)
    {
        if (WithoutNullable(type) is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } named)
        {
            return false;
        }

        switch (named.Name)
        {
            case "Task" or "ValueTask":
                var definition = named.OriginalDefinition;
                return Is(definition, types.Task) || Is(definition, types.TaskOfT) || Is(definition, types.ValueTask) || Is(definition, types.ValueTaskOfT);
            case "ConfiguredTaskAwaitable" or "ConfiguredValueTaskAwaitable":
                return named is { ContainingType: null, ContainingNamespace: { Name: "CompilerServices", ContainingNamespace.Name: "Runtime" } };
            default:
                return false;
        }
    }

    private static IOperation? Converted(IOperation? value)
    {
        while (true)
        {
            switch (value)
            {
                case IParenthesizedOperation parenthesized:
                    value = parenthesized.Operand;
                    break;
                case IConversionOperation { IsImplicit: true, OperatorMethod: null } conversion:
                    value = conversion.Operand;
                    break;
                default:
                    return value;
            }
        }
    }

    private static bool HasResultIn(ITypeSymbol? task) => WithoutNullable(task) is INamedTypeSymbol { Arity: 1 };

    private static IInvocationOperation Configured(IInvocationOperation call) =>
        call is { TargetMethod.Name: "ConfigureAwait", Instance: { } configured } && configured.Unwrap() is IInvocationOperation inner ? inner : call;

    private static ITypeSymbol? WithoutNullable(ITypeSymbol? type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var value] } ? value : type;

    private static bool Is(ISymbol definition, ISymbol? known) => SymbolEqualityComparer.Default.Equals(definition, known);
}
