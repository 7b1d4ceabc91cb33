using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AsyncAnalyzers;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor AsyncSuffix = Create(
        "AWAIT901", "Name that hides whether to await",
        "'{0}' {1}, which its name does not say; call it '{2}'",
        Category.Style, Info, isEnabledByDefault: false);

    public static readonly DiagnosticDescriptor ReturnAwaitPolicy = Create(
        "AWAIT902", "Task awaited or not before it is returned",
        "{0}; {1}",
        Category.Style, Info, isEnabledByDefault: false, WellKnownDiagnosticTags.Unnecessary);

    public static readonly DiagnosticDescriptor AsyncWithoutAwait = Create(
        "AWAIT903", "Async without await",
        "{0} is async but awaits nothing, so it runs to its end before it returns, at the price of a state machine; {1}",
        Category.Style, Info);

    public static readonly DiagnosticDescriptor FakeAsync = Create(
        "AWAIT904", "Synchronous work that looks asynchronous",
        "'{0}' only gives synchronous work to '{1}', so it takes a thread for as long as the work lasts; use what is really asynchronous, or leave it to the caller to move the work",
        Category.Style, Info, isEnabledByDefault: false);
}
