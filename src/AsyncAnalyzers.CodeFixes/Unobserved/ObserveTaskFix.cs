using AsyncAnalyzers.CodeFixes.AllTheWay;
using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Unobserved;

/// <summary>
/// <c>FooAsync();</c> → <c>await FooAsync();</c>, <c>x?.FooAsync();</c> → <c>if (x is not null) await x.FooAsync();</c>, else <c>_ = FooAsync();</c>,
/// or the function becomes async with all that call it.
/// Also for the compiler's CS4014.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class ObserveTaskFix() : AsyncFix(Rules.ObserveTask, "CS4014")
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<ExpressionSyntax>() is not { } dropped)
        {
            yield break;
        }

        if (!IsMeantToBeDropped(dropped, target) && AsyncFunction.CanAwait(dropped, target.Model, target.Types, target.CancellationToken))
        {
            if (dropped is not ConditionalAccessExpressionSyntax conditional)
            {
                yield return new("Await the task", "await", edit => edit.Await(dropped, static current => current));
            }
            else if (conditional.Parent is ExpressionStatementSyntax statement && conditional.WhenNotNull is not ConditionalAccessExpressionSyntax)
            {
                yield return new("Await the task if there is one", "await", edit => UnlessNull.Await(statement, conditional, edit));
            }
            else
            {
                yield return new("Await the task if there is one", "await", edit => edit.Await(dropped, current => OrCompleted(current, conditional, target)));
            }
        }

        if (dropped.Parent is not AssignmentExpressionSyntax && target.Model.LookupSymbols(dropped.SpanStart, name: "_").IsEmpty)
        {
            yield return new("Discard the task with '_ ='", "discard", edit => edit.Replace(dropped, Discard), IsLastResort: true);
        }
    }

    protected override WiderFixAll? WiderFixAll { get; } = new AllTheWayFixAll(StartKind.DroppedTask, DroppedAt);

    protected override Task<CodeAction?> WiderAsync(FixTarget target, bool isOffered) => AsyncConversion.OfferAsync(StartKind.DroppedTask, target, DroppedAt(target));

    /// <summary>The call that can only be awaited if others await in turn.</summary>
    private static SyntaxNode? DroppedAt(FixTarget target) =>
        target.Node.FirstAncestorOrSelf<ExpressionSyntax>() is { } dropped && !IsMeantToBeDropped(dropped, target) && !AsyncFunction.CanAwait(dropped, target.Model, target.Types, target.CancellationToken)
            ? dropped
            : null;

    /// <summary>CS4014 warns of these too; to await what a batch only queues would wait forever.</summary>
    private static bool IsMeantToBeDropped(ExpressionSyntax dropped, FixTarget target) =>
        target.Model.GetOperation(dropped, target.CancellationToken)?.Unwrap() is IInvocationOperation call &&
        FireAndForget.Allows(call, SymbolList.Empty);

    private static AssignmentExpressionSyntax Discard(ExpressionSyntax dropped) =>
        AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            ParseExpression("_").WithLeadingTrivia(dropped.GetLeadingTrivia()).WithTrailingTrivia(Space),
            Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space),
            dropped.WithoutLeadingTrivia());

    /// <summary><c>x?.F() ?? Task.CompletedTask</c>; a value task's default is complete.</summary>
    private static ExpressionSyntax OrCompleted(ExpressionSyntax current, ConditionalAccessExpressionSyntax original, FixTarget target)
    {
        var type = target.Model.GetTypeInfo(original, target.CancellationToken).Type;
        ExpressionSyntax completed = target.Types.Awaitables.IsTask(type)
            ? MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, TypeNames.Task, IdentifierName("CompletedTask"))
            : LiteralExpression(SyntaxKind.DefaultLiteralExpression);
        return BinaryExpression(
            SyntaxKind.CoalesceExpression,
            current.WithoutTrivia().WithTrailingTrivia(Space),
            Token(SyntaxKind.QuestionQuestionToken).WithTrailingTrivia(Space),
            completed);
    }
}
