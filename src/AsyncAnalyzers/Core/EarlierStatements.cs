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
            foreach (var statement in Statements.In(node.Parent))
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
