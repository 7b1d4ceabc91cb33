using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.AsyncVoid;

/// <summary>Writes <c>list.ForEach(async x => …);</c> as a <c>foreach</c> statement.</summary>
internal static class ForEachLoop
{
    /// <summary>False where a <c>return</c> of the lambda stands in a loop or switch of its own, where <c>continue</c> would mean another loop.</summary>
    public static bool CanReplace(AnonymousFunctionExpressionSyntax lambda) =>
        Parameters(lambda).Count == 1 &&
        ReturnsOf(lambda).All(returned => !returned.Ancestors().TakeWhile(around => around != lambda).Any(static around =>
            around is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax));

    public static StatementSyntax Of(ExpressionStatementSyntax statement, bool isArray, AnonymousFunctionExpressionSyntax? given = null)
    {
        var call = (InvocationExpressionSyntax)statement.Expression;
        var arguments = call.ArgumentList.Arguments;
        var lambda = given ?? (AnonymousFunctionExpressionSyntax)arguments.Last().Expression;
        var source = isArray ? arguments[0].Expression : ((MemberAccessExpressionSyntax)call.Expression).Expression;
        var parameter = Parameters(lambda)[0];
        var loop = ForEachStatement(
            parameter.Type?.WithoutTrivia() ?? ParseTypeName("var"),
            parameter.Identifier.WithoutTrivia(),
            source.WithoutTrivia(),
            BodyOf(lambda));
        return DocumentEdit.Formatted(loop.WithTriviaFrom(statement));
    }

    public static IReadOnlyList<ParameterSyntax> Parameters(AnonymousFunctionExpressionSyntax lambda) => lambda switch
    {
        // A collection expression would become a SeparatedSyntaxList here, whose Add is lost on an immutable list.
        SimpleLambdaExpressionSyntax simple => new[] { simple.Parameter },
        ParenthesizedLambdaExpressionSyntax parenthesized => parenthesized.ParameterList.Parameters,
        AnonymousMethodExpressionSyntax { ParameterList: { } list } => list.Parameters,
        _ => [],
    };

    private static BlockSyntax BodyOf(AnonymousFunctionExpressionSyntax lambda)
    {
        if (lambda.Block is not { } block)
        {
            return Block(ExpressionStatement(lambda.ExpressionBody!.WithoutTrivia()));
        }

        return block.ReplaceNodes(ReturnsOf(lambda), static (returned, _) => ContinueStatement().WithTriviaFrom(returned)).WithoutTrivia();
    }

    private static IEnumerable<ReturnStatementSyntax> ReturnsOf(AnonymousFunctionExpressionSyntax lambda) =>
        lambda.Body.DescendantNodes(static node => !AsyncFunction.IsFunction(node)).OfType<ReturnStatementSyntax>();
}
