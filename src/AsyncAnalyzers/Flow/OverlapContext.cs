using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Flow;

/// <summary>What in the code around awaited calls speaks against letting them overlap.</summary>
[Flags]
internal enum Obstacles
{
    None = 0,

    /// <summary><c>lock</c>, <c>Monitor</c>.</summary>
    Lock = 1,

    /// <summary><c>BeginTransaction</c>, <c>TransactionScope</c>, <c>[Transaction]</c>, <c>IDbContextTransaction</c>.</summary>
    Transaction = 2,

    /// <summary><c>Task.Delay</c>, <c>SemaphoreSlim</c>, a rate limiter.</summary>
    Throttle = 4,

    /// <summary>A <c>try</c> with a <c>catch</c>.</summary>
    TryCatch = 8,

    /// <summary><c>using</c> of something not known to be safe for concurrent use.</summary>
    Using = 16,
}

/// <summary>Finds <see cref="Obstacles"/>; bounded by the innermost function.</summary>
internal static class OverlapContext
{
    /// <summary>What encloses the operation, or was entered before it and is still in force, in its function.</summary>
    public static Obstacles Around(IOperation operation, Concurrency concurrency) => Obstacles.None;

    /// <summary>What occurs in the operation itself, such as the body of a loop.</summary>
    public static Obstacles Within(IOperation operation, Concurrency concurrency) => Obstacles.None;
}
