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

    private readonly Dictionary<string, List<int>> places = new(StringComparer.Ordinal);
    private readonly List<int> jumps = [];
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
                    if (!places.TryGetValue(token.ValueText, out var found))
                    {
                        places.Add(token.ValueText, found = []);
                    }

                    found.Add(token.SpanStart);
                    HasLabels |= token.Parent is LabeledStatementSyntax;
                    if (token.Parent is IdentifierNameSyntax name && MayAssign(name))
                    {
                        assigned.Add(token.ValueText);
                    }

                    break;
                case SyntaxKind.ReturnKeyword or SyntaxKind.ThrowKeyword or SyntaxKind.BreakKeyword or SyntaxKind.ContinueKeyword or SyntaxKind.GotoKeyword:
                    jumps.Add(token.SpanStart);
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

    public int CountOf(string name) => places.TryGetValue(name, out var found) ? found.Count : 0;

    /// <summary>Where the name is next mentioned at or after a position and before an end; -1 if it is not.</summary>
    public int NextOf(string name, int start, int end) => places.TryGetValue(name, out var found) ? Next(found, start, end) : -1;

    /// <summary>True if control may leave the statement list between two positions other than by an exception that a call throws.</summary>
    public bool MayJump(int start, int end) => Next(jumps, start, end) >= 0;

    /// <summary>False if nothing of that name takes another value after its declaration.</summary>
    public bool MayBeAssigned(string name) => assigned.Contains(name);

    private static int Next(List<int> sorted, int start, int end)
    {
        var index = sorted.BinarySearch(start);
        index = index < 0 ? ~index : index;
        return index < sorted.Count && sorted[index] < end ? sorted[index] : -1;
    }

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
