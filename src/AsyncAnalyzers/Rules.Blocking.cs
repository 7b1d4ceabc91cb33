using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AsyncAnalyzers;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor BlockingWaitInAsync = Create(
        "AWAIT201", "Blocking wait in async code",
        "'{0}' blocks this thread until the task completes, which starves the thread pool and can deadlock; {1}",
        Category.Blocking, Warning);

    public static readonly DiagnosticDescriptor BlockingWaitInSync = Create(
        "AWAIT202", "Blocking wait in synchronous code",
        "'{0}' blocks this thread until the task completes, {1}; {2}",
        Category.Blocking, Info);

    public static readonly DiagnosticDescriptor DeadlockRisk = Create(
        "AWAIT203", "Deadlock risk",
        "'{0}' can deadlock: {1} goes on after its await only in the context of this thread, which waits for it; {2}",
        Category.Blocking, Warning);

    public static readonly DiagnosticDescriptor SleepInAsync = Create(
        "AWAIT204", "Sleep in async code",
        "'{0}' keeps a thread idle that async code should give back; {1}",
        Category.Blocking, Warning);

    public static readonly DiagnosticDescriptor UseAsyncOverload = Create(
        "AWAIT205", "Synchronous call in async code",
        "'{0}' blocks this thread although '{1}' exists; {2}",
        Category.Blocking, Info);

    public static readonly DiagnosticDescriptor BlockingPrimitiveInAsync = Create(
        "AWAIT206", "Blocking primitive in async code",
        "'{0}' blocks this thread, which async code should give back while it waits; {1}",
        Category.Blocking, Info);

    public static readonly DiagnosticDescriptor PollingLoop = Create(
        "AWAIT207", "Polling instead of awaiting",
        "'{0}' is polled, which wastes work and notices the change late; {1}",
        Category.Blocking, Info);
}
