using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Core;

/// <summary>
/// Tells whether a rule of the .NET SDK, or one of ours that is off by default, has been switched on: by a severity for it in an <c>.editorconfig</c>, or in what
/// the SDK adds to a compilation for an <c>AnalysisMode</c>. One that is only a suggestion by default leaves no trace there.
/// </summary>
internal static class OptInRule
{
    public static bool IsOn(string id, Compilation compilation, SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (compilation.Options.SyntaxTreeOptionsProvider is { } provider &&
            (provider.TryGetDiagnosticValue(tree, id, cancellationToken, out var severity) || provider.TryGetGlobalDiagnosticValue(id, cancellationToken, out severity)))
        {
            return IsShown(severity);
        }

        return compilation.Options.SpecificDiagnosticOptions.TryGetValue(id, out severity) && IsShown(severity);
    }

    private static bool IsShown(ReportDiagnostic severity) => severity is ReportDiagnostic.Error or ReportDiagnostic.Warn or ReportDiagnostic.Info;
}
