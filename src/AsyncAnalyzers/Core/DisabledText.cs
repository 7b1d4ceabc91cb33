using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncAnalyzers.Core;

/// <summary>Code that is compiled under other conditions only.</summary>
internal static class DisabledText
{
    /// <summary>True if the node holds text that an <c>#if</c> leaves out, of which nothing is known.</summary>
    public static bool IsIn(SyntaxNode node)
    {
        if (node.ContainsDirectives)
        {
            foreach (var trivia in node.DescendantTrivia())
            {
                if (trivia.IsKind(SyntaxKind.DisabledTextTrivia))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
