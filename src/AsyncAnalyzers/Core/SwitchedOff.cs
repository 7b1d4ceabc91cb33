using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Core;

/// <summary>Tells where a warning that a rule has taken over from the compiler was switched off under its old name.</summary>
internal static class SwitchedOff
{
    /// <summary>True if the project or an <c>.editorconfig</c> says so for the file: for a rule that another one speaks instead of.</summary>
    public static bool IsInConfiguration(string id, Compilation compilation, SyntaxTree tree, CancellationToken cancellationToken)
    {
        var provider = compilation.Options.SyntaxTreeOptionsProvider;
        return provider?.TryGetDiagnosticValue(tree, id, cancellationToken, out var severity) == true ||
            compilation.Options.SpecificDiagnosticOptions.TryGetValue(id, out severity) ||
            provider?.TryGetGlobalDiagnosticValue(id, cancellationToken, out severity) == true
            ? severity == ReportDiagnostic.Suppress
            : false;
    }

    /// <summary>True if the project, an <c>.editorconfig</c> or a <c>#pragma warning disable</c> says so for that place.</summary>
    public static bool Is(string id, SyntaxToken place, Compilation compilation, CancellationToken cancellationToken)
    {
        var options = compilation.Options;
        return options.SpecificDiagnosticOptions.TryGetValue(id, out var severity) && severity == ReportDiagnostic.Suppress ||
            place.SyntaxTree is { } tree &&
            (options.SyntaxTreeOptionsProvider?.TryGetDiagnosticValue(tree, id, cancellationToken, out severity) == true && severity == ReportDiagnostic.Suppress ||
                IsByPragma(id, place, tree.GetRoot(cancellationToken)));
    }

    private static bool IsByPragma(string id, SyntaxToken place, SyntaxNode root)
    {
        if (!root.ContainsDirectives)
        {
            return false;
        }

        var isOff = false;
        for (var directive = root.GetFirstDirective(); directive is not null && directive.SpanStart < place.SpanStart; directive = directive.GetNextDirective())
        {
            if (directive is PragmaWarningDirectiveTriviaSyntax { IsActive: true } pragma && Names(pragma, id))
            {
                isOff = pragma.DisableOrRestoreKeyword.ValueText == "disable";
            }
        }

        return isOff;
    }

    /// <summary>True for a list with the id, also as a bare number, and for none, which means every warning.</summary>
    private static bool Names(PragmaWarningDirectiveTriviaSyntax pragma, string id)
    {
        foreach (var code in pragma.ErrorCodes)
        {
            var text = code.ToString();
            if (text == id || id.Length == text.Length + 2 && id.EndsWith(text, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return pragma.ErrorCodes.Count == 0;
    }
}
