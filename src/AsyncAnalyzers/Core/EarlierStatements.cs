using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Core;

/// <summary>The statements that stand before some code in the blocks around it, within the same function.</summary>
internal static class EarlierStatements
{
    public static IEnumerable<StatementSyntax> Of(SyntaxNode code)
    {
        for (var node = code; node is not (null or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax); node = node.Parent)
        {
            var list = node.Parent switch
            {
                BlockSyntax block => block.Statements,
                SwitchSectionSyntax section => section.Statements,
                _ => default,
            };
            foreach (var statement in list)
            {
                if (statement == node)
                {
                    break;
                }

                yield return statement;
            }
        }
    }
}
