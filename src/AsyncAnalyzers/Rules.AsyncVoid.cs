using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AsyncAnalyzers;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor AsyncVoidMethod = Create(
        "AWAIT501", "Async void method",
        "'{0}' is async void, so callers cannot await it and an exception in it ends the process; return Task",
        Category.AsyncVoid, Warning);

    public static readonly DiagnosticDescriptor AsyncVoidDelegate = Create(
        "AWAIT502", "Async code passed as a void delegate",
        "{0} becomes async void because '{1}' returns void, so nothing waits for it and an exception in it ends the process; {2}",
        Category.AsyncVoid, Warning);

    public static readonly DiagnosticDescriptor UnhandledAsyncVoid = Create(
        "AWAIT503", "Event handler that may end the process",
        "Nobody can catch what {0} throws, so an exception ends the process; catch everything in it",
        Category.AsyncVoid, Info, isEnabledByDefault: false);

    public static readonly DiagnosticDescriptor StartNewAsync = Create(
        "AWAIT504", "StartNew with async code",
        "The task of '{0}' completes when the code given to it reaches its first await, so {1}; {2}",
        Category.AsyncVoid, Warning);

    public static readonly DiagnosticDescriptor NestedTask = Create(
        "AWAIT505", "Task in a task",
        "'{0}' is a task in a task, of which only the outer one is {1}, so nobody waits for the inner one or sees it fail; {2}",
        Category.AsyncVoid, Warning);

    public static readonly DiagnosticDescriptor ImplicitScheduler = Create(
        "AWAIT506", "StartNew or ContinueWith without a scheduler",
        "'{0}' is not told a scheduler, so it takes the one that is current, which may be that of a user interface; use TaskScheduler.Default",
        Category.AsyncVoid, Info, isEnabledByDefault: false);

    public static readonly DiagnosticDescriptor PreferAwait = Create(
        "AWAIT507", "ContinueWith instead of await",
        "This continuation runs also when the task fails, and wraps exceptions; await the task",
        Category.AsyncVoid, Info, isEnabledByDefault: false);

    public static readonly DiagnosticDescriptor MulticastAsyncDelegate = Create(
        "AWAIT508", "Only the last handler of an event awaited",
        "Invoking '{0}' gives the task of its last handler only, so nobody waits for the other handlers or sees them fail; await the task of each handler in GetInvocationList()",
        Category.AsyncVoid, Info);
}
