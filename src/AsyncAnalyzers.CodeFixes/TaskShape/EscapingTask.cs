using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.TaskShape;

/// <summary>Awaits a task where it is returned or kept: the function becomes async, which makes all its returns awaits.</summary>
internal static class EscapingTask
{
    /// <summary>The forms for a task that is returned, or the value of an assignment to a discard.</summary>
    public static IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<ExpressionSyntax>() is not { } task || !AsyncFunction.CanAwait(task, target.Model, target.Types, target.CancellationToken))
        {
            yield break;
        }

        if (StatementOf(task) is ReturnStatementSyntax && AsyncFunction.Around(task) is { } function && !AsyncFunction.IsAsync(function))
        {
            yield return new("Make the function async and await the task", "await", edit => edit.MakeAsync(function));
        }
        else if (task.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Parent: ExpressionStatementSyntax } discard && discard.Right == task &&
            target.Model.GetSymbolInfo(discard.Left, target.CancellationToken).Symbol is null or IDiscardSymbol &&
            task is not ConditionalAccessExpressionSyntax)
        {
            yield return new("Await the task", "await", edit =>
            {
                edit.Replace(discard, current => AwaitSyntax.Await(current.Right).WithTriviaFrom(current));
                edit.MakeAsync(AsyncFunction.Around(discard));
            });
        }
    }

    private static SyntaxNode? StatementOf(ExpressionSyntax value)
    {
        SyntaxNode? parent = value.Parent;
        while (parent is ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax)
        {
            parent = parent.Parent;
        }

        return parent;
    }
}
