using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>Replacements in the original text, for fixes that take statements apart and put their pieces together anew.</summary>
internal sealed class TextEdits(SourceText text)
{
    private readonly SortedDictionary<int, (TextSpan Span, string Replacement)> edits = [];

    public void Replace(TextSpan span, string replacement) => edits[span.Start] = (span, replacement);

    /// <summary>The text of a node without its outer trivia, with the replacements inside it made.</summary>
    public string Of(SyntaxNode node) => Of(node.Span);

    /// <inheritdoc cref="Of(SyntaxNode)"/>
    public string Of(TextSpan range)
    {
        var result = new StringBuilder();
        var position = range.Start;
        foreach (var (span, replacement) in edits.Values)
        {
            if (span.Start >= position && span.End <= range.End)
            {
                result.Append(text.ToString(TextSpan.FromBounds(position, span.Start))).Append(replacement);
                position = span.End;
            }
        }

        return result.Append(text.ToString(TextSpan.FromBounds(position, range.End))).ToString();
    }
}
