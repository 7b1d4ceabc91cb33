using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

internal enum StartKind
{
    /// <summary>A blocking wait that shall be an <c>await</c>.</summary>
    Wait,

    /// <summary>A call whose task is dropped, and shall be awaited.</summary>
    DroppedTask,

    /// <summary>The declaration of an <c>async void</c> method that shall return its task.</summary>
    AsyncVoid,
}

/// <summary>Where a conversion begins.</summary>
internal sealed record Start(StartKind Kind, FileView File, SyntaxNode Node)
{
    public SyntaxNode? Function => Kind == StartKind.AsyncVoid ? Node : AsyncFunction.Around(Node);

    /// <summary>The start at a node, as the project sees it through which the file is known.</summary>
    public static async Task<Start?> OfAsync(StartKind kind, Document document, SyntaxNode node, SolutionView view, CancellationToken cancellationToken)
    {
        if (await view.OfAsync(document, cancellationToken).ConfigureAwait(false) is not { } file)
        {
            return null;
        }

        if (file.Document.Id == document.Id)
        {
            return new(kind, file, node);
        }

        // Where the file begins with other text for another target framework, the node may be somewhere else.
        return node.Span.End <= file.Root.FullSpan.End && file.Root.FindNode(node.Span, getInnermostNodeForTie: node is ExpressionSyntax) is var twin && twin.Span == node.Span && twin.RawKind == node.RawKind
            ? new(kind, file, twin)
            : null;
    }
}

internal enum SiteForm
{
    /// <summary>The call is awaited.</summary>
    Await,

    /// <summary>The call behind <c>?.</c> is awaited if its receiver is there.</summary>
    AwaitUnlessNull,

    /// <summary>A blocking wait becomes an <c>await</c>.</summary>
    Unblock,

    /// <summary>The call blocks until the task is complete.</summary>
    Block,
}

/// <summary>A call or wait that is rewritten.</summary>
/// <param name="File">The file.</param>
/// <param name="Node">The call or wait.</param>
/// <param name="Form">What becomes of it.</param>
/// <param name="Function">The function around it; null for an initializer.</param>
/// <param name="Obstacle">Why it blocks.</param>
internal sealed record Site(FileView File, ExpressionSyntax Node, SiteForm Form, SyntaxNode? Function, Obstacle? Obstacle = null);

/// <summary>All that a conversion changes.</summary>
/// <param name="Functions">The functions that become async or return a task.</param>
/// <param name="Sites">The calls and waits in them and in those that stay as they are.</param>
internal sealed record Plan(IReadOnlyList<Verdict> Functions, IReadOnlyList<Site> Sites)
{
    /// <summary>The methods whose signature changes.</summary>
    public IEnumerable<Family> Families => Functions.Select(static verdict => verdict.Family).OfType<Family>().Distinct();

    /// <summary>The parameters and locals whose type changes.</summary>
    public IEnumerable<DelegateSlot> Slots => Functions.Select(static verdict => verdict.Slot).OfType<DelegateSlot>().GroupBy(static slot => slot.Place).Select(static group => group.First());

    /// <summary>How many methods change.</summary>
    public int Methods => Families.Sum(static family => family.Declarations.Count) + Functions.Count(static verdict => verdict.Family is null);

    /// <summary>How many calls change.</summary>
    public int Calls => Sites.Count(static site => site.Form is SiteForm.Await or SiteForm.AwaitUnlessNull or SiteForm.Block);
}
