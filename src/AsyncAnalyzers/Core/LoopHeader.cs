using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Core;

/// <summary>Where a loop as a whole is reported: its body may be long.</summary>
internal static class LoopHeader
{
    /// <summary>From the keyword to the closing parenthesis, of <c>do</c> the part behind its body; null for a loop without one.</summary>
    public static Location? Of(ILoopOperation loop) => loop.Syntax switch
    {
        CommonForEachStatementSyntax each => Until(each, each.CloseParenToken),
        ForStatementSyntax count => Until(count, count.CloseParenToken),
        WhileStatementSyntax repeat => Until(repeat, repeat.CloseParenToken),
        DoStatementSyntax repeat => Location.Create(repeat.SyntaxTree, TextSpan.FromBounds(repeat.WhileKeyword.SpanStart, repeat.CloseParenToken.Span.End)),
        _ => null,
    };

    private static Location Until(SyntaxNode loop, SyntaxToken end) =>
        Location.Create(loop.SyntaxTree, TextSpan.FromBounds(loop.SpanStart, end.Span.End));
}
