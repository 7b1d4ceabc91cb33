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
    private readonly List<(SyntaxNode Member, Action<SyntaxEditor> Change)> changes = [];

    /// <summary>Notes a change to a node of the original tree.</summary>
    public void Add(SyntaxNode node, Action<SyntaxEditor> change) => changes.Add((Member.Around(node), change));

    public SyntaxNode GetChangedRoot()
    {
        var editors = new Dictionary<SyntaxNode, SyntaxEditor>();
        var areApart = changes.TrueForAll(static change => change.Member is not (BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax or CompilationUnitSyntax));
        foreach (var (member, change) in changes)
        {
            // A type or a file holds members that may be changed, too.
            var edited = areApart ? member : root;
            if (!editors.TryGetValue(edited, out var editor))
            {
                editors.Add(edited, editor = new(edited, services));
            }

            change(editor);
        }

        return root.ReplaceNodes(editors.Keys, (original, _) => editors[original].GetChangedRoot());
    }
}
