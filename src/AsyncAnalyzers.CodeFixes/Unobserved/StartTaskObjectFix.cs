using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Unobserved;

/// <summary>
/// <c>new Task(f)</c> → <c>Task.Run(f)</c>, with a state object or options → <c>Task.Factory.StartNew(f, state, token, options, TaskScheduler.Default)</c>,
/// whichever keeps the type of the task; <c>task.Start();</c> → nothing.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class StartTaskObjectFix() : AsyncFix(Rules.StartTaskObject)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node is InvocationExpressionSyntax call)
        {
            if (FormForStart(call, target) is { } form)
            {
                yield return form;
            }
        }
        else if (target.Node.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is { ArgumentList: not null, Initializer: null } creation &&
            target.Model.GetOperation(creation, target.CancellationToken) is IObjectCreationOperation { Constructor: { } constructor } operation)
        {
            var isDropped = operation.Parent is IExpressionStatementOperation;
            if ((!isDropped || target.Model.LookupSymbols(creation.SpanStart, name: "_").IsEmpty) && Starter.For(creation, constructor, target) is { } starter)
            {
                yield return new($"Start the task with {starter.Name}", "run", edit => edit.Replace(creation, current => Started(current, starter, isDropped)));
            }
        }
    }

    private static ExpressionSyntax Started(BaseObjectCreationExpressionSyntax creation, Starter starter, bool isDropped)
    {
        ExpressionSyntax started = starter.Call(creation.ArgumentList!);
        started = isDropped ? Discard(started) : started;
        return started.WithLeadingTrivia(creation.GetLeadingTrivia().AddRange(Remarks(creation))).WithTrailingTrivia(creation.GetTrailingTrivia());
    }

    /// <summary>Comments between <c>new</c> and the arguments.</summary>
    private static IEnumerable<SyntaxTrivia> Remarks(BaseObjectCreationExpressionSyntax creation) =>
        creation.DescendantTrivia(node => node is not ArgumentListSyntax)
            .Where(trivia => trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) && trivia.SpanStart > creation.SpanStart && trivia.SpanStart < creation.ArgumentList!.SpanStart)
            .SelectMany(static trivia => new[] { trivia, Space });

    private static FixForm? FormForStart(InvocationExpressionSyntax call, FixTarget target)
    {
        if (call.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { Parent: BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax } statement)
        {
            return null;
        }

        var receiver = statement.Expression switch
        {
            ConditionalAccessExpressionSyntax access when access.WhenNotNull == call => access.Expression,
            var whole when whole == call && call.Expression is MemberAccessExpressionSyntax access => access.Expression,
            _ => null,
        };
        return receiver switch
        {
            null => null,
            _ when IsMention(receiver) => new("Remove the call of Start", "remove", edit => edit.Remove(statement.Parent is GlobalStatementSyntax global ? global : statement)),
            _ when target.Model.LookupSymbols(call.SpanStart, name: "_").IsEmpty && call.Expression is MemberAccessExpressionSyntax =>
                new("Remove the call of Start", "remove", edit => edit.Replace(call, current => WithoutStart(current))),
            _ => null,
        };
    }

    /// <summary>What runs nothing, so that it can go.</summary>
    private static bool IsMention(ExpressionSyntax receiver) => receiver switch
    {
        ParenthesizedExpressionSyntax parenthesized => IsMention(parenthesized.Expression),
        MemberAccessExpressionSyntax access => IsMention(access.Expression),
        NameSyntax or InstanceExpressionSyntax => true,
        _ => false,
    };

    private static ExpressionSyntax WithoutStart(InvocationExpressionSyntax call) =>
        Discard(((MemberAccessExpressionSyntax)call.Expression).Expression.WithoutTrivia()).WithTriviaFrom(call);

    private static ExpressionSyntax Discard(ExpressionSyntax value) =>
        AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            ParseExpression("_").WithTrailingTrivia(Space),
            Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space),
            value.WithoutTrivia());
}
