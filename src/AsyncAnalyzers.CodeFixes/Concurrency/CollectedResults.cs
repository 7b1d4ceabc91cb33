using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Concurrency;

/// <summary>
/// <c>await Task.WhenAll(xs.Select(async x => { …; list.Add(y); }));</c> → <c>list.AddRange(await Task.WhenAll(xs.Select(async x => { …; return y; })));</c>.
/// Only where adding is the last thing that every run of the lambda does, and it does nothing else with the list. The results come in the order of the items.
/// </summary>
internal static class CollectedResults
{
    public static FixForm? Form(IOperation mention, FixTarget target)
    {
        if (mention.Type is not { Name: "List" or "HashSet" } type ||
            target.Node is not ExpressionSyntax list ||
            list.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add", Parent: InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var value }] } add } access || access.Expression != list ||
            LambdaOf(add) is not { AsyncKeyword.RawKind: not 0 } lambda ||
            SelectOf(lambda) is not { } select ||
            AwaitOf(select, target) is not { Parent: ExpressionStatementSyntax } wait ||
            list.DescendantNodesAndSelf().Any(node => node is not (IdentifierNameSyntax or MemberAccessExpressionSyntax or ThisExpressionSyntax)) ||
            Names(lambda, list) != 1 ||
            lambda.DescendantNodes().Any(node => node is ReturnStatementSyntax && node.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() == lambda))
        {
            return null;
        }

        return new("Return the value and use the result of Task.WhenAll", "return", edit =>
        {
            if (!edit.IsFirstTime(wait))
            {
                return;
            }

            if (add.Parent is ExpressionStatementSyntax statement)
            {
                edit.Replace(statement, current => ReturnStatement(Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space), Value(((ExpressionStatementSyntax)current).Expression), ((ExpressionStatementSyntax)current).SemicolonToken).WithTriviaFrom(current));
            }
            else
            {
                edit.Replace(add, current => Value(current).WithTriviaFrom(current));
            }

            edit.Replace(wait, current => AwaitSyntax.Call(list.WithoutTrivia(), type.Name == "List" ? "AddRange" : "UnionWith", Argument(current.WithoutTrivia())).WithTriviaFrom(current));
        });
    }

    /// <summary>What is added, as other fixes have left it.</summary>
    private static ExpressionSyntax Value(ExpressionSyntax add) => ((InvocationExpressionSyntax)add).ArgumentList.Arguments[0].Expression.WithoutTrivia();

    /// <summary>The lambda whose last act the call is.</summary>
    private static LambdaExpressionSyntax? LambdaOf(InvocationExpressionSyntax add) => add.Parent switch
    {
        LambdaExpressionSyntax lambda => lambda,
        ExpressionStatementSyntax { Parent: BlockSyntax { Parent: LambdaExpressionSyntax lambda, Statements: var statements } } statement when statements.Last() == statement => lambda,
        _ => null,
    };

    private static InvocationExpressionSyntax? SelectOf(LambdaExpressionSyntax lambda) =>
        lambda.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: IdentifierNameSyntax { Identifier.ValueText: "Select" } } } call } } ? call : null;

    /// <summary>The <c>await</c> of the <c>WhenAll</c> that the query is given to, through <c>ToList</c> and <c>ConfigureAwait</c>.</summary>
    private static AwaitExpressionSyntax? AwaitOf(InvocationExpressionSyntax select, FixTarget target)
    {
        for (ExpressionSyntax query = select; ;)
        {
            switch (query.Parent)
            {
                case MemberAccessExpressionSyntax { Name: IdentifierNameSyntax { Identifier.ValueText: "ToList" or "ToArray" }, Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } call }:
                    query = call;
                    break;
                case ArgumentSyntax { Parent: ArgumentListSyntax { Arguments.Count: 1, Parent: InvocationExpressionSyntax all } } when target.Model.GetSymbolInfo(all, target.CancellationToken).Symbol is IMethodSymbol { Name: "WhenAll" }:
                    return all.Parent as AwaitExpressionSyntax ??
                        (all.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax configured } } ? configured : null);
                default:
                    return null;
            }
        }
    }

    private static int Names(LambdaExpressionSyntax lambda, ExpressionSyntax list)
    {
        var name = list.DescendantTokens().Last().ValueText;
        return lambda.DescendantTokens().Count(token => token.ValueText == name && token.IsKind(SyntaxKind.IdentifierToken));
    }
}
