using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Concurrency;

/// <summary>How a piece of code uses an object.</summary>
internal enum Use
{
    /// <summary>It looks at it.</summary>
    Reads,

    /// <summary>It changes it, or does an operation with it that is over when the code goes on.</summary>
    Writes,

    /// <summary>It starts an operation that may go on while other code runs.</summary>
    Starts,
}

/// <summary>One use of an unsafe object.</summary>
/// <param name="Target">The object.</param>
/// <param name="Mention">Where it is used: the expression that stands for the object, the changed variable, or the call of a method that uses it.</param>
/// <param name="Use">What is done.</param>
/// <param name="Lane">What must not happen twice at the same time: one reads from a stream while another writes to it.</param>
/// <param name="IsLate">True if whoever started the code may already go on when it gets here.</param>
internal sealed record UnsafeUse(UnsafeObject Target, IOperation Mention, Use Use, string Lane, bool IsLate)
{
    /// <summary>The mention in a method that the code calls; null if the code itself mentions the object.</summary>
    public IOperation? Inner { get; init; }

    /// <summary>True if the same code, run several times at once, gets in its own way.</summary>
    public bool ConflictsWithItself => Target.Hazard switch
    {
        Hazard.OneAtATime => Use == Use.Starts || Use == Use.Writes && IsLate,
        _ => Use == Use.Writes && IsLate,
    };

    /// <summary>True if this use may still go on, or begin, when code that comes later does <paramref name="later"/>.</summary>
    public bool ConflictsWith(UnsafeUse later) => Target.Object.Equals(later.Target.Object) && Target.Hazard switch
    {
        Hazard.OneAtATime => (Use == Use.Starts || Use == Use.Writes && IsLate) && later.Use != Use.Reads && Lane == later.Lane,
        Hazard.Memory => IsLate && (Use == Use.Writes || later.Use == Use.Writes),
        _ => IsLate,
    };
}
