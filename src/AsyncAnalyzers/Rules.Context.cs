using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AsyncAnalyzers;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor ConfigureAwaitMissing = Create(
        "AWAIT801",
        "Await without ConfigureAwait",
        "The await of '{0}' comes back to the context of whoever called, and waits for ever if that one blocks; add ConfigureAwait(false)",
        Category.Context,
        Info,
        isEnabledByDefault: false);

    public static readonly DiagnosticDescriptor ConfigureAwaitRedundant = Create(
        "AWAIT802",
        "ConfigureAwait without effect",
        "This application has no synchronization context, so '{0}' changes nothing; remove it",
        Category.Context,
        Info,
        isEnabledByDefault: false,
        WellKnownDiagnosticTags.Unnecessary);

    public static readonly DiagnosticDescriptor UseAwaitUsing = Create(
        "AWAIT803", "Asynchronous disposal not awaited",
        "'{0}' is disposed of synchronously although it can be asynchronously, so the thread is blocked until it has flushed or closed; write 'await using'",
        Category.Context, Info);

    public static readonly DiagnosticDescriptor UiAfterConfigureAwaitFalse = Create(
        "AWAIT804",
        "User interface touched off its thread",
        "'{0}' of {1} belongs to the thread of the user interface, which the function may have left at its ConfigureAwait(false); leave that out",
        Category.Context,
        Warning);

    public static readonly DiagnosticDescriptor OwnsAsyncDisposable = Create(
        "AWAIT805",
        "Owned object never disposed of asynchronously",
        "'{0}' makes '{1}', a {2} that can only be disposed of asynchronously, and never does so; implement IAsyncDisposable",
        Category.Context,
        Info);
}
