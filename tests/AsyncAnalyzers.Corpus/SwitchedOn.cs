using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Corpus;

/// <summary>Switches the rules on, whatever the project says: suggestions at least, so that nothing is left out.</summary>
internal static class SwitchedOn
{
    public static Compilation With(Compilation compilation, ChosenRules rules)
    {
        var severities = rules.Descriptors.ToImmutableDictionary(
            static rule => rule.Id,
            static rule => rule.DefaultSeverity == DiagnosticSeverity.Warning ? ReportDiagnostic.Warn : ReportDiagnostic.Info);
        var options = compilation.Options;
        return compilation.WithOptions(options
            .WithSpecificDiagnosticOptions(options.SpecificDiagnosticOptions.SetItems(severities))
            .WithSyntaxTreeOptionsProvider(new Provider(options.SyntaxTreeOptionsProvider, severities)));
    }

    // A severity in an .editorconfig would come before the compilation's own.
    private sealed class Provider(SyntaxTreeOptionsProvider? inner, ImmutableDictionary<string, ReportDiagnostic> severities) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) =>
            inner?.IsGenerated(tree, cancellationToken) ?? GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            severities.TryGetValue(diagnosticId, out severity) || (inner?.TryGetDiagnosticValue(tree, diagnosticId, cancellationToken, out severity) ?? false);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            severities.TryGetValue(diagnosticId, out severity) || (inner?.TryGetGlobalDiagnosticValue(diagnosticId, cancellationToken, out severity) ?? false);
    }
}
