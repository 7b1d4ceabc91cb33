using AsyncAnalyzers.Blocking;
using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Blocking;

/// <summary>
/// <c>while (!t.IsCompleted) await Task.Delay(…);</c> → <c>await t;</c>. Nothing is left where the next statement awaits the task anyway
/// and the loop has no comments. Where the code
/// looks at how the task ended, <c>await Task.WhenAny(t);</c>, which does not throw, either.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class PollingLoopFix() : AsyncFix(Rules.PollingLoop)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (StatementOf(target.Node) is not { ContainsDirectives: false } statement ||
            target.Model.GetOperation(statement, target.CancellationToken) is not { } operation ||
            (operation is IExpressionStatementOperation { Operation: var call } ? call : operation) is not { } polling ||
            TaskPoll.Of(polling, target.Types) is not { HasLimit: false, Task.Syntax: ExpressionSyntax task } poll ||
            !AsyncFunction.CanAwait(statement, target.Model, target.Types, target.CancellationToken))
        {
            yield break;
        }

        var delay = DelayIn(statement);
        var token = TokenOf(delay, target);
        if (token is not null && target.Types.Task.GetMembers("WaitAsync").IsEmpty)
        {
            yield break;
        }

        var uses = UsesAfter(statement, task).ToArray();
        if (target.Types.Awaitables.IsValueTask(poll.Task.Type) && (uses.Length > 0 || poll.Task is not (ILocalReferenceOperation or IParameterReferenceOperation)))
        {
            // It can be awaited only once.
            yield break;
        }

        if (token is null && NextAwaits(statement, task) && !HasRemarks(statement))
        {
            yield return new("Remove the loop: the task is awaited anyway", "await", edit => edit.Remove(statement));
            yield break;
        }

        var mayThrow = uses.All(Throws);
        yield return new("Wait with await", "await", edit =>
        {
            edit.Replace(statement, current => Awaiting(current, task, mayThrow, token, delay));
            edit.MakeAsync(AsyncFunction.Around(statement));
        });
    }

    private static StatementSyntax? StatementOf(SyntaxNode node) => node.FirstAncestorOrSelf<StatementSyntax>() switch
    {
        WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax => node.FirstAncestorOrSelf<StatementSyntax>(),
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax } call => call,
        _ => null,
    };

    private static InvocationExpressionSyntax? DelayIn(StatementSyntax loop) =>
        loop.DescendantNodes().OfType<InvocationExpressionSyntax>().FirstOrDefault(static call => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Delay" });

    /// <summary>The token that ends the delay, and the loop with it.</summary>
    private static ExpressionSyntax? TokenOf(InvocationExpressionSyntax? delay, FixTarget target) =>
        delay?.ArgumentList.Arguments.Select(static argument => argument.Expression)
            .FirstOrDefault(argument => SymbolEqualityComparer.Default.Equals(target.Model.GetTypeInfo(argument, target.CancellationToken).ConvertedType, target.Types.CancellationToken));

    /// <summary>Where the function mentions the task once the loop is over; everywhere, if an outer loop goes round.</summary>
    private static IEnumerable<ExpressionSyntax> UsesAfter(StatementSyntax statement, ExpressionSyntax task)
    {
        var function = AsyncFunction.Around(statement);
        var goesRound = statement.Ancestors().TakeWhile(around => around != function).Any(static around =>
            around is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax);
        return function is null ? [] : function.DescendantNodes().OfType<ExpressionSyntax>().Where(node =>
            node.RawKind == task.RawKind && !statement.Span.Contains(node.Span) && (goesRound || node.SpanStart > statement.SpanStart) &&
            !(node.Parent is AssignmentExpressionSyntax assignment && assignment.Left == node) &&
            AreEquivalent(node, task));
    }

    /// <summary>True for a use that throws what the task threw: <c>await t</c>, <c>t.Result</c>, <c>t.Wait()</c>, <c>t.GetAwaiter()</c>.</summary>
    private static bool Throws(ExpressionSyntax use) => use.Parent switch
    {
        AwaitExpressionSyntax => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" or "Wait" or "GetAwaiter" or "IsCompleted" } => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent.Parent: AwaitExpressionSyntax } => true,
        _ => false,
    };

    private static bool NextAwaits(StatementSyntax statement, ExpressionSyntax task)
    {
        if (statement.Parent is not BlockSyntax { Statements: var statements } || statements.IndexOf(statement) is var index && index + 1 >= statements.Count)
        {
            return false;
        }

        var value = statements[index + 1] switch
        {
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax, RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment } => assignment.Right,
            ExpressionStatementSyntax { Expression: var expression } => expression,
            LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: { } initial }, ..] } => initial,
            ReturnStatementSyntax { Expression: { } returned } => returned,
            _ => null,
        };
        return value is AwaitExpressionSyntax { Expression: var awaited } && AreEquivalent(Unconfigured(awaited), task);
    }

    private static ExpressionSyntax Unconfigured(ExpressionSyntax awaited) =>
        awaited is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } access } ? access.Expression : awaited;

    private static StatementSyntax Awaiting(StatementSyntax statement, ExpressionSyntax task, bool mayThrow, ExpressionSyntax? token, InvocationExpressionSyntax? delay)
    {
        var awaited = task.WithoutTrivia();
        if (!mayThrow)
        {
            awaited = AwaitSyntax.Call(TypeNames.Task, "WhenAny", Argument(awaited));
        }

        if (token is not null)
        {
            awaited = AwaitSyntax.Call(awaited, "WaitAsync", Argument(token.WithoutTrivia()));
        }

        if (delay?.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax { ArgumentList.Arguments: [var configuration] } })
        {
            awaited = AwaitSyntax.Call(awaited, "ConfigureAwait", configuration.WithoutTrivia());
        }

        return ExpressionStatement(AwaitSyntax.Await(awaited)).WithLeadingTrivia(statement.GetLeadingTrivia().AddRange(RemarksIn(statement))).WithTrailingTrivia(statement.GetTrailingTrivia());
    }

    private static bool HasRemarks(StatementSyntax statement) => statement.DescendantTrivia().Any(IsRemark);

    private static bool IsRemark(SyntaxTrivia trivia) => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia;

    /// <summary>The comments inside the loop, each on a line of its own at the place of the loop.</summary>
    private static IEnumerable<SyntaxTrivia> RemarksIn(StatementSyntax statement)
    {
        var indentation = statement.GetLeadingTrivia().LastOrDefault(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        var lineBreak = statement.DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        foreach (var trivia in statement.DescendantTrivia())
        {
            if (statement.Span.Contains(trivia.Span) && IsRemark(trivia))
            {
                yield return trivia;
                yield return lineBreak.IsKind(SyntaxKind.None) ? Space : lineBreak;
                if (indentation.IsKind(SyntaxKind.WhitespaceTrivia))
                {
                    yield return indentation;
                }
            }
        }
    }
}
