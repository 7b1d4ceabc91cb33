using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.AsyncVoid;

/// <summary>Puts the body into a <c>try</c> whose <c>catch</c> writes the exception to the trace; what else to do is the author's.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class UnhandledAsyncVoidFix() : AsyncFix(Rules.UnhandledAsyncVoid)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        var function = target.Node.FirstAncestorOrSelf<SyntaxNode>(static node => node is MethodDeclarationSyntax || AsyncFunction.IsFunction(node));
        if (function is null || AsyncFunction.BodyOf(function) is not { } body)
        {
            yield break;
        }

        yield return new("Catch every exception and trace it", "catch", edit =>
        {
            var name = edit.UniqueName("exception", body.SpanStart, function);
            edit.Replace(function, current => WithBody(current, Guarded(AsyncFunction.BodyOf(current)!, name, edit.LineBreak)));
        });
    }

    private static BlockSyntax Guarded(SyntaxNode body, string name, SyntaxTrivia lineBreak)
    {
        var statements = body is BlockSyntax block ? block.Statements : SingletonList<StatementSyntax>(ExpressionStatement(((ExpressionSyntax)body).WithoutTrivia()));
        if (statements.Count > 0)
        {
            statements = statements.Replace(statements.First(), StatementList.First(statements.First()));
            statements = statements.Replace(statements.Last(), StatementList.EndingLine(statements.Last(), lineBreak));
        }

        var closing = body is BlockSyntax { CloseBraceToken: var brace } ? brace.LeadingTrivia.Where(static trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)) : [];
        var trace = ExpressionStatement(AwaitSyntax.Call(
            ParseExpression("global::System.Diagnostics.Trace").WithAdditionalAnnotations(Simplifier.Annotation),
            "TraceError",
            Argument(AwaitSyntax.Call(IdentifierName(name), "ToString"))));
        var handler = CatchClause(
            CatchDeclaration(TypeNames.Of("System.Exception").WithTrailingTrivia(Space), Identifier(name)),
            null,
            Block(trace.WithTrailingTrivia(lineBreak)));
        var inner = Block(statements);
        inner = inner.WithCloseBraceToken(inner.CloseBraceToken.WithLeadingTrivia(closing.SelectMany(comment => new[] { comment, lineBreak })));
        return DocumentEdit.Formatted(Block(TryStatement(inner, SingletonList(handler), null).WithTrailingTrivia(lineBreak)));
    }

    private static SyntaxNode WithBody(SyntaxNode function, BlockSyntax body) => function switch
    {
        MethodDeclarationSyntax { Body: { } old } method => method.WithBody(body.WithTriviaFrom(old)),
        MethodDeclarationSyntax method => method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(body.WithTrailingTrivia(method.SemicolonToken.TrailingTrivia)),
        LocalFunctionStatementSyntax { Body: { } old } local => local.WithBody(body.WithTriviaFrom(old)),
        LocalFunctionStatementSyntax local => local.WithExpressionBody(null).WithSemicolonToken(default).WithBody(body.WithTrailingTrivia(local.SemicolonToken.TrailingTrivia)),
        AnonymousMethodExpressionSyntax method => method.WithBlock(body.WithTriviaFrom(method.Block)),
        LambdaExpressionSyntax lambda => lambda.WithExpressionBody(null).WithBlock(body.WithTriviaFrom(lambda.Body)),
        _ => function,
    };
}
