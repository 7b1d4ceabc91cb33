using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>Whether everything that the iterations of a loop call and share may be used by several of them at the same time.</summary>
internal static class LoopSafety
{
    /// <summary>Why the first awaited calls may overlap; null if there is a doubt about anything in the loop, or if overlapping gains nothing.</summary>
    public static string? Judge(ILoopOperation loop, LoopDependence found, Concurrency concurrency, Confidence confidence)
    {
        var judge = new OverlapJudge(concurrency);
        string? reason = null;
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
            if (overlap.Safety.Verdict == Verdict.Unsafe ||
                overlap.Safety.Verdict == Verdict.Unknown && confidence == Confidence.Proven ||
                overlap.Verb is Verb.Ordered or Verb.Never && !overlap.IsCatalogued)
            {
                return null;
            }

            if (isAwaited)
            {
                reason ??= overlap.Safety.Verdict == Verdict.Safe ? overlap.Safety.Reason : "nothing is known against it";
                isFast &= overlap.IsFast;
            }
        }

        return isFast || SharesUnsafe(found, concurrency) ? null : reason;
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
