using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Cancellation;

/// <summary><c>catch (Exception ex)</c> → <c>catch (Exception ex) when (ex is not OperationCanceledException)</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class SwallowedCancellationFix() : AsyncFix(Rules.SwallowedCancellation)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<CatchClauseSyntax>() is { Filter: null } handler)
        {
            var hasNot = ((CSharpParseOptions)handler.SyntaxTree.Options).LanguageVersion >= LanguageVersion.CSharp9;
            yield return new("Let cancellation through", "filter", edit =>
            {
                var name = handler.Declaration?.Identifier is { ValueText.Length: > 0 } declared ? declared.Text : edit.UniqueName("ex", handler.Block.SpanStart, handler);
                edit.Replace(handler, current => Filtered(current, name, hasNot));
            });
        }
    }

    private static CatchClauseSyntax Filtered(CatchClauseSyntax handler, string name, bool hasNot)
    {
        var cancelled = TypeNames.Of("System.OperationCanceledException");
        ExpressionSyntax test = hasNot
            ? IsPatternExpression(
                IdentifierName(name),
                Token(SyntaxKind.IsKeyword).WithLeadingTrivia(Space).WithTrailingTrivia(Space),
                UnaryPattern(Token(SyntaxKind.NotKeyword).WithTrailingTrivia(Space), ConstantPattern(cancelled)))
            : PrefixUnaryExpression(
                SyntaxKind.LogicalNotExpression,
                ParenthesizedExpression(BinaryExpression(SyntaxKind.IsExpression, IdentifierName(name), Token(SyntaxKind.IsKeyword).WithLeadingTrivia(Space).WithTrailingTrivia(Space), cancelled)));
        var filter = CatchFilterClause(test).WithWhenKeyword(Token(SyntaxKind.WhenKeyword).WithTrailingTrivia(Space));
        var (last, declaration) = handler.Declaration is { } present
            ? (present.GetTrailingTrivia(), present.WithIdentifier(Identifier(name)).WithType(present.Type.WithTrailingTrivia(Space)).WithTrailingTrivia(Space))
            : (handler.CatchKeyword.TrailingTrivia, CatchDeclaration(TypeNames.Of("System.Exception").WithTrailingTrivia(Space), Identifier(name)).WithTrailingTrivia(Space));
        return handler
            .WithCatchKeyword(handler.CatchKeyword.WithTrailingTrivia(handler.Declaration is null ? [Space] : handler.CatchKeyword.TrailingTrivia))
            .WithDeclaration(declaration)
            .WithFilter(filter.WithTrailingTrivia(last));
    }
}
