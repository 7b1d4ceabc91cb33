using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AsyncAnalyzers;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor ObserveTask = Create(
        "AWAIT101", "Observe the task",
        "The task returned by '{0}' is dropped, so nothing waits for it and its exceptions are lost; {1}",
        Category.Unobserved, Warning);

    public static readonly DiagnosticDescriptor ObserveTaskVariable = Create(
        "AWAIT102", "Observe the task in the variable",
        "The task of '{0}' in '{1}' {2}, so its exceptions are lost; {3}",
        Category.Unobserved, Warning);

    public static readonly DiagnosticDescriptor ObserveTaskCollection = Create(
        "AWAIT103", "Observe a collection of tasks",
        "{0}, so {1}; {2}",
        Category.Unobserved, Warning);

    public static readonly DiagnosticDescriptor EnumerateAsyncStream = Create(
        "AWAIT104", "Enumerate the async stream",
        "The async stream returned by '{0}' is dropped, so it never runs; {1}",
        Category.Unobserved, Warning);

    public static readonly DiagnosticDescriptor AwaitStartedTasksTogether = Create(
        "AWAIT105", "Await started tasks together",
        "{0} are already running but awaited one after another, so when one fails nobody sees the others fail; await them with Task.WhenAll",
        Category.Unobserved, Info);

    public static readonly DiagnosticDescriptor StartTaskObject = Create(
        "AWAIT106", "Task that cannot run",
        "{0}, so {1}; {2}",
        Category.Unobserved, Warning);

    public static readonly DiagnosticDescriptor TaskUsedAsValue = Create(
        "AWAIT107", "Task used as a value",
        "{0} {1} used as a value, so {2}; {3}",
        Category.Unobserved, Warning);

    public static readonly DiagnosticDescriptor NarrowedTaskResult = Create(
        "AWAIT108", "Result dropped by a delegate",
        "The {0} that '{1}' returns is silently dropped because '{2}' returns a task without a result; use the result, or show with an async lambda that it is not needed",
        Category.Unobserved, Info);

    public static readonly DiagnosticDescriptor ReenumeratedTaskSequence = Create(
        "AWAIT109", "Tasks started again",
        "'{0}' {1}; {2}",
        Category.Unobserved, Warning);
}
