using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>Parts of <c>a?.b</c> on their own: what stands behind the question mark can only be bound, speculatively, together with its receiver.</summary>
internal static class Unconditional
{
    /// <summary><paramref name="rewritten"/>, which replaces <paramref name="original"/>, as <c>a.b</c>; null if it starts with <c>.b</c> and has no receiver.</summary>
    public static ExpressionSyntax? Of(ExpressionSyntax rewritten, ExpressionSyntax original)
    {
        SyntaxNode place = original;
        while (BindingOf(rewritten) is { } binding)
        {
            if (place.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(access => access.WhenNotNull.FullSpan.Contains(place.FullSpan)) is not { } access)
            {
                return null;
            }

            rewritten = rewritten.ReplaceNode(binding, Join(access.Expression, binding));
            place = access;
        }

        return rewritten;
    }

    private static ExpressionSyntax Join(ExpressionSyntax receiver, ExpressionSyntax binding) => binding switch
    {
        MemberBindingExpressionSyntax member => MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, member.Name),
        ElementBindingExpressionSyntax element => ElementAccessExpression(receiver, element.ArgumentList),
        _ => binding,
    };

    /// <summary>The <c>.b</c> or <c>[i]</c> that the expression starts with.</summary>
    private static ExpressionSyntax? BindingOf(ExpressionSyntax expression)
    {
        for (var current = expression; ;)
        {
            switch (current)
            {
                case MemberBindingExpressionSyntax or ElementBindingExpressionSyntax:
                    return current;
                case InvocationExpressionSyntax call:
                    current = call.Expression;
                    break;
                case MemberAccessExpressionSyntax access:
                    current = access.Expression;
                    break;
                case ElementAccessExpressionSyntax access:
                    current = access.Expression;
                    break;
                case PostfixUnaryExpressionSyntax unary:
                    current = unary.Operand;
                    break;
                default:
                    return null;
            }
        }
    }
}
