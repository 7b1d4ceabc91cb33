using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>What is known about several runs of one call that overlap.</summary>
/// <param name="Safety">The verdict on the receiver and all arguments; the reason is that of the receiver when all is safe, of the doubt otherwise.</param>
/// <param name="Verb">What the call does by its name, or by the catalogue.</param>
/// <param name="IsFast">True if overlapping costs more than it gains.</param>
/// <param name="IsCatalogued">True if the receiver or member is explicitly listed or marked as safe, so that <see cref="Verb.Ordered"/> and <see cref="Verb.Never"/> need not stop a loop (301).</param>
internal readonly record struct Overlap(Judgement Safety, Verb Verb, bool IsFast, bool IsCatalogued);

/// <summary>Judges whether runs of a call may overlap: its receiver, its arguments, its verb.</summary>
internal sealed class OverlapJudge(Concurrency concurrency)
{
    /// <param name="call">The awaited call, without <c>ConfigureAwait</c> around it.</param>
    /// <param name="run">What is run several times, such as a loop: variables declared in it belong to one run. Null if everything is shared.</param>
    public Overlap Judge(IInvocationOperation call, IOperation? run = null) =>
        new(concurrency.OfType(call.TargetMethod.ContainingType), Verb.Other, concurrency.IsFast(call.TargetMethod), false);
}
