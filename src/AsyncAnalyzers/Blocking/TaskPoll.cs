using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>A loop, or <c>SpinWait.SpinUntil</c>, that does nothing but look whether a task is complete.</summary>
/// <param name="Look">The <c>task.IsCompleted</c>.</param>
/// <param name="Task">The task, an expression that is the same one each time.</param>
/// <param name="Pause">How it passes the time.</param>
/// <param name="HasLimit">True if a cancellation request or a timeout ends it, too.</param>
internal sealed record TaskPoll(IOperation Look, IOperation Task, Pause Pause, bool HasLimit)
{
    public static TaskPoll? Of(IOperation operation, KnownTypes types) => operation switch
    {
        ILoopOperation loop when ConditionOf(loop) is { } condition && Condition.Of(condition) is { WaitsFor: true } looked =>
            Of(looked.Value, looked.HasToken, types) is { } poll && Pauses.Of(loop.Body) is not Pause.Work and var pause ? poll with { Pause = pause } : null,
        IInvocationOperation { TargetMethod: { Name: "SpinUntil", ContainingType: { Name: "SpinWait", ContainingNamespace.Name: "Threading" } } } call when call.ArgumentAt(0)?.Value.Unwrap() is
            IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } condition }] } } =>
            Of(condition.Unwrap(), call.Arguments.Length > 1, types),
        _ => null,
    };

    /// <summary>The condition of a loop that has nothing else in its head.</summary>
    public static IOperation? ConditionOf(ILoopOperation loop) => loop switch
    {
        IWhileLoopOperation { ConditionIsUntil: false } @while => @while.Condition,
        IForLoopOperation { Before.IsEmpty: true, AtLoopBottom.IsEmpty: true } @for => @for.Condition,
        _ => null,
    };

    private static TaskPoll? Of(IOperation value, bool hasLimit, KnownTypes types) =>
        value is IPropertyReferenceOperation { Property: { Name: "IsCompleted", ContainingType: var type }, Instance: { } task } && types.Awaitables.IsTaskOrValueTask(type) && IsStable(task.Unwrap())
            ? new(value, task, Pause.Spin, hasLimit)
            : null;

    private static bool IsStable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation => true,
        IFieldReferenceOperation field => field.Instance is null || IsStable(field.Instance.Unwrap()),
        IPropertyReferenceOperation { Arguments.IsEmpty: true } property => property.Instance is null || IsStable(property.Instance.Unwrap()),
        _ => false,
    };
}
