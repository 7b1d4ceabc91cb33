using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Blocking;

/// <summary>The line that the body of a loop reads before it does anything else.</summary>
/// <param name="Text">The asynchronous read, to be written in the condition.</param>
/// <param name="Place">The read in the body, with the parentheses and <c>!</c> around it.</param>
/// <param name="Variable">The variable that the first statement does nothing but declare for the line; null if it uses the line itself.</param>
internal sealed record FirstRead(string Text, ExpressionSyntax Place, string? Variable)
{
    public static FirstRead? Of(WhileStatementSyntax loop, ExpressionSyntax reader, FixTarget target)
    {
        var first = loop.Statement is BlockSyntax block ? block.Statements.FirstOrDefault() : loop.Statement;
        if (first is null or { ContainsDirectives: true } || HeadOf(first) is not { } head)
        {
            return null;
        }

        foreach (var node in head.DescendantNodesAndSelf(static node => !AsyncFunction.IsFunction(node)).OfType<ExpressionSyntax>())
        {
            if (TextOf(node, reader, loop, target) is { } text)
            {
                var place = Widened(node);
                return !RunsFirst(place, head) ? null
                    : first is not LocalDeclarationStatementSyntax local || place.Parent is not EqualsValueClauseSyntax ? new(text, place, null)
                    : IsLine(local.Declaration.Type, target) ? new(text, place, local.Declaration.Variables[0].Identifier.Text)
                    : null;
            }
        }

        return null;
    }

    /// <summary>The expression that a statement evaluates first, and always.</summary>
    private static ExpressionSyntax? HeadOf(StatementSyntax statement) => statement switch
    {
        ExpressionStatementSyntax { Expression: var expression } => expression,
        LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables: [{ Initializer.Value: { } value }] } => value,
        IfStatementSyntax { Condition: var condition } => condition,
        ForEachStatementSyntax { Expression: var source } => source,
        YieldStatementSyntax { Expression: { } yielded } => yielded,
        _ => null,
    };

    private static string? TextOf(ExpressionSyntax node, ExpressionSyntax reader, WhileStatementSyntax loop, FixTarget target) => node switch
    {
        AwaitExpressionSyntax { Expression: var awaited } when IsCall(Unconfigured(awaited), "ReadLineAsync", reader) => node.ToString(),
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } when IsCall(node, "ReadLine", reader) => $"await {reader}.ReadLineAsync({TokenFor(reader, loop, target)})",
        _ => null,
    };

    private static bool IsCall(ExpressionSyntax expression, string name, ExpressionSyntax reader) =>
        expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } && access.Name.Identifier.ValueText == name && AreEquivalent(access.Expression, reader);

    private static ExpressionSyntax Unconfigured(ExpressionSyntax awaited) =>
        awaited is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } access } ? access.Expression : awaited;

    /// <summary>The token in scope, if the reader takes one (.NET 7).</summary>
    private static string? TokenFor(ExpressionSyntax reader, WhileStatementSyntax loop, FixTarget target)
    {
        for (var type = target.Model.GetTypeInfo(reader, target.CancellationToken).Type; type is not null; type = type.BaseType)
        {
            if (type.GetMembers("ReadLineAsync").Any(static member => member is IMethodSymbol { Parameters: [{ Type.Name: "CancellationToken" }] }))
            {
                return TokenInScope.Find(loop, target.Model, target.Types);
            }
        }

        return null;
    }

    private static ExpressionSyntax Widened(ExpressionSyntax read)
    {
        while (read.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            read = (ExpressionSyntax)read.Parent;
        }

        return read;
    }

    /// <summary>True if nothing is done before, and nothing decides whether the line is read at all.</summary>
    private static bool RunsFirst(ExpressionSyntax read, ExpressionSyntax head)
    {
        for (SyntaxNode child = read; child != head; child = child.Parent!)
        {
            if (IsConditional(child, child.Parent!))
            {
                return false;
            }
        }

        return !head.DescendantNodes().Any(node => node.Span.End <= read.SpanStart && HasEffect(node));
    }

    private static bool IsConditional(SyntaxNode child, SyntaxNode parent) => parent switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression } binary => binary.Left != child,
        ConditionalExpressionSyntax choice => choice.Condition != child,
        SwitchExpressionSyntax choice => choice.GoverningExpression != child,
        ConditionalAccessExpressionSyntax access => access.Expression != child,
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } => true,
        QueryClauseSyntax or SelectOrGroupClauseSyntax => true,
        _ => false,
    };

    private static bool HasEffect(SyntaxNode node) =>
        node is InvocationExpressionSyntax or AssignmentExpressionSyntax or BaseObjectCreationExpressionSyntax or AwaitExpressionSyntax ||
        node.Kind() is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression or SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression;

    private static bool IsLine(TypeSyntax type, FixTarget target) =>
        type.IsVar || target.Model.GetTypeInfo(type, target.CancellationToken).Type is { SpecialType: SpecialType.System_String };
}
