using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>Awaits what only happens on an object that is there: <c>x?.F();</c> → <c>if (x is not null) await x.FAsync();</c>, in braces.</summary>
internal static class UnlessNull
{
    /// <summary>Replaces the statement <c>x?.F();</c>, or <c>await x?.F();</c>, also with <c>ConfigureAwait</c>.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="conditional">What it consists of.</param>
    /// <param name="edit">Gets the change.</param>
    /// <param name="binding">Makes what is called of <c>.F()</c>; null if it stays.</param>
    /// <param name="operand">Makes what is awaited of <c>x.F()</c>; null if that is it.</param>
    public static void Await(
        ExpressionStatementSyntax statement,
        ConditionalAccessExpressionSyntax conditional,
        DocumentEdit edit,
        Func<ExpressionSyntax, ExpressionSyntax>? binding = null,
        Func<ExpressionSyntax, ExpressionSyntax>? operand = null)
    {
        var isStable = IsStable(edit.Model.GetSymbolInfo(conditional.Expression, edit.CancellationToken).Symbol);
        var name = isStable ? null : edit.UniqueName(NameFor(conditional.Expression), statement.SpanStart);
        edit.Replace(statement, current =>
        {
            if (AccessIn(current.Expression) is not { } access)
            {
                return current;
            }

            var receiver = access.Expression.WithoutTrivia();
            var condition = name is null ? $"{receiver} is not null" : $"{receiver} is {{ }} {name}";
            var rest = binding is null ? access.WhenNotNull : binding(access.WhenNotNull);
            var task = Unconditional.Attach(rest, name is null ? AwaitSyntax.Receiver(receiver) : IdentifierName(name));
            task = operand is null ? task : operand(task);
            return If(ParseExpression(condition), AwaitSyntax.Await(Configured(task, current.Expression)), statement).WithTriviaFrom(current);
        });
        edit.MakeAsync(AsyncFunction.Around(statement));
    }

    /// <summary>The <c>x?.F()</c> of such a statement; null if it is another one.</summary>
    public static ConditionalAccessExpressionSyntax? AccessIn(ExpressionSyntax expression)
    {
        var bare = CompletedTask.Bare(expression is AwaitExpressionSyntax { Expression: var awaited } ? awaited : expression);
        return (ConfiguredBy(bare) is { } inner ? CompletedTask.Bare(inner) : bare) as ConditionalAccessExpressionSyntax;
    }

    /// <summary>The <c>if</c> in the place of <paramref name="original"/>; in a block of its own behind <c>else</c>, and where it would take over one that follows.</summary>
    public static StatementSyntax If(ExpressionSyntax condition, ExpressionSyntax awaited, StatementSyntax original)
    {
        StatementSyntax guarded = IfStatement(condition, Block(ExpressionStatement(awaited)));
        return DocumentEdit.Formatted(original.Parent is IfStatementSyntax { Else: not null } or ElseClauseSyntax ? Block(guarded) : guarded);
    }

    /// <summary>The task with the <c>ConfigureAwait</c> that stood behind the parentheses around <c>x?.F()</c>.</summary>
    private static ExpressionSyntax Configured(ExpressionSyntax task, ExpressionSyntax statement) =>
        statement is AwaitExpressionSyntax { Expression: InvocationExpressionSyntax call } && ConfiguredBy(call) is { } inner ? call.ReplaceNode(inner, task) : task;

    private static ExpressionSyntax? ConfiguredBy(ExpressionSyntax expression) =>
        expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: ParenthesizedExpressionSyntax inner } } ? inner : null;

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
