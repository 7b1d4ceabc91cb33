using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Core;

/// <summary>What blocks and sections of a <c>switch</c> have in common.</summary>
internal static class Statements
{
    /// <summary>The statements of a block or section; none for any other node.</summary>
    public static SyntaxList<StatementSyntax> In(SyntaxNode? list) => list switch
    {
        BlockSyntax block => block.Statements,
        SwitchSectionSyntax section => section.Statements,
        _ => default,
    };

    /// <summary>The statement before this one in its block or section; null if there is none. Searched by halves: a block may have thousands.</summary>
    public static StatementSyntax? Before(StatementSyntax statement)
    {
        var list = In(statement.Parent);
        var (first, end) = (0, list.Count);
        while (first < end)
        {
            var middle = (first + end) / 2;
            if (list[middle].SpanStart < statement.SpanStart)
            {
                first = middle + 1;
            }
            else
            {
                end = middle;
            }
        }

        return first > 0 ? list[first - 1] : null;
    }
}
