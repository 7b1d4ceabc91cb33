using AsyncAnalyzers.Cancellation;
using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Cancellation;

/// <summary>
/// <c>if (await Task.WhenAny(work, Task.Delay(x)) != work) throw new TimeoutException();</c> → <c>await work.WaitAsync(x);</c>. Elsewhere the delay is given the token
/// of a source that is cancelled behind the statement.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class UncancelledDelayFix() : AsyncFix(Rules.UncancelledDelay)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call ||
            target.Model.GetOperation(call, target.CancellationToken) is not IInvocationOperation operation ||
            UncancelledDelay.LimitOf(operation, target.Types) is not { Delay.Syntax: InvocationExpressionSyntax delay } limit ||
            call.FirstAncestorOrSelf<StatementSyntax>() is not { } statement)
        {
            yield break;
        }

        if (statement is IfStatementSyntax choice && limit.Work.Syntax is IdentifierNameSyntax work && delay.ArgumentList.Arguments is [var time] && call.ArgumentList.Span.Contains(delay.Span) && Throws(choice, call, work))
        {
            yield return new("Wait with WaitAsync", "wait", edit => edit.Replace(choice, current => DocumentEdit.Formatted(ExpressionStatement(
                AwaitSyntax.Await(ConfigureAwaitStyle.Apply(AwaitSyntax.Call(work.WithoutTrivia(), "WaitAsync", time.WithoutTrivia()), target.Root))).WithTriviaFrom(current))));
        }

        if (statement.Parent is BlockSyntax && call.ArgumentList.Span.Contains(delay.Span) && AwaitOf(call) is { } awaited && Binds(delay, target) &&
            (statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } or ExpressionStatementSyntax || statement is IfStatementSyntax { Condition: var condition } && condition.Span.Contains(awaited.Span) && IsFirst(condition, awaited)))
        {
            yield return new("Cancel the delay when the work is done", "cancel", edit => Cancel(statement, awaited, delay, edit));
        }
    }

    /// <summary><c>if (await Task.WhenAny(…) != work) throw new TimeoutException();</c>, without a message that would be lost.</summary>
    private static bool Throws(IfStatementSyntax choice, InvocationExpressionSyntax call, IdentifierNameSyntax work) =>
        choice is { Else: null, Condition: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } test } &&
        AwaitOf(call) is { } awaited && test.Left == awaited && SyntaxFactory.AreEquivalent(test.Right, work) &&
        call.ArgumentList.Arguments.Count == 2 &&
        (choice.Statement is BlockSyntax { Statements: [var only] } ? only : choice.Statement) is ThrowStatementSyntax
        {
            Expression: ObjectCreationExpressionSyntax { Type: var type, ArgumentList.Arguments.Count: 0, Initializer: null },
        } &&
        type.ToString() is "TimeoutException" or "System.TimeoutException";

    private static AwaitExpressionSyntax? AwaitOf(InvocationExpressionSyntax call)
    {
        ExpressionSyntax task = call;
        if (call.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured })
        {
            task = configured;
        }

        return task.Parent as AwaitExpressionSyntax;
    }

    /// <summary>True if the delay takes a token behind its arguments.</summary>
    private static bool Binds(InvocationExpressionSyntax delay, FixTarget target) =>
        !delay.ArgumentList.Arguments.Any(static argument => argument.NameColon is not null) &&
        target.Model.GetSpeculativeSymbolInfo(delay.SpanStart, WithToken(delay, "default(global::System.Threading.CancellationToken)"), SpeculativeBindingOption.BindAsExpression).Symbol is IMethodSymbol;

    /// <summary>True if nothing of the condition runs before the await, or without it.</summary>
    private static bool IsFirst(ExpressionSyntax condition, AwaitExpressionSyntax awaited)
    {
        ExpressionSyntax current = condition;
        while (current != awaited)
        {
            switch (current)
            {
                case ParenthesizedExpressionSyntax parentheses:
                    current = parentheses.Expression;
                    break;
                case PrefixUnaryExpressionSyntax not:
                    current = not.Operand;
                    break;
                case BinaryExpressionSyntax both:
                    current = both.Left;
                    break;
                case IsPatternExpressionSyntax test:
                    current = test.Expression;
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static void Cancel(StatementSyntax statement, AwaitExpressionSyntax awaited, InvocationExpressionSyntax delay, DocumentEdit edit)
    {
        var source = edit.UniqueName("timeout", statement.SpanStart);
        edit.Replace(delay, current => WithToken(current, source + ".Token"));
        var declaration = LocalDeclarationStatement(
                VariableDeclaration(IdentifierName("var").WithTrailingTrivia(Space), SingletonSeparatedList(VariableDeclarator(Identifier(source).WithTrailingTrivia(Space), null, EqualsValueClause(
                    Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space),
                    ObjectCreationExpression(Token(SyntaxKind.NewKeyword).WithTrailingTrivia(Space), TypeNames.Of("System.Threading.CancellationTokenSource"), ArgumentList(), null))))))
            .WithUsingKeyword(Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(Space))
            .WithTrailingTrivia(edit.LineBreak);
        var cancel = DocumentEdit.Formatted(ExpressionStatement(AwaitSyntax.Call(IdentifierName(source), "Cancel")).WithTrailingTrivia(edit.LineBreak));
        edit.InsertBefore(statement, [DocumentEdit.Formatted(declaration.WithLeadingTrivia(statement.GetLeadingTrivia()))]);
        if (statement is not IfStatementSyntax)
        {
            edit.Replace(statement, static current => current.WithoutLeadingTrivia().WithLeadingTrivia(Indentation(current)));
            edit.InsertAfter(statement, [cancel]);
            return;
        }

        var completed = edit.UniqueName("completed", statement.SpanStart);
        edit.Replace(awaited, current => IdentifierName(completed).WithTriviaFrom(current));
        edit.InsertBefore(statement, [
            DocumentEdit.Formatted(LocalDeclarationStatement(
                VariableDeclaration(IdentifierName("var").WithTrailingTrivia(Space), SingletonSeparatedList(VariableDeclarator(Identifier(completed).WithTrailingTrivia(Space), null, EqualsValueClause(
                    Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space),
                    awaited.ReplaceNode(delay, WithToken(delay, source + ".Token")).WithoutTrivia()))))).WithTrailingTrivia(edit.LineBreak)),
            cancel]);
        edit.Replace(statement, static current => current.WithLeadingTrivia(Indentation(current)));
    }

    private static SyntaxTriviaList Indentation(SyntaxNode statement) =>
        statement.GetLeadingTrivia() is [.., var last] && last.IsKind(SyntaxKind.WhitespaceTrivia) ? TriviaList(last) : default;

    private static InvocationExpressionSyntax WithToken(InvocationExpressionSyntax delay, string token) =>
        delay.WithArgumentList(TokenArgument.AddTo(delay.ArgumentList, Argument(ParseExpression(token))));
}
