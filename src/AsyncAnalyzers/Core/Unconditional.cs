using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.Core;

/// <summary>Parts of <c>a?.b</c> on their own: what stands behind the question mark can only be bound, speculatively, together with its receiver.</summary>
internal static class Unconditional
{
    /// <summary><paramref name="rewritten"/>, which replaces <paramref name="original"/>, as <c>a.b</c>; null if it starts with <c>.b</c> and has no receiver.</summary>
    public static ExpressionSyntax? Of(ExpressionSyntax rewritten, ExpressionSyntax original)
    {
        SyntaxNode place = original;
        while (BindingOf(rewritten) is not null)
        {
            if (place.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(access => access.WhenNotNull.FullSpan.Contains(place.FullSpan)) is not { } access)
            {
                return null;
            }

            rewritten = Attach(rewritten, access.Expression);
            place = access;
        }

        return rewritten;
    }

    /// <summary>The chain with <paramref name="receiver"/> in front of the <c>.b</c> or <c>[i]</c> it starts with; the chain itself if it stands on its own.</summary>
    public static ExpressionSyntax Attach(ExpressionSyntax chain, ExpressionSyntax receiver) => BindingOf(chain) switch
    {
        MemberBindingExpressionSyntax member => chain.ReplaceNode<ExpressionSyntax>(member, MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, member.Name)),
        ElementBindingExpressionSyntax element => chain.ReplaceNode<ExpressionSyntax>(element, ElementAccessExpression(receiver, element.ArgumentList)),
        _ => chain,
    };

    /// <summary>The <c>.b</c> or <c>[i]</c> that the expression starts with; null if it stands on its own.</summary>
    public static ExpressionSyntax? BindingOf(ExpressionSyntax expression)
    {
        ExpressionSyntax? current = expression;
        while (current is not (null or MemberBindingExpressionSyntax or ElementBindingExpressionSyntax))
        {
            current = current switch
            {
                InvocationExpressionSyntax call => call.Expression,
                MemberAccessExpressionSyntax member => member.Expression,
                ElementAccessExpressionSyntax element => element.Expression,
                PostfixUnaryExpressionSyntax postfix => postfix.Operand,
                _ => null,
            };
        }

        return current;
    }
}
