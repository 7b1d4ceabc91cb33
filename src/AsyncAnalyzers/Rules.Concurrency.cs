using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AsyncAnalyzers;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor SharedAcrossTasks = Create(
        "AWAIT401", "Object shared by work that runs at the same time",
        "'{0}' is used at the same time by {1}, but {2}; {3}",
        Category.Concurrency, Warning);

    public static readonly DiagnosticDescriptor LostUpdateAcrossAwait = Create(
        "AWAIT402", "Update lost across an await",
        "'{0}' is read before an await and written after it, so {1}; {2}",
        Category.Concurrency, Warning);

    public static readonly DiagnosticDescriptor LockHeldAcrossAwait = Create(
        "AWAIT403", "Lock held across an await",
        "'{0}' is still held here and belongs to the thread that entered it, but after this await another thread may go on, which cannot release it; use a SemaphoreSlim and 'await WaitAsync()'",
        Category.Concurrency, Warning);

    public static readonly DiagnosticDescriptor ThreadStateAcrossAwait = Create(
        "AWAIT404", "State of a thread used across an await",
        "'{0}' belongs to the thread and was set before an await, after which another thread may go on that has a value of its own; keep the value in a local or an AsyncLocal<T>",
        Category.Concurrency, Warning);

    public static readonly DiagnosticDescriptor SemaphoreProtocol = Create(
        "AWAIT405", "Semaphore not released, or released without being entered",
        "'{0}' {1}, so {2}; {3}",
        Category.Concurrency, Warning);

    public static readonly DiagnosticDescriptor CapturedForVariable = Create(
        "AWAIT406", "Loop variable captured by later work",
        "All iterations share '{0}', so what '{1}' runs later may see the value of another iteration; copy it into a local of the loop's body",
        Category.Concurrency, Warning);

    public static readonly DiagnosticDescriptor CachedFaultyTask = Create(
        "AWAIT407", "Failed task kept in a cache",
        "The task that '{0}' starts stays in '{1}' even if it fails, so one failure is everybody's for ever; take it out when it has failed",
        Category.Concurrency, Info);

    public static readonly DiagnosticDescriptor AsyncLocalLost = Create(
        "AWAIT408", "Value of an AsyncLocal lost",
        "{0}, so {1}; {2}",
        Category.Concurrency, Info);
}
