using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Blocking;

/// <summary>
/// A fix for the SDK's CA2024, <c>EndOfStream</c> in an async method: <c>while (!r.EndOfStream) { var line = await r.ReadLineAsync(); … }</c> →
/// <c>while (await r.ReadLineAsync() is { } line) { … }</c>, where that read is the first thing the body does.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class EndOfStreamLoopFix() : AsyncFix("CA2024")
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<MemberAccessExpressionSyntax>() is { Name.Identifier.ValueText: "EndOfStream" } look &&
            LoopUntil(look) is { } loop &&
            IsStable(look.Expression, target) &&
            AsyncFunction.Around(loop) is { } function && AsyncFunction.IsAsync(function) &&
            AwaitLegality.IsLegal(loop.Condition, function, target.Model, target.CancellationToken) &&
            FirstRead.Of(loop, look.Expression, target) is { } read)
        {
            yield return new("Read until there is no line", "await", edit => Apply(edit, loop, read));
        }
    }

    private static void Apply(DocumentEdit edit, WhileStatementSyntax loop, FirstRead read)
    {
        var name = read.Variable ?? edit.UniqueName("line", loop.SpanStart, loop);
        edit.Replace(loop.Condition, current => ParseExpression($"{read.Text} is {{ }} {name}").WithTriviaFrom(current));
        if (read.Variable is not null)
        {
            edit.Replace((BlockSyntax)loop.Statement, WithoutFirst);
        }
        else
        {
            edit.Replace(read.Place, current => IdentifierName(name).WithTriviaFrom(current));
        }
    }

    /// <summary>The loop that goes on while <c>r.EndOfStream</c> is false.</summary>
    private static WhileStatementSyntax? LoopUntil(ExpressionSyntax look)
    {
        var (condition, isNegated) = (look, false);
        while (condition.Parent is ExpressionSyntax parent)
        {
            switch (parent)
            {
                case ParenthesizedExpressionSyntax:
                    break;
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression }:
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Left.RawKind: (int)SyntaxKind.FalseLiteralExpression }:
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right.RawKind: (int)SyntaxKind.FalseLiteralExpression }:
                case IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.FalseLiteralExpression } }:
                    isNegated = !isNegated;
                    break;
                default:
                    return null;
            }

            condition = parent;
        }

        return isNegated && condition.Parent is WhileStatementSyntax loop && loop.Condition == condition ? loop : null;
    }

    /// <summary>True for a reader that is the same one each time: a local, parameter, field or property.</summary>
    private static bool IsStable(ExpressionSyntax reader, FixTarget target) => reader switch
    {
        ThisExpressionSyntax => true,
        IdentifierNameSyntax => IsValue(reader, target),
        MemberAccessExpressionSyntax access => IsValue(reader, target) && (IsStable(access.Expression, target) || target.Model.GetSymbolInfo(access.Expression, target.CancellationToken).Symbol is INamedTypeSymbol),
        _ => false,
    };

    private static bool IsValue(ExpressionSyntax reader, FixTarget target) =>
        target.Model.GetSymbolInfo(reader, target.CancellationToken).Symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol;

    /// <summary>The block without its first statement, whose comments go to the next.</summary>
    private static BlockSyntax WithoutFirst(BlockSyntax block)
    {
        var first = block.Statements[0];
        var rest = block.WithStatements(block.Statements.RemoveAt(0));
        var next = rest.OpenBraceToken.GetNextToken();
        var (above, behind) = (first.GetLeadingTrivia(), first.GetTrailingTrivia());
        if (behind.Any(IsRemark))
        {
            above = above.AddRange(behind.SkipWhile(static trivia => !IsRemark(trivia)));
        }
        else if (above.Any(IsRemark))
        {
            above = above.Last().IsKind(SyntaxKind.WhitespaceTrivia) ? above.RemoveAt(above.Count - 1) : above;
        }
        else
        {
            above = [];
        }

        // An empty line would now be the first of the block.
        var own = next.LeadingTrivia.SkipWhile(trivia => above.Count == 0 && trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        return rest.ReplaceToken(next, next.WithLeadingTrivia(above.AddRange(own)));
    }

    private static bool IsRemark(SyntaxTrivia trivia) => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia);
}
