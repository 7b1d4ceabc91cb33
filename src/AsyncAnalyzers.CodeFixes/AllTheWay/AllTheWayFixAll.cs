using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>Makes one conversion of all that are possible in the scope, so that no method is converted twice where their paths meet.</summary>
/// <param name="kind">What the conversions begin with.</param>
/// <param name="startOf">Where the one for a diagnostic begins.</param>
internal sealed class AllTheWayFixAll(StartKind kind, Func<FixTarget, SyntaxNode?> startOf) : WiderFixAll(AsyncConversion.Key)
{
    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        var view = SolutionView.Of(context.Solution);
        var starts = new Dictionary<Place, Start>();
        foreach (var diagnostic in await FixAllDiagnostics.InScopeAsync(context).ConfigureAwait(false))
        {
            if (context.Solution.GetDocument(diagnostic.Location.SourceTree) is { } document &&
                await FixTarget.CreateAsync(document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } target &&
                startOf(target) is { } node &&
                await Start.OfAsync(kind, document, node, view, context.CancellationToken).ConfigureAwait(false) is { } start &&
                !starts.ContainsKey(start.File.PlaceOf(start.Node)))
            {
                starts.Add(start.File.PlaceOf(start.Node), start);
            }
        }

        return starts.Count > 0 && await ChangeAsync([.. starts.Values], view, context.CancellationToken).ConfigureAwait(false) is { } changed
            ? CodeAction.Create("Make all async all the way up", _ => Task.FromResult(changed), AsyncConversion.Key)
            : null;
    }

    private static async Task<Solution?> ChangeAsync(IReadOnlyList<Start> starts, SolutionView view, CancellationToken cancellationToken)
    {
        if ((await AsyncConversion.OfAsync(starts, view, cancellationToken).ConfigureAwait(false)).Changed is { } all)
        {
            return all;
        }

        // Two of them do not go together: the first ones win.
        var good = new List<Start>();
        Solution? changed = null;
        foreach (var start in starts)
        {
            if ((await AsyncConversion.OfAsync([.. good, start], view, cancellationToken).ConfigureAwait(false)).Changed is { } more)
            {
                good.Add(start);
                changed = more;
            }
        }

        return changed;
    }
}
