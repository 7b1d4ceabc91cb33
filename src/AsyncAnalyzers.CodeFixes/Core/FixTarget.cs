using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>What a fix looks at: the reported node in its document before any change.</summary>
internal sealed record FixTarget(
    Document Document,
    Diagnostic Diagnostic,
    SyntaxNode Root,
    SyntaxNode Node,
    SemanticModel Model,
    KnownTypes Types,
    CancellationToken CancellationToken)
{
    /// <summary>The target of a diagnostic; null where nothing can be fixed, above all where the code around it is broken: what to rewrite is a guess there, and Roslyn's formatter may throw on the result.</summary>
    public static async Task<FixTarget?> CreateAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (root is null || model is null || !root.FullSpan.Contains(diagnostic.Location.SourceSpan) || KnownTypes.Of(model.Compilation) is not { } types)
        {
            return null;
        }

        var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        return Member.IsBroken(node) ? null : new(document, diagnostic, root, node, model, types, cancellationToken);
    }
}
