using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.TaskShape;

/// <summary>Makes the function async where it awaits something then, or <c>throw e;</c> → <c>return Task.FromException(e);</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class SynchronousThrowFix() : AsyncFix(Rules.SynchronousThrow)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<SyntaxNode>(static node => node is ThrowStatementSyntax or ThrowExpressionSyntax) is not { } thrown || AsyncFunction.Around(thrown) is not { } function)
        {
            yield break;
        }

        if (AwaitsSomething(function, target) && AsyncFunction.CanMakeAsync(function, target.Model, target.Types, target.CancellationToken))
        {
            yield return new("Make the function async", "async", edit => edit.MakeAsync(function));
        }

        if (target.Model.GetEnclosingSymbol(thrown.SpanStart, target.CancellationToken) is IMethodSymbol { ReturnType: INamedTypeSymbol type } && FailedTask(type, thrown.SpanStart, target) is { } failed)
        {
            switch (thrown)
            {
                case ThrowStatementSyntax { Expression: not null } statement:
                    yield return new("Return a failed task", "failed", edit => edit.Replace(statement, current => Returned(current, failed)));
                    break;
                case ThrowExpressionSyntax { Parent: ArrowExpressionClauseSyntax or LambdaExpressionSyntax or ConditionalExpressionSyntax or SwitchExpressionArmSyntax } expression when IsReturned(expression):
                    yield return new("Return a failed task", "failed", edit => edit.Replace(expression, current => failed(current.Expression.WithoutTrivia()).WithTriviaFrom(current)));
                    break;
            }
        }
    }

    private static ReturnStatementSyntax Returned(ThrowStatementSyntax statement, Func<ExpressionSyntax, ExpressionSyntax> failed) =>
        ReturnStatement(Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space), failed(statement.Expression!.WithoutTrivia()), statement.SemicolonToken).WithLeadingTrivia(statement.GetLeadingTrivia());

    /// <summary>True if the arm of the choice is what the function returns.</summary>
    private static bool IsReturned(ThrowExpressionSyntax expression)
    {
        SyntaxNode? parent = expression.Parent;
        while (parent is ConditionalExpressionSyntax or SwitchExpressionArmSyntax or SwitchExpressionSyntax or ParenthesizedExpressionSyntax)
        {
            parent = parent.Parent;
        }

        return parent is ArrowExpressionClauseSyntax or LambdaExpressionSyntax or ReturnStatementSyntax;
    }

    private static bool AwaitsSomething(SyntaxNode function, FixTarget target)
    {
        IEnumerable<ExpressionSyntax> returned = AsyncFunction.BodyOf(function) switch
        {
            ExpressionSyntax expression => [expression],
            BlockSyntax block => block.DescendantNodes(static node => !AsyncFunction.IsFunction(node)).OfType<ReturnStatementSyntax>().Select(static statement => statement.Expression).OfType<ExpressionSyntax>(),
            _ => [],
        };
        return returned.Any(value => value is not ThrowExpressionSyntax && CompletedTask.Classify(value, target.Model, target.CancellationToken) == ReturnedTask.Running);
    }

    /// <summary>Makes a failed task of that type; null where the framework has no way to.</summary>
    private static Func<ExpressionSyntax, ExpressionSyntax>? FailedTask(INamedTypeSymbol type, int position, FixTarget target)
    {
        var arguments = type.Arity == 0 ? "" : $"<{type.TypeArguments[0].ToMinimalDisplayString(target.Model, position)}>";
        var owner = type.Name == "ValueTask" && !(target.Types.ValueTask?.GetMembers("FromException").IsEmpty ?? true) ? TypeNames.Of("System.Threading.Tasks.ValueTask") : TypeNames.Task;
        if (type.Name is not ("Task" or "ValueTask") || type.Name == "ValueTask" && owner == TypeNames.Task)
        {
            return null;
        }

        return exception => InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, owner, (SimpleNameSyntax)ParseName("FromException" + arguments)),
            ArgumentList(SingletonSeparatedList(Argument(exception))));
    }
}
