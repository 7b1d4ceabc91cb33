using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>Changes to several documents of one solution, each document edited once however many fixes touch it.</summary>
internal sealed class SolutionEdit(Solution solution, CancellationToken cancellationToken)
{
    private readonly Dictionary<DocumentId, DocumentEdit> edits = [];
    private readonly HashSet<ISymbol> converted = new(SymbolEqualityComparer.Default);

    public Solution Solution { get; } = solution;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public async Task<DocumentEdit?> ForAsync(Document document)
    {
        if (!edits.TryGetValue(document.Id, out var edit) && await DocumentEdit.CreateAsync(document, CancellationToken).ConfigureAwait(false) is { } created)
        {
            edits.Add(document.Id, edit = created);
        }

        return edit;
    }

    /// <summary>True the first time it is called for a symbol.</summary>
    public bool IsFirstTime(ISymbol symbol) => converted.Add(symbol.OriginalDefinition);

    /// <summary>The changed solution; null if some document then has errors it did not have.</summary>
    public async Task<Solution?> TryGetChangedSolutionAsync()
    {
        var changed = Solution;
        foreach (var edit in edits)
        {
            var root = await edit.Value.GetChangedDocument().GetSyntaxRootAsync(CancellationToken).ConfigureAwait(false);
            changed = changed.WithDocumentSyntaxRoot(edit.Key, root!);
        }

        foreach (var id in edits.Keys)
        {
            if (!await Binding.IsSoundEverywhereAsync(Solution.GetDocument(id)!, changed.GetDocument(id)!, CancellationToken).ConfigureAwait(false))
            {
                return null;
            }
        }

        return changed;
    }
}
