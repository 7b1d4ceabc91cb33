using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Concurrency;

/// <summary>
/// <c>count++</c> → <c>Interlocked.Increment(ref count)</c>, <c>total += x</c> → <c>Interlocked.Add(ref total, x)</c>: every such change of the variable
/// in the member, since one that is left as it is would undo the others. Only integers, and only where all changes can be written so.
/// </summary>
internal static class AtomicCounter
{
    public static FixForm? Form(IOperation mention, FixTarget target)
    {
        if (mention.Type is not { SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } ||
            VariableOf(mention) is not { } variable ||
            Member.Around(target.Node) is not { } member)
        {
            return null;
        }

        var changes = new List<(ExpressionSyntax Change, Func<ExpressionSyntax, ExpressionSyntax> Rewrite)>();
        foreach (var node in member.DescendantNodes())
        {
            if (node is ExpressionSyntax change && TargetOf(change) is { } changed && SymbolEqualityComparer.Default.Equals(target.Model.GetSymbolInfo(changed, target.CancellationToken).Symbol, variable))
            {
                if (Rewrite(change) is not { } rewrite)
                {
                    // A first value is given before the others run.
                    if (change.IsKind(SyntaxKind.SimpleAssignmentExpression) && change.Parent is ExpressionStatementSyntax && change.SpanStart < target.Node.SpanStart && change.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is null)
                    {
                        continue;
                    }

                    return null;
                }

                changes.Add((change, rewrite));
            }
        }

        return changes.Count == 0 ? null : new("Use Interlocked", "interlocked", edit =>
        {
            foreach (var (change, rewrite) in changes)
            {
                if (edit.IsFirstTime(change))
                {
                    edit.Replace(change, current => rewrite(current).WithTriviaFrom(current));
                }
            }
        });
    }

    private static ISymbol? VariableOf(IOperation mention) => mention switch
    {
        ILocalReferenceOperation { Local: var local } => local,
        IFieldReferenceOperation { Field: { IsReadOnly: false } field } => field,
        IParameterReferenceOperation { Parameter: var parameter } => parameter,
        _ => null,
    };

    private static ExpressionSyntax? TargetOf(ExpressionSyntax change) => change switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } prefix => prefix.Operand,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } postfix => postfix.Operand,
        _ => null,
    };

    private static Func<ExpressionSyntax, ExpressionSyntax>? Rewrite(ExpressionSyntax change) => change.Kind() switch
    {
        SyntaxKind.PreIncrementExpression => static current => Call("Increment", ((PrefixUnaryExpressionSyntax)current).Operand),
        SyntaxKind.PreDecrementExpression => static current => Call("Decrement", ((PrefixUnaryExpressionSyntax)current).Operand),
        SyntaxKind.PostIncrementExpression when IsUnused(change) => static current => Call("Increment", ((PostfixUnaryExpressionSyntax)current).Operand),
        SyntaxKind.PostDecrementExpression when IsUnused(change) => static current => Call("Decrement", ((PostfixUnaryExpressionSyntax)current).Operand),
        SyntaxKind.AddAssignmentExpression => static current => Call("Add", ((AssignmentExpressionSyntax)current).Left, ((AssignmentExpressionSyntax)current).Right),
        SyntaxKind.SubtractAssignmentExpression => static current => Call("Add", ((AssignmentExpressionSyntax)current).Left, Negated(((AssignmentExpressionSyntax)current).Right)),
        _ => null,
    };

    /// <summary>The value of <c>count++</c> is the old one, that of <c>Interlocked.Increment</c> the new one.</summary>
    private static bool IsUnused(ExpressionSyntax change) => change.Parent is ExpressionStatementSyntax or ForStatementSyntax or AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: 0 } or ArrowExpressionClauseSyntax;

    private static ExpressionSyntax Negated(ExpressionSyntax value) =>
        PrefixUnaryExpression(SyntaxKind.UnaryMinusExpression, AwaitSyntax.Receiver(value.WithoutTrivia()));

    private static ExpressionSyntax Call(string name, ExpressionSyntax variable, ExpressionSyntax? value = null)
    {
        var arguments = new List<ArgumentSyntax> { Argument(null, Token(SyntaxKind.RefKeyword).WithTrailingTrivia(Space), variable.WithoutTrivia()) };
        if (value is not null)
        {
            arguments.Add(Argument(value.WithoutTrivia()));
        }

        return AwaitSyntax.Call(TypeNames.Of("System.Threading.Interlocked"), name, [.. arguments]);
    }
}
