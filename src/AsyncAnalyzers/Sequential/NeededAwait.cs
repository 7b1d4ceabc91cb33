using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Sequential;

/// <summary>Says whether an async function has a reason to be one. Walks its syntax; only for candidates.</summary>
internal static class NeededAwait
{
    /// <summary>True if the function awaits anything that is not complete already, nested functions left out.</summary>
    public static bool IsIn(SyntaxNode function, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        foreach (var node in function.DescendantNodes(node => node == function || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            var isNeeded = node switch
            {
                AwaitExpressionSyntax => model.GetOperation(node, cancellationToken) is not IAwaitOperation awaited || CompletedAwait.Of(awaited, types) is not { IsAwaitNeedless: true },
                CommonForEachStatementSyntax loop => loop.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
                UsingStatementSyntax section => section.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
                LocalDeclarationStatementSyntax declaration => declaration.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
                _ => false,
            };
            if (isNeeded)
            {
                return true;
            }
        }

        return false;
    }
}
