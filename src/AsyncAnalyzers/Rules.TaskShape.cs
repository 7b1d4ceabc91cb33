using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AsyncAnalyzers;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor TaskEscapesUsing = Create(
        "AWAIT701", "Task outlives its using",
        "The task of '{0}' {1} the 'using' of '{2}', which {3}; {4}",
        Category.TaskShape, Warning);

    public static readonly DiagnosticDescriptor TaskEscapesTry = Create(
        "AWAIT702", "Task outlives its try",
        "The task of '{0}' is returned out of a 'try' while it may still run, so {1}; make this function async and await the task",
        Category.TaskShape, Warning);

    public static readonly DiagnosticDescriptor NullTask = Create(
        "AWAIT703", "Null returned as a task",
        "{0} returns {1} where a task is expected, so awaiting it throws a NullReferenceException; return {2}",
        Category.TaskShape, Warning);

    public static readonly DiagnosticDescriptor AwaitMaybeNull = Create(
        "AWAIT704", "Await of a task that may be null",
        "{0}, and awaiting null throws a NullReferenceException; {1}",
        Category.TaskShape, Warning);

    public static readonly DiagnosticDescriptor UsingTask = Create(
        "AWAIT705", "Using over a task",
        "The 'using' disposes of the task of '{0}', not of {1}; {2}",
        Category.TaskShape, Warning);

    public static readonly DiagnosticDescriptor DisposableOutlivedByTask = Create(
        "AWAIT706", "Disposed while a task uses it",
        "'{0}' is disposed while the task of '{1}', which uses it, may still run; await the task first",
        Category.TaskShape, Info);

    public static readonly DiagnosticDescriptor RunContinuationsAsynchronously = Create(
        "AWAIT707", "Continuations run by who completes the task",
        "Who completes this {0} runs what awaits its task before it goes on, under its locks and on its stack; pass TaskCreationOptions.RunContinuationsAsynchronously",
        Category.TaskShape, Info);

    public static readonly DiagnosticDescriptor CompletionNeverSignalled = Create(
        "AWAIT708", "Task that is never completed",
        "The task of '{0}' {1}, so who awaits it waits for ever; {2}",
        Category.TaskShape, Info);

    public static readonly DiagnosticDescriptor ValueTaskConsumedTwice = Create(
        "AWAIT709", "ValueTask consumed twice",
        "The ValueTask '{0}' {1}, but the object behind it may serve another operation by then; {2}",
        Category.TaskShape, Warning);

    public static readonly DiagnosticDescriptor ValidateArgumentsEagerly = Create(
        "AWAIT710", "Arguments checked too late",
        "'{0}' checks its arguments only when {1}; check them in a method that is not {2} and calls the rest",
        Category.TaskShape, Info, isEnabledByDefault: false);

    public static readonly DiagnosticDescriptor SynchronousThrow = Create(
        "AWAIT711", "Exception thrown instead of a failed task",
        "{0} throws before it has a task, so callers that handle failures where they await do not see it; {1}",
        Category.TaskShape, Info, isEnabledByDefault: false);

    public static readonly DiagnosticDescriptor DisposedResultReturned = Create(
        "AWAIT712", "Result reads from what is disposed",
        "{0}, which is disposed when this function returns; {1}",
        Category.TaskShape, Warning);
}
