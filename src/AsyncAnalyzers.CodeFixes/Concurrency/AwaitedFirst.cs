using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Concurrency;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Concurrency;

/// <summary>A statement, or the body of a function, in which a local takes what is awaited before the assignment that uses it.</summary>
/// <param name="Assignment">What is reported.</param>
/// <param name="Awaited">The part of its right side that moves in front.</param>
/// <param name="Body">The body of an expression-bodied function; null if the assignment stands in a statement.</param>
/// <param name="Returns">True if that function has a result.</param>
internal sealed record AwaitedFirst(AssignmentExpressionSyntax Assignment, ExpressionSyntax Awaited, SyntaxNode? Body, bool Returns)
{
    /// <summary>Null where the await would then be evaluated at another time than before, or not always.</summary>
    public static AwaitedFirst? Of(AssignmentExpressionSyntax assignment, IAssignmentOperation operation, FixTarget target)
    {
        var awaited = operation is ICompoundAssignmentOperation ? assignment.Right : SingleAwait(assignment.Right);
        if (awaited is null)
        {
            return null;
        }

        var function = AsyncFunction.Around(assignment);
        if (function is not null && AsyncFunction.BodyOf(function) == assignment)
        {
            var symbol = AsyncFunction.SymbolOf(function, target.Model, target.CancellationToken);
            return symbol is null ? null : new(assignment, awaited, function, !symbol.ReturnsVoid && target.Types.Awaitables.ResultOf(symbol.ReturnType) is not null);
        }

        return assignment.Parent switch
        {
            ExpressionStatementSyntax { Parent: not (GlobalStatementSyntax or LabeledStatementSyntax) } => new(assignment, awaited, null, false),
            ReturnStatementSyntax => new(assignment, awaited, null, false),
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax, UsingKeyword.RawKind: 0 } } } } => new(assignment, awaited, null, false),
            _ => null,
        };
    }

    public void Apply(DocumentEdit edit)
    {
        if (Body is not null)
        {
            var local = edit.UniqueName("value", Assignment.SpanStart, Body);
            edit.Replace(Body, current => WithBlock(current, local, edit));
            return;
        }

        var statement = Assignment.FirstAncestorOrSelf<StatementSyntax>()!;
        var earlier = Earlier(edit);
        var name = edit.UniqueName(earlier == 0 ? "value" : $"value{earlier + 1}", statement.SpanStart);
        if (statement.Parent is not (BlockSyntax or SwitchSectionSyntax))
        {
            edit.Replace(statement, current => DocumentEdit.Formatted(Block(
                Declaration(AwaitedIn(AssignmentIn(current)), name).WithTrailingTrivia(edit.LineBreak),
                Use(current, name).WithLeadingTrivia().WithTrailingTrivia(edit.LineBreak)).WithTriviaFrom(current)));
            return;
        }

        edit.InsertBefore(statement, [DocumentEdit.Formatted(Declaration(Awaited, name).WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(edit.LineBreak))]);
        edit.Replace(statement, current => DocumentEdit.Formatted(Use(current, name).WithLeadingTrivia(IndentationOf(current))));
    }

    /// <summary>How many of the same kind stand before it in the member: so that they are numbered in the order of the text, though Fix All begins with the last.</summary>
    private int Earlier(DocumentEdit edit)
    {
        var count = 0;
        foreach (var node in Member.Around(Assignment).DescendantNodes())
        {
            if (node is AssignmentExpressionSyntax other && other.SpanStart < Assignment.SpanStart && other.Parent is StatementSyntax or EqualsValueClauseSyntax && StaleWrite.HasAwait(other.Right) &&
                edit.Model.GetOperation(other, edit.CancellationToken) is IAssignmentOperation operation && RunsOnce.MemberAround(operation, edit.CancellationToken) is { } member &&
                SharedPlace.Of(operation.Target, member) is { } place && StaleWrite.Of(operation, place) == StaleWriteKind.Update)
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>The only await on the right side, if it is always evaluated and nothing before it has an effect.</summary>
    private static AwaitExpressionSyntax? SingleAwait(ExpressionSyntax right)
    {
        AwaitExpressionSyntax? found = null;
        foreach (var node in right.DescendantNodesAndSelf(static inner => inner is not AnonymousFunctionExpressionSyntax))
        {
            if (node is AwaitExpressionSyntax await)
            {
                if (found is not null)
                {
                    return null;
                }

                found = await;
            }
        }

        if (found is null)
        {
            return null;
        }

        foreach (var node in right.DescendantNodesAndSelf())
        {
            var isInside = found.Span.Contains(node.Span);
            if (!isInside && node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax && !node.Span.Contains(found.Span) ||
                !isInside && node is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } ||
                node.Span.Contains(found.Span) && node is ConditionalExpressionSyntax or SwitchExpressionSyntax or ConditionalAccessExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression })
            {
                return null;
            }
        }

        return found;
    }

    private SyntaxNode WithBlock(SyntaxNode function, string local, DocumentEdit edit)
    {
        var assignment = AssignmentIn(AsyncFunction.BodyOf(function)!);
        var declaration = Declaration(AwaitedIn(assignment), local).WithTrailingTrivia(edit.LineBreak);
        var changed = assignment.ReplaceNode(AwaitedIn(assignment), IdentifierName(local)).WithoutTrivia();
        StatementSyntax use = Returns
            ? ReturnStatement(Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space), changed, Token(SyntaxKind.SemicolonToken))
            : ExpressionStatement(changed);
        var block = Block(
            Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(edit.LineBreak),
            List([declaration, use.WithTrailingTrivia(edit.LineBreak)]),
            Token(SyntaxKind.CloseBraceToken));
        return function switch
        {
            MethodDeclarationSyntax method => DocumentEdit.Formatted(method.WithParameterList(method.ParameterList.WithTrailingTrivia(edit.LineBreak)).WithExpressionBody(null).WithSemicolonToken(default).WithBody(block.WithTrailingTrivia(method.SemicolonToken.TrailingTrivia))),
            LocalFunctionStatementSyntax inner => DocumentEdit.Formatted(inner.WithParameterList(inner.ParameterList.WithTrailingTrivia(edit.LineBreak)).WithExpressionBody(null).WithSemicolonToken(default).WithBody(block.WithTrailingTrivia(inner.SemicolonToken.TrailingTrivia))),
            LambdaExpressionSyntax lambda => DocumentEdit.Formatted(lambda.WithBody(block).WithArrowToken(lambda.ArrowToken.WithTrailingTrivia(edit.LineBreak))),
            _ => function,
        };
    }

    private static StatementSyntax Declaration(ExpressionSyntax value, string name) => LocalDeclarationStatement(
        VariableDeclaration(IdentifierName("var").WithTrailingTrivia(Space))
            .AddVariables(VariableDeclarator(Identifier(name).WithTrailingTrivia(Space), null, EqualsValueClause(Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space), value.WithoutTrivia()))));

    private StatementSyntax Use(StatementSyntax current, string name)
    {
        var assignment = AssignmentIn(current);
        return current.ReplaceNode(AwaitedIn(assignment), IdentifierName(name).WithTriviaFrom(AwaitedIn(assignment)));
    }

    private static AssignmentExpressionSyntax AssignmentIn(SyntaxNode scope) => scope.DescendantNodesAndSelf().OfType<AssignmentExpressionSyntax>().First();

    private ExpressionSyntax AwaitedIn(AssignmentExpressionSyntax present) => Awaited == Assignment.Right ? present.Right : present.Right.DescendantNodesAndSelf().OfType<AwaitExpressionSyntax>().First();

    /// <summary>Of the line itself, without the comments above it, which stay above.</summary>
    private static SyntaxTriviaList IndentationOf(StatementSyntax statement) => TriviaList(statement.GetLeadingTrivia().Reverse().TakeWhile(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse());
}
