using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>Writes <c>await</c> expressions with the parentheses they need.</summary>
internal static class AwaitSyntax
{
    /// <summary>
    /// <c>await operand</c> in the place of <paramref name="replaced"/>, whose outer trivia it takes over; in parentheses where
    /// <paramref name="original"/>, the node in its tree, is followed by a member access, an index, a call or a postfix operator.
    /// </summary>
    public static ExpressionSyntax Await(ExpressionSyntax replaced, ExpressionSyntax operand, ExpressionSyntax original)
    {
        var awaited = AwaitExpression(
            Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space),
            Operand(operand.WithoutTrivia()));
        ExpressionSyntax result = NeedsParentheses(original) ? ParenthesizedExpression(awaited) : awaited;
        return result.WithLeadingTrivia(replaced.GetLeadingTrivia()).WithTrailingTrivia(replaced.GetTrailingTrivia());
    }

    /// <summary><c>await operand</c> without trivia around it.</summary>
    public static AwaitExpressionSyntax Await(ExpressionSyntax operand) =>
        AwaitExpression(Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space), Operand(operand.WithoutTrivia()));

    /// <summary>The expression as it must stand before <c>.Name</c>: in parentheses unless it is a primary expression.</summary>
    public static ExpressionSyntax Receiver(ExpressionSyntax expression) => IsPrimary(expression) ? expression : ParenthesizedExpression(expression);

    /// <summary><c>receiver.Name(arguments)</c>.</summary>
    public static InvocationExpressionSyntax Call(ExpressionSyntax receiver, string name, params ArgumentSyntax[] arguments) =>
        InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, Receiver(receiver), IdentifierName(name)),
            ArgumentList(SeparatedList(arguments, Enumerable.Repeat(Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space), Math.Max(0, arguments.Length - 1)))));

    /// <summary>True if <c>await x</c> in the place of the node would bind to less than the node did.</summary>
    public static bool NeedsParentheses(ExpressionSyntax original) => original.Parent switch
    {
        MemberAccessExpressionSyntax parent => parent.Expression == original,
        ElementAccessExpressionSyntax parent => parent.Expression == original,
        InvocationExpressionSyntax parent => parent.Expression == original,
        ConditionalAccessExpressionSyntax parent => parent.Expression == original,
        PostfixUnaryExpressionSyntax => true,
        _ => false,
    };

    private static ExpressionSyntax Operand(ExpressionSyntax expression) =>
        IsOperand(expression) ? expression : ParenthesizedExpression(expression);

    /// <summary>True if the expression needs no parentheses behind <c>await</c>.</summary>
    public static bool IsOperand(ExpressionSyntax expression) =>
        IsPrimary(expression) || expression is AwaitExpressionSyntax or CastExpressionSyntax or PrefixUnaryExpressionSyntax;

    private static bool IsPrimary(ExpressionSyntax expression) => expression is
        NameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax or
        ParenthesizedExpressionSyntax or LiteralExpressionSyntax or InstanceExpressionSyntax or PredefinedTypeSyntax or
        BaseObjectCreationExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or
        TypeOfExpressionSyntax or DefaultExpressionSyntax or CheckedExpressionSyntax or TupleExpressionSyntax or
        InterpolatedStringExpressionSyntax or MemberBindingExpressionSyntax or ElementBindingExpressionSyntax or
        AnonymousObjectCreationExpressionSyntax or CollectionExpressionSyntax or
        PostfixUnaryExpressionSyntax;
}
