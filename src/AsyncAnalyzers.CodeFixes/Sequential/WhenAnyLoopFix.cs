using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Sequential;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Sequential;

/// <summary>
/// <c>while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); tasks.Remove(t); … }</c> → <c>await foreach (var t in Task.WhenEach(tasks)) { … }</c>.
/// Not for <c>do</c>, which waits at least once; where the body does something before it waits; where a parameter is emptied, which the caller may see.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class WhenAnyLoopFix() : AsyncFix(Rules.WhenAnyLoop)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<StatementSyntax>() is { } loop and (WhileStatementSyntax or ForStatementSyntax) &&
            !loop.ContainsDirectives &&
            target.Model.GetOperation(loop, target.CancellationToken) is ILoopOperation operation &&
            WinnerLoop.Of(operation, target.Types) is { Declaration: 0 } found &&
            (found.Assigns || found.Tasks is not IParameterSymbol) &&
            Stream(found) is { } stream)
        {
            yield return new("Enumerate the tasks as they complete with Task.WhenEach", "wheneach", edit => edit.Replace(loop, current => Rewrite(current, found, stream)));
        }
    }

    /// <summary><c>Task.WhenEach(tasks)</c> with what was configured of the await; null if streams have no such configuration.</summary>
    private static ExpressionSyntax? Stream(WinnerLoop found)
    {
        var call = (InvocationExpressionSyntax)found.WhenAny.Syntax;
        var name = IdentifierName("WhenEach");
        ExpressionSyntax? function = call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.WithName(name),
            SimpleNameSyntax => name,
            _ => null,
        };
        if (function is null)
        {
            return null;
        }

        ExpressionSyntax stream = InvocationExpression(function.WithoutTrivia(), ArgumentList(SingletonSeparatedList(Argument(IdentifierName(TokenFor(found.Tasks))))));
        var wrappers = new Stack<IInvocationOperation>();
        for (var outer = found.WhenAny.Parent; outer != found.Await; outer = outer!.Parent)
        {
            if (outer is IInvocationOperation wrapper)
            {
                wrappers.Push(wrapper);
            }
        }

        foreach (var wrapper in wrappers.Reverse())
        {
            var argument = Argument((ExpressionSyntax)wrapper.Arguments[0].Value.Syntax.WithoutTrivia());
            if (wrapper.TargetMethod.Name == "ConfigureAwait" && wrapper.TargetMethod.Parameters[0].Type.SpecialType != SpecialType.System_Boolean)
            {
                return null;
            }

            stream = AwaitSyntax.Call(stream, wrapper.TargetMethod.Name == "WaitAsync" ? "WithCancellation" : "ConfigureAwait", argument);
        }

        return stream;
    }

    private static SyntaxToken TokenFor(ISymbol symbol) =>
        SyntaxFacts.GetKeywordKind(symbol.Name) == SyntaxKind.None ? Identifier(symbol.Name) : ParseToken("@" + symbol.Name);

    private static StatementSyntax Rewrite(StatementSyntax current, WinnerLoop found, ExpressionSyntax stream)
    {
        var (body, close) = current is WhileStatementSyntax repeat ? ((BlockSyntax)repeat.Statement, repeat.CloseParenToken) : ((BlockSyntax)((ForStatementSyntax)current).Statement, ((ForStatementSyntax)current).CloseParenToken);
        var declaration = ((LocalDeclarationStatementSyntax)body.Statements[found.Declaration]).Declaration;
        return ForEachStatement(
            Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space),
            Token(SyntaxKind.ForEachKeyword).WithTrailingTrivia(Space),
            Token(SyntaxKind.OpenParenToken),
            declaration.Type.WithoutTrivia().WithTrailingTrivia(Space),
            declaration.Variables[0].Identifier.WithoutTrivia().WithTrailingTrivia(Space),
            Token(SyntaxKind.InKeyword).WithTrailingTrivia(Space),
            stream,
            close,
            Without(Without(body, found.Removal), found.Declaration)).WithLeadingTrivia(current.GetLeadingTrivia());
    }

    /// <summary>The block without one of its statements, whose comments go to what follows it.</summary>
    private static BlockSyntax Without(BlockSyntax block, int index)
    {
        var removed = block.Statements[index];
        var kept = TriviaList();
        if (removed.GetLeadingTrivia().Any(IsComment) || removed.GetTrailingTrivia().Any(IsComment))
        {
            var leading = removed.GetLeadingTrivia();
            kept = removed.GetTrailingTrivia().Any(IsComment)
                ? leading.AddRange(removed.GetTrailingTrivia().SkipWhile(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)))
                : TriviaList(leading.Take(leading.Count - (leading.Last().IsKind(SyntaxKind.WhitespaceTrivia) ? 1 : 0)));
        }

        var rest = block.WithStatements(block.Statements.RemoveAt(index));
        if (index == rest.Statements.Count)
        {
            return kept.Count == 0 ? rest : rest.WithCloseBraceToken(rest.CloseBraceToken.WithLeadingTrivia(kept.AddRange(rest.CloseBraceToken.LeadingTrivia)));
        }

        var next = rest.Statements[index];
        var before = next.GetLeadingTrivia();
        if (index == 0 && kept.Count == 0)
        {
            before = TriviaList(before.SkipWhile(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));
        }

        return rest.ReplaceNode(next, next.WithLeadingTrivia(kept.AddRange(before)));
    }

    private static bool IsComment(SyntaxTrivia trivia) => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia);
}
