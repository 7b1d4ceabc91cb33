using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Unobserved;

/// <summary>
/// <c>FooAsync();</c> → <c>await FooAsync();</c>, <c>x?.FooAsync();</c> → <c>if (x is not null) await x.FooAsync();</c>, else <c>_ = FooAsync();</c>.
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
                yield return new("Await the task if there is one", "await", edit => AwaitUnlessNull(statement, conditional, target, edit));
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

    /// <summary><c>if (x is not null) await x.F();</c>, or <c>await</c> of what <paramref name="operand"/> makes of <c>x.F()</c>.</summary>
    public static void AwaitUnlessNull(ExpressionStatementSyntax statement, ConditionalAccessExpressionSyntax conditional, FixTarget target, DocumentEdit edit, Func<ExpressionSyntax, ExpressionSyntax>? operand = null)
    {
        var isStable = IsStable(target.Model.GetSymbolInfo(conditional.Expression, target.CancellationToken).Symbol);
        var name = isStable ? null : edit.UniqueName(NameFor(conditional.Expression), statement.SpanStart);
        edit.Replace(statement, current =>
        {
            var access = (ConditionalAccessExpressionSyntax)current.Expression;
            var receiver = access.Expression.WithoutTrivia();
            var condition = name is null ? $"{receiver} is not null" : $"{receiver} is {{ }} {name}";
            var task = Unconditional.Attach(access.WhenNotNull, name is null ? AwaitSyntax.Receiver(receiver) : IdentifierName(name));
            var awaited = AwaitSyntax.Await(operand is null ? task : operand(task));
            return DocumentEdit.Formatted(IfStatement(ParseExpression(condition), Block(ExpressionStatement(awaited))).WithTriviaFrom(current));
        });
        edit.MakeAsync(AsyncFunction.Around(statement));
    }

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

    /// <summary>True if reading it twice gives the same object.</summary>
    private static bool IsStable(ISymbol? symbol) => symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol { IsReadOnly: true };

    private static string NameFor(ExpressionSyntax receiver)
    {
        var name = receiver switch
        {
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
            MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } => member.Name.Identifier.ValueText,
            _ => "value",
        };
        name = name.TrimStart('_');
        return name.Length == 0 ? "value" : char.ToLowerInvariant(name[0]) + name.Substring(1);
    }
}
