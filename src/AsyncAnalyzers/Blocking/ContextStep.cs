using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Blocking;

/// <summary>A step on the way from a wait to the await that needs the waiting thread's context.</summary>
/// <param name="Place">The call of a method, or at last the await.</param>
/// <param name="Target">The name of the method called; of the last step, nothing.</param>
/// <param name="Next">The next step, inside the method called; null at the await.</param>
internal sealed record ContextStep(SyntaxNode Place, string Target, ContextStep? Next);

/// <summary>What is known about a task that code under a context waits for.</summary>
/// <param name="IsPending">False if the task is complete as soon as it is there.</param>
/// <param name="Path">The way to an await that goes on in the caller's context only; null if there is none.</param>
internal readonly record struct Continuation(bool IsPending, ContextStep? Path)
{
    public static readonly Continuation Complete = new(false, null);

    /// <summary>Not complete, and not known to need the context.</summary>
    public static readonly Continuation Elsewhere = new(true, null);

    /// <summary>That of two tasks of which both, or either, is waited for.</summary>
    public Continuation And(Continuation other) => new(IsPending || other.IsPending, Path ?? other.Path);
}
