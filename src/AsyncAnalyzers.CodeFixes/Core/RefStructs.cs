using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>Finds <c>ref struct</c> values and <c>ref</c> locals that would have to live across an <c>await</c>.</summary>
internal static class RefStructs
{
    /// <summary>True if one is declared before <paramref name="node"/> and needed after it; errs on the side of true.</summary>
    public static bool LiveAcross(SyntaxNode node, SyntaxNode function, SemanticModel model, CancellationToken cancellationToken)
    {
        var body = AsyncFunction.BodyOf(function);
        var statement = node.FirstAncestorOrSelf<StatementSyntax>();
        if (body is null)
        {
            return false;
        }

        foreach (var around in node.Ancestors().TakeWhile(ancestor => ancestor != function))
        {
            if (around is CommonForEachStatementSyntax loop && loop.Statement.Span.Contains(node.Span) &&
                model.GetForEachStatementInfo(loop).GetEnumeratorMethod?.ReturnType is { IsRefLikeType: true } ||
                around is CommonForEachStatementSyntax { Expression: var source } && model.GetTypeInfo(source, cancellationToken).Type is { IsRefLikeType: true })
            {
                return true;
            }
        }

        foreach (var local in body.DescendantNodes(static child => !AsyncFunction.IsFunction(child)))
        {
            if (local.SpanStart >= node.SpanStart)
            {
                break;
            }

            if (local is VariableDeclaratorSyntax or SingleVariableDesignationSyntax &&
                model.GetDeclaredSymbol(local, cancellationToken) is ILocalSymbol symbol &&
                (symbol.Type.IsRefLikeType || symbol.IsRef) &&
                (symbol.IsUsing || IsNeededAfter(symbol, local, node, body, model, cancellationToken)))
            {
                return true;
            }

            // A span already evaluated in the same statement would have to be kept while the task runs.
            if (statement is not null && local is ExpressionSyntax expression && statement.Span.Contains(expression.Span) && expression.Span.End <= node.SpanStart &&
                model.GetTypeInfo(expression, cancellationToken) is { Type.IsRefLikeType: true } or { ConvertedType.IsRefLikeType: true })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNeededAfter(ILocalSymbol symbol, SyntaxNode declaration, SyntaxNode node, SyntaxNode body, SemanticModel model, CancellationToken cancellationToken)
    {
        var loop = node.Ancestors().TakeWhile(ancestor => ancestor != body).LastOrDefault(ancestor =>
            ancestor is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax && !ancestor.Span.Contains(declaration.Span));
        foreach (var use in body.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (use.Identifier.ValueText == symbol.Name &&
                (use.SpanStart > node.SpanStart || loop?.Span.Contains(use.Span) == true) &&
                SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(use, cancellationToken).Symbol, symbol))
            {
                return true;
            }
        }

        return false;
    }
}
