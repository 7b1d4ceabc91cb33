using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncAnalyzers.Corpus;

/// <summary>A form of a fix, as the lightbulb offers it for one finding.</summary>
internal sealed record FixOffer(Finding Finding, CodeFixProvider Fix, CodeAction Action)
{
    /// <summary>All forms offered, in their order.</summary>
    public static async Task<IReadOnlyList<FixOffer>> ForAsync(Finding finding, Solution solution, ChosenRules rules, CancellationToken cancellationToken)
    {
        var offers = new List<FixOffer>();
        if (solution.GetProject(finding.Project)?.GetDocument(finding.Diagnostic.Location.SourceTree) is not { } document)
        {
            return offers;
        }

        foreach (var fix in rules.FixesOf(finding.Id))
        {
            var context = new CodeFixContext(
                document,
                finding.Diagnostic,
                (action, _) =>
                {
                    lock (offers)
                    {
                        offers.Add(new FixOffer(finding, fix, action));
                    }
                },
                cancellationToken);
            await fix.RegisterCodeFixesAsync(context);
        }

        return offers;
    }

    /// <summary>The solution after <paramref name="action"/>, with every document that shares a changed file changed too, as on disk.</summary>
    public static async Task<Solution> ApplyAsync(CodeAction action, Solution solution, CancellationToken cancellationToken)
    {
        var operations = await action.GetOperationsAsync(cancellationToken);
        var changed = operations.OfType<ApplyChangesOperation>().FirstOrDefault()?.ChangedSolution ?? solution;
        var result = changed;
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in await ChangedDocumentsAsync(solution, changed, cancellationToken))
        {
            var document = changed.GetDocument(id)!;
            if (written.Add(document.FilePath ?? document.Name))
            {
                var text = await document.GetTextAsync(cancellationToken);
                foreach (var linked in document.GetLinkedDocumentIds())
                {
                    result = result.WithDocumentText(linked, text);
                }
            }
        }

        return result;
    }

    /// <summary>The documents whose text differs.</summary>
    public static async Task<ImmutableArray<DocumentId>> ChangedDocumentsAsync(Solution before, Solution after, CancellationToken cancellationToken)
    {
        var changed = ImmutableArray.CreateBuilder<DocumentId>();
        foreach (var id in after.GetChanges(before).GetProjectChanges().SelectMany(static project => project.GetChangedDocuments(onlyGetDocumentsWithTextChanges: true)))
        {
            var old = await before.GetDocument(id)!.GetTextAsync(cancellationToken);
            if (!old.ContentEquals(await after.GetDocument(id)!.GetTextAsync(cancellationToken)))
            {
                changed.Add(id);
            }
        }

        return changed.ToImmutable();
    }
}
