using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Context;

/// <summary><c>using</c> → <c>await using</c>, as a statement and as a declaration.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class UseAwaitUsingFix() : AsyncFix(Rules.UseAwaitUsing)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node is UsingStatementSyntax or LocalDeclarationStatementSyntax)
        {
            yield return new("Dispose asynchronously with 'await using'", "await", edit => edit.Replace(target.Node, static current => current switch
            {
                UsingStatementSyntax statement => statement.WithUsingKeyword(statement.UsingKeyword.WithLeadingTrivia()).WithAwaitKeyword(Await(statement.UsingKeyword)),
                LocalDeclarationStatementSyntax declaration => declaration.WithUsingKeyword(declaration.UsingKeyword.WithLeadingTrivia()).WithAwaitKeyword(Await(declaration.UsingKeyword)),
                _ => current,
            }));
        }
    }

    private static SyntaxToken Await(SyntaxToken keyword) => Token(keyword.LeadingTrivia, SyntaxKind.AwaitKeyword, TriviaList(Space));
}
