using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>The statements of a block or <c>switch</c> section, rewritten together.</summary>
internal static class StatementList
{
    /// <summary>The statements among which this one stands; null for an embedded or global one.</summary>
    public static SyntaxList<StatementSyntax>? Around(StatementSyntax statement) => statement.Parent is BlockSyntax or SwitchSectionSyntax ? Statements.In(statement.Parent) : null;

    /// <summary>
    /// The present form of a block or section with its statements changed. <paramref name="change"/> gets them and the place of <paramref name="anchor"/>,
    /// which another fix may have moved into a block further in; where it is not found, nothing changes.
    /// </summary>
    public static SyntaxNode Change(SyntaxNode current, StatementSyntax anchor, int index, Func<SyntaxList<StatementSyntax>, int, SyntaxList<StatementSyntax>> change)
    {
        var statements = Statements.In(current);
        if (index < statements.Count && AreEquivalent(statements[index], anchor))
        {
            return With(current, change(statements, index));
        }

        foreach (var inner in current.DescendantNodes().OfType<BlockSyntax>())
        {
            for (var place = 0; place < inner.Statements.Count; place++)
            {
                if (AreEquivalent(inner.Statements[place], anchor))
                {
                    return current.ReplaceNode(inner, inner.WithStatements(change(inner.Statements, place)));
                }
            }
        }

        return current;
    }

    /// <summary>The statement as the first of a block: its comments, but no blank line in front of them.</summary>
    public static TStatement First<TStatement>(TStatement statement)
        where TStatement : StatementSyntax
    {
        var leading = statement.GetLeadingTrivia();
        var kept = 0;
        for (var index = 0; index < leading.Count && (leading[index].IsKind(SyntaxKind.WhitespaceTrivia) || leading[index].IsKind(SyntaxKind.EndOfLineTrivia)); index++)
        {
            kept = leading[index].IsKind(SyntaxKind.EndOfLineTrivia) ? index + 1 : kept;
        }

        return statement.WithLeadingTrivia(leading.Skip(kept));
    }

    /// <summary><c>try { … } finally { … }</c>, laid out by the formatter.</summary>
    public static TryStatementSyntax TryFinally(IEnumerable<StatementSyntax> body, StatementSyntax last, SyntaxTrivia lineBreak) =>
        TryStatement(Block(body), List<CatchClauseSyntax>(), FinallyClause(Block(EndingLine(First(last), lineBreak)))).WithTrailingTrivia(lineBreak);

    public static TStatement EndingLine<TStatement>(TStatement statement, SyntaxTrivia lineBreak)
        where TStatement : StatementSyntax =>
        statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) ? statement : statement.WithTrailingTrivia(statement.GetTrailingTrivia().Add(lineBreak));

    private static SyntaxNode With(SyntaxNode node, SyntaxList<StatementSyntax> statements) => node switch
    {
        BlockSyntax block => block.WithStatements(statements),
        SwitchSectionSyntax section => section.WithStatements(statements),
        _ => node,
    };
}
