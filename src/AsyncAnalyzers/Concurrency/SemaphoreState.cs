using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>Whether a semaphore is held at one point of a function: yes, no, on some paths, or the point is not reached.</summary>
/// <param name="MayBeFree">True if on some path it is not held.</param>
/// <param name="MayBeHeld">True if on some path it is held.</param>
/// <param name="Entry">The wait that has entered it.</param>
internal readonly record struct SemaphoreState(bool MayBeFree, bool MayBeHeld, IInvocationOperation? Entry)
{
    public static readonly SemaphoreState Unreachable = default;

    public static readonly SemaphoreState Free = new(true, false, null);

    public bool IsReachable => MayBeFree || MayBeHeld;

    public bool IsFree => MayBeFree && !MayBeHeld;

    public bool IsHeld => MayBeHeld && !MayBeFree;

    public bool IsUnknown => MayBeHeld && MayBeFree;

    public static SemaphoreState HeldBy(IInvocationOperation wait) => new(false, true, wait);

    public static SemaphoreState Unknown(IInvocationOperation? wait) => new(true, true, wait);

    /// <summary>Where two paths meet.</summary>
    public static SemaphoreState operator |(SemaphoreState one, SemaphoreState other) =>
        new(one.MayBeFree || other.MayBeFree, one.MayBeHeld || other.MayBeHeld, one.Entry ?? other.Entry);

    /// <summary>The part of the paths on which it is held, or not.</summary>
    public SemaphoreState Narrow(bool isHeld) => isHeld ? new(false, MayBeHeld, Entry) : new(MayBeFree, false, null);
}

internal enum SemaphoreJumpKind
{
    Throw,
    Return,

    /// <summary><c>break</c> or <c>continue</c>.</summary>
    Branch,
}

/// <summary>A way out of a statement other than by its end.</summary>
/// <param name="Kind">What leads out.</param>
/// <param name="Operation">The call that throws, the <c>return</c>.</param>
/// <param name="State">Of the semaphore there, or behind the last <c>finally</c> that was passed.</param>
/// <param name="Target">Where <c>break</c> and <c>continue</c> lead to.</param>
internal sealed record SemaphoreJump(SemaphoreJumpKind Kind, IOperation Operation, SemaphoreState State, ILabelSymbol? Target = null);
