using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>Rewrites <c>return task;</c> for a function that becomes async.</summary>
internal static class TaskReturn
{
    /// <param name="returned">The expression after <c>return</c> or <c>=&gt;</c> in the original document.</param>
    /// <param name="function">The function it belongs to.</param>
    /// <param name="hasResult">True if the function's task has a result.</param>
    /// <param name="edit">Receives the change.</param>
    public static void Rewrite(ExpressionSyntax returned, SyntaxNode function, bool hasResult, DocumentEdit edit)
    {
        if (returned is ThrowExpressionSyntax)
        {
            return;
        }

        var kind = CompletedTask.Classify(returned, edit.Model, edit.CancellationToken);
        var type = edit.Model.GetTypeInfo(returned, edit.CancellationToken).Type;
        if (kind == ReturnedTask.Running && !edit.Types.Awaitables.IsAwaitable(type, edit.Model, returned.SpanStart))
        {
            // Somebody forgot 'async': once it is there, the value is right.
            return;
        }

        var root = type is not null && edit.Types.Awaitables.IsTaskOrValueTask(type) ? returned.SyntaxTree.GetRoot(edit.CancellationToken) : null;
        if (returned.Parent is not ReturnStatementSyntax statement)
        {
            edit.Replace(returned, current => kind switch
            {
                ReturnedTask.Result when CompletedTask.ArgumentOf(current) is { } value => value.WithTriviaFrom(current),
                ReturnedTask.Exception when CompletedTask.ArgumentOf(current) is { } exception => Throw(exception).WithTriviaFrom(current),
                _ => Await(current, root).WithTriviaFrom(current),
            });
            return;
        }

        switch (kind)
        {
            case ReturnedTask.Exception:
                edit.Replace(statement, static current => CompletedTask.ArgumentOf(current.Expression!) is { } exception
                    ? ThrowStatement(Token(SyntaxKind.ThrowKeyword).WithTrailingTrivia(Space), exception.WithoutTrivia(), current.SemicolonToken).WithLeadingTrivia(current.GetLeadingTrivia())
                    : current);
                break;
            case ReturnedTask.Completed when IsAtEnd(statement, function) && statement.Parent is BlockSyntax:
                edit.Remove(statement);
                break;
            case ReturnedTask.Completed:
                edit.Replace(statement, static current => current.WithExpression(null).WithReturnKeyword(current.ReturnKeyword.WithTrailingTrivia()));
                break;
            case ReturnedTask.Result:
                edit.Replace(returned, current => CompletedTask.ArgumentOf(current) is { } value ? value.WithTriviaFrom(current) : Await(current, root).WithTriviaFrom(current));
                break;
            default:
                if (hasResult)
                {
                    edit.Replace(returned, current => Await(current, root).WithTriviaFrom(current));
                }
                else
                {
                    AwaitThenReturn(statement, function, root, edit);
                }

                break;
        }
    }

    private static void AwaitThenReturn(ReturnStatementSyntax statement, SyntaxNode function, SyntaxNode? root, DocumentEdit edit)
    {
        if (IsAtEnd(statement, function))
        {
            edit.Replace(statement, current => AwaitStatement(current, root));
        }
        else if (statement.Parent is BlockSyntax or SwitchSectionSyntax)
        {
            edit.InsertAfter(statement, [DocumentEdit.Formatted(ReturnStatement().WithTrailingTrivia(edit.LineBreak))]);
            edit.Replace(statement, current => AwaitStatement(current, root));
        }
        else
        {
            edit.Replace(statement, current => DocumentEdit.Formatted(
                Block(AwaitStatement(current, root).WithLeadingTrivia(), ReturnStatement()).WithTriviaFrom(current)));
        }
    }

    /// <param name="task">What is returned.</param>
    /// <param name="root">The file whose awaits say whether this one is configured; null if the task cannot be.</param>
    private static AwaitExpressionSyntax Await(ExpressionSyntax task, SyntaxNode? root) =>
        AwaitSyntax.Await(root is null ? task : ConfigureAwaitStyle.Apply(task.WithoutTrivia(), root));

    private static ExpressionStatementSyntax AwaitStatement(ReturnStatementSyntax statement, SyntaxNode? root) =>
        ExpressionStatement(Await(statement.Expression!, root), statement.SemicolonToken).WithLeadingTrivia(statement.GetLeadingTrivia());

    private static ThrowExpressionSyntax Throw(ExpressionSyntax exception) =>
        ThrowExpression(Token(SyntaxKind.ThrowKeyword).WithTrailingTrivia(Space), exception.WithoutTrivia());

    /// <summary>True if the function ends after the statement, so that no <c>return;</c> is needed.</summary>
    public static bool IsAtEnd(StatementSyntax statement, SyntaxNode function)
    {
        switch (statement.Parent)
        {
            case BlockSyntax block:
                return block.Statements.Last(static last => last is not LocalFunctionStatementSyntax) == statement &&
                    (block.Parent == function || block.Parent is StatementSyntax outer && !IsLoop(outer) && IsAtEnd(outer, function) ||
                        block.Parent is ElseClauseSyntax or CatchClauseSyntax && IsAtEnd((StatementSyntax)block.Parent.Parent!, function));
            case ElseClauseSyntax otherwise:
                return IsAtEnd((StatementSyntax)otherwise.Parent!, function);
            case IfStatementSyntax or UsingStatementSyntax or LockStatementSyntax:
                return IsAtEnd((StatementSyntax)statement.Parent, function);
            default:
                return false;
        }
    }

    private static bool IsLoop(StatementSyntax statement) =>
        statement is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax;
}
