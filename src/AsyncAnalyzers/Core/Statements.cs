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
}
