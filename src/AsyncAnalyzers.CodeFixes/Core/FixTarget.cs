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
    public static async Task<FixTarget?> CreateAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        return root is not null && model is not null && root.FullSpan.Contains(diagnostic.Location.SourceSpan) && KnownTypes.Of(model.Compilation) is { } types
            ? new(document, diagnostic, root, root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true), model, types, cancellationToken)
            : null;
    }
}
