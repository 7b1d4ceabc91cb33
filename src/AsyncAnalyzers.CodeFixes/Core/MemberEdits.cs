using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Host;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>
/// Changes to the nodes of one tree, made member by member: for each of its changes a <see cref="SyntaxEditor"/> looks through all it edits,
/// so that one editor for a whole file takes time that grows with the square of the file.
/// </summary>
internal sealed class MemberEdits(SyntaxNode root, SolutionServices services)
{
    private readonly List<(SyntaxNode Node, Action<SyntaxEditor> Change)> changes = [];

    /// <summary>Notes a change to a node of the original tree.</summary>
    public void Add(SyntaxNode node, Action<SyntaxEditor> change) => changes.Add((node, change));

    public SyntaxNode GetChangedRoot()
    {
        var editors = new Dictionary<SyntaxNode, SyntaxEditor>();
        var isOutsideOfMembers = changes.Exists(static change => MemberAround(change.Node) is null);
        foreach (var (node, change) in changes)
        {
            var edited = isOutsideOfMembers ? root : MemberAround(node)!;
            if (!editors.TryGetValue(edited, out var editor))
            {
                editors.Add(edited, editor = new(edited, services));
            }

            change(editor);
        }

        return root.ReplaceNodes(editors.Keys, (original, _) => editors[original].GetChangedRoot());
    }

    /// <summary>The method, property, field or other member that holds the node; null for top-level code and for types themselves.</summary>
    private static SyntaxNode? MemberAround(SyntaxNode node) =>
        node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member and not (BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax or GlobalStatementSyntax) ? member : null;
}
