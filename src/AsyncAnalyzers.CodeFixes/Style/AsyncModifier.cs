using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Style;

/// <summary>Takes <c>async</c> away from a function; comments in front of it stay.</summary>
internal static class AsyncModifier
{
    public static SyntaxNode Remove(SyntaxNode function)
    {
        var leading = function.GetLeadingTrivia();
        var bare = function switch
        {
            MethodDeclarationSyntax method => method.WithModifiers(Without(method.Modifiers)),
            LocalFunctionStatementSyntax local => local.WithModifiers(Without(local.Modifiers)),
            AnonymousFunctionExpressionSyntax lambda => lambda.WithModifiers(Without(lambda.Modifiers)),
            _ => function,
        };
        return bare.WithLeadingTrivia(leading);
    }

    private static SyntaxTokenList Without(SyntaxTokenList modifiers) =>
        modifiers.IndexOf(SyntaxKind.AsyncKeyword) is >= 0 and var index ? modifiers.RemoveAt(index) : modifiers;
}
