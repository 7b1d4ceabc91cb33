using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>Whether everything that the iterations of a loop call and share may be used by several of them at the same time.</summary>
internal static class LoopSafety
{
    /// <summary>Why the first awaited call may overlap, or the greatest doubt; null if something must not overlap, or if overlapping gains nothing.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="found">What is known of its iterations.</param>
    /// <param name="concurrency">Judges types and members.</param>
    /// <param name="accepted">Gives up at a greater doubt, which is cheaper than to look on.</param>
    public static (Doubt Doubt, string Reason)? Judge(ILoopOperation loop, LoopDependence found, Concurrency concurrency, Doubt accepted)
    {
        var judge = new OverlapJudge(concurrency);
        (Doubt Doubt, string Reason)? result = null;
        var isFast = true;
        foreach (var operation in found.Calls)
        {
            if (operation is not IInvocationOperation call)
            {
                continue;
            }

            var isAwaited = found.IsAwaited(call);
            if (!isAwaited && (LoopDependence.IsTaskWrapper(call.TargetMethod) || PureCall.Is(call, concurrency) || IsOnOwnObject(call, found)))
            {
                continue;
            }

            var overlap = judge.Judge(call, loop);
            if (overlap.Safety.Verdict == Verdict.Unsafe || overlap.Verb == Verb.Never && !overlap.IsCatalogued)
            {
                return null;
            }

            var (doubt, reason) = overlap.Verb == Verb.Ordered && !overlap.IsCatalogued ? (Doubt.Order, $"others see the order of {call.DisplayName()}")
                : (overlap.Safety.Verdict == Verdict.Unknown ? Doubt.Unknown : Doubt.None, overlap.Safety.Reason);
            if (doubt > accepted)
            {
                return null;
            }

            isFast &= !isAwaited || overlap.IsFast;
            if (result is null ? isAwaited || doubt > Doubt.None : doubt > result.Value.Doubt)
            {
                result = (doubt, reason);
            }
        }

        return isFast || SharesUnsafe(found, concurrency) ? null : result;
    }

    private static bool SharesUnsafe(LoopDependence found, Concurrency concurrency)
    {
        foreach (var shared in found.Shared)
        {
            if (shared.Type is { IsValueType: false } type && concurrency.OfType(type).Verdict == Verdict.Unsafe)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if nothing that the call touches outlives the iteration.</summary>
    private static bool IsOnOwnObject(IInvocationOperation call, LoopDependence found)
    {
        if (call.Instance is not { } instance || !found.IsMadeHere(instance))
        {
            return false;
        }

        foreach (var argument in call.Arguments)
        {
            foreach (var operation in argument.Value.DescendantsAndSelf())
            {
                if (operation is ILocalReferenceOperation { Local: var local } && !found.IsOwn(local) ||
                    operation is IParameterReferenceOperation { Parameter: var parameter } && !found.IsOwn(parameter) ||
                    operation is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } or IFieldReferenceOperation { Field.IsStatic: true, Field.IsConst: false })
                {
                    return false;
                }
            }
        }

        return true;
    }
}
