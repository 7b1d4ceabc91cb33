using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Flow;

/// <summary>How one member mentions names, read from its tokens alone: a cheap look that often saves the dear one.</summary>
internal sealed class Mentions
{
    /// <summary>Beyond this, Roslyn's own control-flow graph takes time that grows with the square of the size.</summary>
    private const int MaxStatements = 5000;

    private static readonly ConditionalWeakTable<SyntaxNode, Mentions> Members = new();

    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> assigned = new(StringComparer.Ordinal);

    private Mentions(SyntaxNode member)
    {
        var statements = 0;
        foreach (var token in member.DescendantTokens())
        {
            switch (token.Kind())
            {
                case SyntaxKind.SemicolonToken:
                    statements++;
                    break;
                case SyntaxKind.IdentifierToken:
                    counts.TryGetValue(token.ValueText, out var count);
                    counts[token.ValueText] = count + 1;
                    HasLabels |= token.Parent is LabeledStatementSyntax;
                    if (token.Parent is IdentifierNameSyntax name && MayAssign(name))
                    {
                        assigned.Add(token.ValueText);
                    }

                    break;
            }
        }

        IsHuge = statements > MaxStatements;
    }

    /// <summary>True if a <c>goto</c> may go anywhere.</summary>
    public bool HasLabels { get; }

    /// <summary>True for generated monsters, of which no control-flow graph is made.</summary>
    public bool IsHuge { get; }

    /// <summary>Of the member whose outermost operation this is.</summary>
    public static Mentions Of(IOperation root) => Members.GetValue(root.Syntax, static member => new(member));

    public int CountOf(string name) => counts.TryGetValue(name, out var count) ? count : 0;

    /// <summary>False if nothing of that name takes another value after its declaration.</summary>
    public bool MayBeAssigned(string name) => assigned.Contains(name);

    private static bool MayAssign(IdentifierNameSyntax name) => name.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == name,
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None) || argument.Parent is TupleExpressionSyntax,
        RefExpressionSyntax => true,
        PrefixUnaryExpressionSyntax unary => unary.IsKind(SyntaxKind.AddressOfExpression),
        ParenthesizedExpressionSyntax => true,
        _ => false,
    };
}
