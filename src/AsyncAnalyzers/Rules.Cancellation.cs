using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AsyncAnalyzers;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor ForwardCancellationToken = Create(
        "AWAIT601", "Cancellation token not passed on",
        "'{0}' is not told when '{1}' is cancelled, so it runs on although nobody waits for it any more; pass '{1}'",
        Category.Cancellation, Info);

    public static readonly DiagnosticDescriptor CancelAsyncStream = Create(
        "AWAIT602", "Async stream not cancelled",
        "This loop waits for the next item of the stream even when '{0}' is cancelled; {1}",
        Category.Cancellation, Info);

    public static readonly DiagnosticDescriptor AcceptCancellationToken = Create(
        "AWAIT603", "Method takes no cancellation token",
        "Callers of '{0}' cannot stop it although '{1}' takes a cancellation token; take one and pass it on",
        Category.Cancellation, Info, isEnabledByDefault: false);

    public static readonly DiagnosticDescriptor WrongTokenInLambda = Create(
        "AWAIT604", "Token of an outer function in a lambda that has its own",
        "The lambda is given '{0}' to be stopped by, but passes '{1}' on; pass '{0}'",
        Category.Cancellation, Info);

    public static readonly DiagnosticDescriptor SwallowedCancellation = Create(
        "AWAIT605", "Cancellation swallowed",
        "When '{1}' is cancelled, '{0}' throws, and this clause takes that for a failure and goes on; let OperationCanceledException through",
        Category.Cancellation, Info);

    public static readonly DiagnosticDescriptor WrongExceptionAroundAwait = Create(
        "AWAIT606", "Exception that an await does not throw",
        "{0}, so {1}; {2}",
        Category.Cancellation, Info);

    public static readonly DiagnosticDescriptor CancelledTokenInCleanup = Create(
        "AWAIT607", "Cancelled token passed to cleanup",
        "{0} '{1}' is cancelled, and '{2}', which is given it, then stops before it has done anything; pass CancellationToken.None",
        Category.Cancellation, Info);

    public static readonly DiagnosticDescriptor UndisposedTokenSource = Create(
        "AWAIT608", "CancellationTokenSource not disposed",
        "'{0}' is never disposed, and {1}; declare it with 'using'",
        Category.Cancellation, Warning);

    public static readonly DiagnosticDescriptor DroppedRegistration = Create(
        "AWAIT609", "Registration with a token dropped",
        "The callback, and all that it holds, stays registered as long as the source of '{0}' lives, which may be for ever; dispose of the registration when the work is done",
        Category.Cancellation, Info, isEnabledByDefault: false);

    public static readonly DiagnosticDescriptor UncancelledDelay = Create(
        "AWAIT610", "Delay that outlives what it limits",
        "The timer of Task.Delay lives on when {0} is done first; use WaitAsync, or give the delay a token and cancel it",
        Category.Cancellation, Info);

    public static readonly DiagnosticDescriptor UnusedCancellationToken = Create(
        "AWAIT611", "Cancellation token never used",
        "Whoever cancels '{0}' waits in vain, because nothing here uses it; pass it on to '{1}'",
        Category.Cancellation, Info);
}
