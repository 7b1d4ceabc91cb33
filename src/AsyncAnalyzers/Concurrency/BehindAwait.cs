using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Concurrency;

/// <summary>Says whether code runs only after an <c>await</c> of its function, which the function's caller does not wait for.</summary>
internal static class BehindAwait
{
    /// <summary>True if every path to <paramref name="place"/> in <paramref name="function"/> awaits something first, as far as the text alone shows.</summary>
    public static bool Is(SyntaxNode place, SyntaxNode function)
    {
        for (var node = place; node != function && node.Parent is { } parent; node = parent)
        {
            if (parent is CommonForEachStatementSyntax { AwaitKeyword.RawKind: (int)SyntaxKind.AwaitKeyword } stream && stream.Statement == node)
            {
                return true;
            }

            foreach (var earlier in parent.ChildNodes())
            {
                if (earlier.SpanStart >= node.SpanStart)
                {
                    break;
                }

                if (IsAlwaysEvaluated(earlier, parent) && Awaits(earlier))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsAlwaysEvaluated(SyntaxNode earlier, SyntaxNode parent) => earlier switch
    {
        ExpressionStatementSyntax or LocalDeclarationStatementSyntax => parent is BlockSyntax or SwitchSectionSyntax,
        VariableDeclarationSyntax or VariableDeclaratorSyntax or ArgumentSyntax or ArgumentListSyntax => true,
        ExpressionSyntax => parent is not ConditionalExpressionSyntax choice || choice.Condition == earlier,
        _ => false,
    };

    private static bool Awaits(SyntaxNode node) =>
        node.DescendantNodesAndSelf(static inner => inner is not AnonymousFunctionExpressionSyntax).Any(static inner => inner is AwaitExpressionSyntax);
}
