using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>Changes the order of a list in parentheses. Line breaks and indentation stay where they are.</summary>
internal static class Slots
{
    /// <summary>False if comments or directives stand between the elements: nobody knows to which of them they belong.</summary>
    public static bool CanMove(SyntaxNode list)
    {
        var isFirst = true;
        foreach (var child in list.ChildNodesAndTokens())
        {
            // What stands before and after the parentheses does not matter.
            if (!isFirst && HasRemarks(child.GetLeadingTrivia()) || child.Span.End != list.Span.End && HasRemarks(child.GetTrailingTrivia()))
            {
                return false;
            }

            isFirst = false;
        }

        return true;
    }

    /// <summary>The elements with the given indexes, in this order.</summary>
    public static SeparatedSyntaxList<TNode> Arrange<TNode>(SeparatedSyntaxList<TNode> list, int[] order)
        where TNode : SyntaxNode =>
        SyntaxFactory.SeparatedList(
            order.Select((index, slot) => list[index].WithLeadingTrivia(list[slot].GetLeadingTrivia()).WithTrailingTrivia(list[slot].GetTrailingTrivia())),
            list.GetSeparators());

    private static bool HasRemarks(SyntaxTriviaList trivia) =>
        trivia.Any(static trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));
}
