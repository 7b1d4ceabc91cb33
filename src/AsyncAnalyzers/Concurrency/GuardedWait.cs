using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>A wait inside a <c>try</c> whose <c>finally</c> releases the semaphore in any case.</summary>
/// <param name="Wait">The wait.</param>
/// <param name="Release">The release in the <c>finally</c>.</param>
/// <param name="Try">The statement.</param>
/// <param name="Early">What leaves the <c>try</c> before the semaphore is entered; null if nothing but a broken wait does.</param>
internal sealed record GuardedWait(IInvocationOperation Wait, IInvocationOperation Release, ITryOperation Try, IOperation? Early);
