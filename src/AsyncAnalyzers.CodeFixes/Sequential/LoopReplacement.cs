using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.CodeFixes.Sequential;

/// <summary>Puts a statement given as text in the place of a loop.</summary>
internal static class LoopReplacement
{
    public static void Replace(LoopText loop, string statement, IReadOnlyCollection<TextSpan> kept, DocumentEdit edit)
    {
        var parsed = Parse(loop.CommentsOutside(kept) + statement);
        edit.AddUsing("System.Threading.Tasks", loop.Loop.SpanStart);

        // Another fix may have changed the loop: what the text says is then no longer what it was made from.
        edit.Replace(loop.Loop, current => current.IsEquivalentTo(loop.Loop)
            ? parsed.WithLeadingTrivia(current.GetLeadingTrivia().AddRange(parsed.GetLeadingTrivia())).WithTrailingTrivia(current.GetTrailingTrivia())
            : current);
    }

    public static ExpressionSyntax ParseExpression(string text) => ((ExpressionStatementSyntax)Parse(text + ";")).Expression;

    /// <summary>Parsed inside an async function, where <c>await</c> is a keyword.</summary>
    private static StatementSyntax Parse(string text)
    {
        var method = (MethodDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"async void M() {{\n{text}}}")!;
        return method.Body!.Statements[0];
    }
}
