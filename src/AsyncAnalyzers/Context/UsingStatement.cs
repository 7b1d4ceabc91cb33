using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Context;

/// <summary>What <c>using</c> statements and declarations have in common.</summary>
internal static class UsingStatement
{
    public static SyntaxToken KeywordOf(SyntaxNode node) => node switch
    {
        UsingStatementSyntax statement => statement.UsingKeyword,
        LocalDeclarationStatementSyntax declaration => declaration.UsingKeyword,
        _ => node.GetFirstToken(),
    };
}
