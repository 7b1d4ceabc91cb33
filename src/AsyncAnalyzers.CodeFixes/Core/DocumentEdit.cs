using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>
/// All changes to one document by one or many fixes. Nodes are those of the original document; rewrites receive the node as earlier rewrites left it,
/// so that fixes inside one another compose.
/// </summary>
internal sealed class DocumentEdit
{
    private readonly Document document;
    private readonly SyntaxNode root;
    private readonly MemberEdits edits;
    private readonly HashSet<SyntaxNode> madeAsync = [];
    private readonly HashSet<SyntaxNode> changed = [];
    private readonly Dictionary<SyntaxNode, List<Func<SyntaxNode, SyntaxNode>>> rewrites = [];
    private readonly HashSet<string> usings = new(StringComparer.Ordinal);
    private readonly HashSet<(SyntaxNode Member, string Name)> names = [];

    private DocumentEdit(Document document, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        this.document = document;
        root = model.SyntaxTree.GetRoot(cancellationToken);
        edits = new(root, document.Project.Solution.Services);
        Model = model;
        Generator = SyntaxGenerator.GetGenerator(document);
        Types = types;
        CancellationToken = cancellationToken;
    }

    public SemanticModel Model { get; }

    public KnownTypes Types { get; }

    public SyntaxGenerator Generator { get; }

    /// <summary>The line break this document uses.</summary>
    public SyntaxTrivia LineBreak => LineBreakOf(root);

    public CancellationToken CancellationToken { get; }

    public static async Task<DocumentEdit?> CreateAsync(Document document, CancellationToken cancellationToken) =>
        await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model && KnownTypes.Of(model.Compilation) is { } types
            ? new(document, model, types, cancellationToken)
            : null;

    /// <summary>Replaces a node of the original document by what <paramref name="rewrite"/> makes of its present form.</summary>
    public void Replace<TNode>(TNode node, Func<TNode, SyntaxNode> rewrite)
        where TNode : SyntaxNode
    {
        // The editor loses track of a node once it is replaced, so rewrites of the same node are one change.
        if (!rewrites.TryGetValue(node, out var chain))
        {
            rewrites.Add(node, chain = []);
            edits.Add(node, editor => editor.ReplaceNode(node, (current, _) => chain.Aggregate(current, static (form, next) => next(form))));
        }

        chain.Add(current => current is TNode typed ? rewrite(typed) : current);
    }

    public void InsertBefore(SyntaxNode statement, IEnumerable<SyntaxNode> added) => edits.Add(statement, editor => editor.InsertBefore(statement, added));

    public void InsertAfter(SyntaxNode statement, IEnumerable<SyntaxNode> added) => edits.Add(statement, editor => editor.InsertAfter(statement, added));

    /// <summary>Removes a statement together with its line; comments above it stay.</summary>
    public void Remove(SyntaxNode statement)
    {
        var options = HasRemarks(statement.GetTrailingTrivia()) ? SyntaxRemoveOptions.KeepExteriorTrivia | SyntaxRemoveOptions.KeepUnbalancedDirectives
            : HasRemarks(statement.GetLeadingTrivia()) ? SyntaxRemoveOptions.KeepLeadingTrivia | SyntaxRemoveOptions.KeepUnbalancedDirectives | SyntaxRemoveOptions.AddElasticMarker
            : SyntaxRemoveOptions.KeepNoTrivia;
        edits.Add(statement, editor => editor.RemoveNode(statement, options));
    }

    /// <summary>Replaces <paramref name="expression"/> by <c>await</c> of what <paramref name="operand"/> makes of it, and makes the function around it async.</summary>
    public void Await(ExpressionSyntax expression, Func<ExpressionSyntax, ExpressionSyntax> operand)
    {
        Replace(expression, current => AwaitSyntax.Await(current, operand(current), expression));
        MakeAsync(AsyncFunction.Around(expression));
    }

    /// <summary>True the first time it is called for a node; several fixes may want the same change.</summary>
    public bool IsFirstTime(SyntaxNode node) => changed.Add(node);

    /// <summary>Makes a function of the original document async, once; nothing if it is null, async already or top-level code.</summary>
    public void MakeAsync(SyntaxNode? function)
    {
        if (function is not null && !AsyncFunction.IsAsync(function) && madeAsync.Add(function))
        {
            AsyncFunction.MakeAsync(function, this);
        }
    }

    /// <summary>Adds a <c>using</c> directive unless the namespace is in scope at <paramref name="position"/>.</summary>
    public void AddUsing(string name, int position)
    {
        if (!Imports.InScope(Model, position, name))
        {
            usings.Add(name);
        }
    }

    /// <summary>A name for a new local at <paramref name="position"/>: the wished one, or with a number where that is taken.</summary>
    /// <param name="wished">The name to begin with.</param>
    /// <param name="position">Where the name must be free.</param>
    /// <param name="scope">A lambda or loop that alone sees the name, so that others of the member may have it too; null if the member sees it.</param>
    public string UniqueName(string wished, int position, SyntaxNode? scope = null)
    {
        var member = Member.Around(root.FindToken(position).Parent!);
        var name = wished;
        for (var number = 2; IsTaken(name); number++)
        {
            name = wished + number;
        }

        if (scope is null)
        {
            names.Add((member, name));
        }

        return name;

        bool IsTaken(string candidate) =>
            SyntaxFacts.GetKeywordKind(candidate) != SyntaxKind.None ||
            scope is null && names.Contains((member, candidate)) ||
            !Model.LookupSymbols(position, name: candidate).IsEmpty ||
            (scope ?? member).DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == candidate);
    }

    public Document GetChangedDocument()
    {
        var changedRoot = edits.GetChangedRoot();
        return document.WithSyntaxRoot(usings.Count > 0 && changedRoot is CompilationUnitSyntax unit ? Imports.Add(unit, usings, LineBreak) : changedRoot);
    }

    /// <summary>Lets the formatter lay out a new node.</summary>
    public static TNode Formatted<TNode>(TNode node)
        where TNode : SyntaxNode =>
        node.WithAdditionalAnnotations(Formatter.Annotation);

    private static SyntaxTrivia LineBreakOf(SyntaxNode root)
    {
        foreach (var trivia in root.DescendantTrivia())
        {
            if (trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            {
                return trivia;
            }
        }

        return SyntaxFactory.ElasticCarriageReturnLineFeed;
    }

    private static bool HasRemarks(SyntaxTriviaList trivia) =>
        trivia.Any(static trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));
}
