using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>What speaks against letting calls overlap that could do so as far as their own code tells.</summary>
internal enum Doubt
{
    None,

    /// <summary>Nothing is known about something that they use.</summary>
    Unknown,

    /// <summary>Somebody may count on one being done before the next begins.</summary>
    Order,
}

/// <summary>A loop whose iterations could run at the same time as far as its own code tells.</summary>
/// <param name="Loop">Its parts.</param>
/// <param name="Doubt">Whether something speaks against it.</param>
/// <param name="Reason">Why it is safe, or the doubt: a clause for messages.</param>
internal readonly record struct LoopOverlap(LoopDependence Loop, Doubt Doubt, string Reason)
{
    /// <summary>Null for a loop whose iterations depend on each other, are sequential on purpose, must not overlap, gain nothing by it or come with a greater doubt than is accepted.</summary>
    public static LoopOverlap? Of(ILoopOperation loop, Concurrency concurrency, Doubt accepted, CancellationToken cancellationToken)
    {
        var dependence = accepted == Doubt.Order ? LoopDependence.FindDoubtful(loop, cancellationToken) : LoopDependence.Find(loop, cancellationToken);
        if (dependence is not { Source.IsAtMostOne: false } found || LoopIntent.IsSequential(found))
        {
            return null;
        }

        var around = OverlapContext.Around(loop, concurrency) & ~(Obstacles.Using | Obstacles.SelectiveCatch);
        if ((around & ~(accepted == Doubt.Order ? Obstacles.TryCatch : Obstacles.None)) != Obstacles.None ||
            (OverlapContext.Within(loop.Body, concurrency) & ~(Obstacles.Using | Obstacles.TryCatch)) != Obstacles.None ||
            LoopSafety.Judge(loop, found, concurrency, accepted) is not var (doubt, reason))
        {
            return null;
        }

        return around != Obstacles.None ? new(found, Doubt.Order, "the catch around may count on what was done before a failure")
            : found.ChangesItem ? new(found, Doubt.Order, "the items are changed, so no two may be the same object")
            : found.Source.IsStream ? new(found, Doubt.Order, "the stream will be read ahead")
            : new(found, doubt, reason);
    }
}
