using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>Binds what a fix has written, so that no fix is offered that breaks the code.</summary>
internal static class Binding
{
    /// <summary>As <see cref="IsSoundAsync"/>, also for the other target frameworks of a project that compile the same file.</summary>
    public static async Task<bool> IsSoundEverywhereAsync(Document original, Document changed, CancellationToken cancellationToken)
    {
        if (!await IsSoundAsync(original, changed, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        foreach (var id in original.GetLinkedDocumentIds())
        {
            if (original.Project.Solution.GetDocument(id) is { } linked &&
                !await IsSoundAsync(linked, linked.WithText(await changed.GetTextAsync(cancellationToken).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True if the members that differ have no error in <paramref name="changed"/> that they did not have in <paramref name="original"/>.</summary>
    public static async Task<bool> IsSoundAsync(Document original, Document changed, CancellationToken cancellationToken)
    {
        var before = await original.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        var after = await changed.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (before is null || after is null)
        {
            return false;
        }

        var (oldRoot, newRoot) = (before.SyntaxTree.GetRoot(cancellationToken), after.SyntaxTree.GetRoot(cancellationToken));
        var (oldMembers, newMembers) = (new HashSet<TextSpan>(), new HashSet<TextSpan>());
        var shift = 0;
        foreach (var change in await changed.GetTextChangesAsync(original, cancellationToken).ConfigureAwait(false))
        {
            var length = change.NewText?.Length ?? 0;
            oldMembers.Add(MemberAround(oldRoot, change.Span));
            newMembers.Add(MemberAround(newRoot, new TextSpan(change.Span.Start + shift, length)));
            shift += length - change.Span.Length;
        }

        var known = Errors(before, oldMembers, cancellationToken);
        foreach (var error in Errors(after, newMembers, cancellationToken))
        {
            if (!known.TryGetValue(error.Key, out var count) || count < error.Value)
            {
                return false;
            }
        }

        return true;
    }

    private static Dictionary<string, int> Errors(SemanticModel model, HashSet<TextSpan> members, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            foreach (var diagnostic in model.GetDiagnostics(member, cancellationToken))
            {
                if (diagnostic.Severity == DiagnosticSeverity.Error)
                {
                    counts.TryGetValue(diagnostic.Id, out var count);
                    counts[diagnostic.Id] = count + 1;
                }
            }
        }

        return counts;
    }

    private static TextSpan MemberAround(SyntaxNode root, TextSpan span)
    {
        var end = Math.Min(span.End, root.FullSpan.End);
        return Member.Around(root.FindNode(TextSpan.FromBounds(Math.Min(span.Start, end), end))).FullSpan;
    }
}
