using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Cancellation;

/// <summary>Whether arguments may be evaluated in another order.</summary>
internal static class EvaluationOrder
{
    /// <summary>True if no argument that moves to the right past others can tell that they are evaluated before it now, nor they.</summary>
    public static bool MayMove(SeparatedSyntaxList<ArgumentSyntax> arguments, int[] sequence, SemanticModel model)
    {
        for (var slot = 0; slot < sequence.Length; slot++)
        {
            for (var before = 0; before < slot; before++)
            {
                if (sequence[before] > sequence[slot] && !AreApart(arguments[sequence[slot]], arguments[sequence[before]], model))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool AreApart(ArgumentSyntax one, ArgumentSyntax other, SemanticModel model) =>
        IsStable(one.Expression, model) && !Writes(other, one.Expression) ||
        IsStable(other.Expression, model) && !Writes(one, other.Expression);

    /// <summary>True for an expression that does nothing and whose value only an assignment to one of its names changes.</summary>
    private static bool IsStable(ExpressionSyntax expression, SemanticModel model) => expression switch
    {
        LiteralExpressionSyntax or DefaultExpressionSyntax or ThisExpressionSyntax or TypeOfExpressionSyntax or AnonymousFunctionExpressionSyntax or PredefinedTypeSyntax => true,
        ParenthesizedExpressionSyntax inner => IsStable(inner.Expression, model),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } inner => IsStable(inner.Operand, model),
        IdentifierNameSyntax name => IsStable(model.GetSymbolInfo(name).Symbol),
        MemberAccessExpressionSyntax access => IsStable(model.GetSymbolInfo(access).Symbol) && IsStable(access.Expression, model),
        NameSyntax => true,
        _ => model.GetConstantValue(expression).HasValue,
    };

    private static bool IsStable(ISymbol? symbol) => symbol switch
    {
        ILocalSymbol { RefKind: RefKind.None } or INamespaceOrTypeSymbol => true,
        IParameterSymbol { RefKind: RefKind.None } => true,
        IFieldSymbol field => field.IsReadOnly || field.IsConst,
        // CancellationToken.None, source.Token
        IPropertySymbol { SetMethod: null, Type.Name: "CancellationToken" } => true,
        _ => false,
    };

    private static bool Writes(ArgumentSyntax argument, ExpressionSyntax read)
    {
        foreach (var node in argument.DescendantNodesAndSelf())
        {
            var written = node switch
            {
                AssignmentExpressionSyntax assignment => assignment.Left,
                PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } increment => increment.Operand,
                PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } increment => increment.Operand,
                ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } passed => passed.Expression,
                _ => null,
            };
            if (written is not null && NamesIn(written).Any(name => NamesIn(read).Contains(name)))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> NamesIn(SyntaxNode node) =>
        node.DescendantNodesAndSelf().Select(static node => node switch
        {
            IdentifierNameSyntax name => name.Identifier.ValueText,
            SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
            _ => null,
        }).OfType<string>();
}
