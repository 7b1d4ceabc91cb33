using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>The parts of an expression of type <c>Task</c> that may make it null, as far as they say so: <c>null</c>, <c>default</c>, <c>x?.FAsync()</c>.</summary>
internal static class NullArms
{
    /// <summary>Of all arms of conditions, <c>switch</c> expressions and <c>??</c>.</summary>
    public static IReadOnlyList<IOperation> Of(IOperation task, KnownTypes types)
    {
        List<IOperation>? found = null;
        AddTo(ref found, task, types);
        return found ?? (IReadOnlyList<IOperation>)[];
    }

    /// <summary>True for <c>x?.FAsync()</c>, which is null only if <c>x</c> is.</summary>
    public static bool IsConditional(IOperation arm) => arm is IConditionalAccessOperation;

    private static void AddTo(ref List<IOperation>? found, IOperation value, KnownTypes types)
    {
        if (value.ConstantValue is { HasValue: true, Value: null })
        {
            (found ??= []).Add(value.Unwrap());
            return;
        }

        switch (value.Unwrap())
        {
            case IDefaultValueOperation or { ConstantValue: { HasValue: true, Value: null } }:
            case IConditionalAccessOperation { Type: var type } when types.Awaitables.IsTask(type):
                (found ??= []).Add(value.Unwrap());
                break;
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                AddTo(ref found, choice.WhenTrue, types);
                AddTo(ref found, otherwise, types);
                break;
            case ICoalesceOperation choice:
                AddTo(ref found, choice.WhenNull, types);
                break;
            case ISwitchExpressionOperation choice:
                foreach (var arm in choice.Arms)
                {
                    AddTo(ref found, arm.Value, types);
                }

                break;
        }
    }
}
