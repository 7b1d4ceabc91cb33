using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Blocking;

/// <summary>
/// A <c>Parallel.ForEach</c> to be written as <c>Parallel.ForEachAsync</c>. A body that blocks on tasks becomes async and awaits them; any other one stays
/// synchronous and returns a completed <c>ValueTask</c>, for an async lambda without <c>await</c> would be a compiler warning.
/// </summary>
/// <param name="call">The call.</param>
/// <param name="lambda">Its body.</param>
/// <param name="cancellation">The token to pass on; null if there is none, or the call has options.</param>
/// <param name="target">The diagnostic.</param>
internal sealed class ParallelLoop(InvocationExpressionSyntax call, AnonymousFunctionExpressionSyntax lambda, string? cancellation, FixTarget target)
{
    public void Apply(DocumentEdit edit)
    {
        // The innermost first.
        var waits = Waits().Reverse().ToArray();
        foreach (var (wait, kind) in waits)
        {
            edit.Replace(wait, current => AwaitedWait.Peel(current, kind) is { } task ? AwaitSyntax.Await(current, task, wait) : current);
        }

        var isAsync = waits.Length > 0;
        if (!isAsync)
        {
            foreach (var returned in lambda.Body.DescendantNodes(static node => !AsyncFunction.IsFunction(node)).OfType<ReturnStatementSyntax>())
            {
                edit.Replace(returned, static current => Return().WithTriviaFrom(current));
            }
        }

        var reachesEnd = !isAsync && lambda.Block is { } block && ReachesEnd(block);
        var token = edit.UniqueName("token", lambda.SpanStart, lambda);
        edit.Replace(lambda, current => WithToken(current, token, isAsync, reachesEnd, edit.LineBreak));
        edit.Await(call, current => Renamed((InvocationExpressionSyntax)current));
    }

    /// <summary>The only parameter; null if there are none or several.</summary>
    public static ParameterSyntax? ParameterOf(AnonymousFunctionExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => simple.Parameter,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [var parameter] } => parameter,
        AnonymousMethodExpressionSyntax { ParameterList.Parameters: [var parameter] } => parameter,
        _ => null,
    };

    /// <summary>The waits of the body itself that <c>await</c> can do instead.</summary>
    private IEnumerable<(ExpressionSyntax Wait, BlockingWaitKind Kind)> Waits()
    {
        foreach (var node in lambda.Body.DescendantNodesAndSelf(static node => !AsyncFunction.IsFunction(node)).OfType<ExpressionSyntax>())
        {
            if (node is InvocationExpressionSyntax or MemberAccessExpressionSyntax &&
                target.Model.GetOperation(node, target.CancellationToken) is { } operation &&
                BlockingWait.Of(operation, target.Types) is { Kind: BlockingWaitKind.Wait or BlockingWaitKind.Result or BlockingWaitKind.GetResult } wait &&
                node is not InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } &&
                Unconditional.BindingOf(node) is null &&
                AwaitLegality.IsLegal(node, lambda, target.Model, target.CancellationToken) &&
                (wait.Kind == BlockingWaitKind.GetResult || !AwaitedWait.CatchesAggregate(node, target.Model, target.CancellationToken)))
            {
                yield return (node, wait.Kind);
            }
        }
    }

    /// <summary>Asks for the statements: the block itself ends with a <c>return</c> of the compiler's own.</summary>
    private bool ReachesEnd(BlockSyntax block) =>
        block.Statements.Count == 0 || target.Model.AnalyzeControlFlow(block.Statements[0], block.Statements[block.Statements.Count - 1]) is { Succeeded: true, EndPointIsReachable: true };

    private static ParenthesizedLambdaExpressionSyntax WithToken(AnonymousFunctionExpressionSyntax lambda, string token, bool isAsync, bool reachesEnd, SyntaxTrivia lineBreak)
    {
        var item = ParameterOf(lambda)!.WithoutTrivia();
        var added = Parameter(Identifier(token));
        if (item.Type is not null)
        {
            added = added.WithType(TypeNames.Of("System.Threading.CancellationToken").WithTrailingTrivia(Space));
        }

        var arrow = lambda is LambdaExpressionSyntax { ArrowToken: var own } ? own : Token(SyntaxKind.EqualsGreaterThanToken).WithTrailingTrivia(Space);
        var parameters = ParameterList(SeparatedList([item, added], [Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space)])).WithTrailingTrivia(Space);
        var modifiers = lambda.Modifiers;
        if (modifiers.Count > 0)
        {
            modifiers = modifiers.Replace(modifiers[0], modifiers[0].WithLeadingTrivia());
        }

        if (isAsync)
        {
            modifiers = modifiers.Add(Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(Space));
        }

        var (block, expression) = (lambda.Block, lambda.ExpressionBody);
        if (!isAsync && expression is not (null or ThrowExpressionSyntax))
        {
            (block, expression) = (DocumentEdit.Formatted(Block(ExpressionStatement(expression), Return())), null);
        }
        else if (reachesEnd && block is not null)
        {
            block = Completed(block, lineBreak);
        }

        return ParenthesizedLambdaExpression(modifiers, parameters, arrow, block, expression).WithTriviaFrom(lambda);
    }

    /// <summary>The block with a <c>return</c> at its end, on the same line if the block has only one.</summary>
    private static BlockSyntax Completed(BlockSyntax block, SyntaxTrivia lineBreak)
    {
        var isOneLine = !block.OpenBraceToken.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia) && !block.Statements.Any(static statement => statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia));
        return block.AddStatements(isOneLine ? Return().WithTrailingTrivia(Space) : DocumentEdit.Formatted(Return().WithTrailingTrivia(lineBreak)));
    }

    private static ReturnStatementSyntax Return() =>
        ReturnStatement(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, TypeNames.Of("System.Threading.Tasks.ValueTask"), IdentifierName("CompletedTask")))
            .WithReturnKeyword(Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space));

    private InvocationExpressionSyntax Renamed(InvocationExpressionSyntax current)
    {
        var name = current.Expression is MemberAccessExpressionSyntax access ? access.Name : (SimpleNameSyntax)current.Expression;
        current = current.ReplaceToken(name.Identifier, Identifier("ForEachAsync").WithTriviaFrom(name.Identifier));
        if (cancellation is null)
        {
            return current;
        }

        var isNamed = current.ArgumentList.Arguments.Any(static argument => argument.NameColon is not null);
        var passed = Argument(ParseExpression(cancellation));
        return current.WithArgumentList(current.ArgumentList.WithArguments(WithSecond(
            current.ArgumentList.Arguments,
            isNamed ? passed.WithNameColon(NameColon(IdentifierName("cancellationToken"), Token(SyntaxKind.ColonToken).WithTrailingTrivia(Space))) : passed)));
    }

    /// <summary>The arguments with one more between them, on the line of the first.</summary>
    private static SeparatedSyntaxList<ArgumentSyntax> WithSecond(SeparatedSyntaxList<ArgumentSyntax> arguments, ArgumentSyntax added) =>
        SeparatedList([arguments[0], added, arguments[1]], [Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space), arguments.GetSeparator(0)]);
}
