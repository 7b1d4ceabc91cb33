using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Sequential;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Sequential;

/// <summary>
/// <c>await Task.WhenAll(xs.Select(async x => …));</c> → <c>await Parallel.ForEachAsync(xs, new ParallelOptions { … }, async (x, token) => …);</c>. Only for
/// effects: results have no such form. Not under a context, which <c>Parallel.ForEachAsync</c> leaves.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class UnboundedWhenAllFix() : AsyncFix(Rules.UnboundedWhenAll)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (!target.Types.HasContext &&
            target.Types.Find("System.Threading.Tasks.Parallel")?.GetMembers("ForEachAsync").IsEmpty == false &&
            target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } node &&
            target.Model.GetOperation(node, target.CancellationToken) is IInvocationOperation { Type: INamedTypeSymbol { Arity: 0 } } call &&
            IsAwaitedStatement(node) &&
            UnboundedSelect.Of(call, target.Types, target.CancellationToken) is { } found &&
            node.Span.Contains(found.Select.Syntax.Span) && found.Source.Syntax is ExpressionSyntax source &&
            WorkOf(found, target) is { } work)
        {
            var limit = Options.MaxConcurrency.Read(target.Document.Project.AnalyzerOptions, node.SyntaxTree);
            yield return new($"Run up to {limit} at a time with Parallel.ForEachAsync", "overlap", edit =>
            {
                var outer = SharedToken(work, edit);
                var inner = edit.UniqueName(outer is null ? "_" : "token", node.SpanStart, node);
                var options = $"new ParallelOptions {{ MaxDegreeOfParallelism = {limit}{(outer is null ? "" : $", CancellationToken = {outer.Name}")} }}";
                edit.Replace(node, current => ParseExpression($"Parallel.ForEachAsync({source.WithoutTrivia()}, {options}, {Lambda(work, outer, inner, edit)})").WithTriviaFrom(current));
            });
        }
    }

    private static bool IsAwaitedStatement(ExpressionSyntax call)
    {
        var outer = call.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured } ? configured : call;
        return outer.Parent is AwaitExpressionSyntax { Parent: ExpressionStatementSyntax };
    }

    /// <summary>The lambda with one parameter, or the method group; null for what does not fit.</summary>
    private static ExpressionSyntax? WorkOf(UnboundedSelect found, FixTarget target) =>
        found.Selector.Syntax switch
        {
            SimpleLambdaExpressionSyntax lambda when IsFit(lambda) => lambda,
            ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [{ Type: null }], ReturnType: null, AttributeLists.Count: 0 } lambda when IsFit(lambda) => lambda,
            NameSyntax or MemberAccessExpressionSyntax when target.Model.GetSymbolInfo(found.Selector.Syntax, target.CancellationToken).Symbol is IMethodSymbol => (ExpressionSyntax)found.Selector.Syntax,
            _ => null,
        };

    private static bool IsFit(LambdaExpressionSyntax lambda) =>
        !lambda.ContainsDirectives && (lambda.ExpressionBody is not null || lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword));

    private static string Lambda(ExpressionSyntax work, ISymbol? outer, string inner, DocumentEdit edit)
    {
        if (work is not LambdaExpressionSyntax lambda)
        {
            return $"async (item, {inner}) => await {work.WithoutTrivia()}(item)";
        }

        var parameter = lambda is SimpleLambdaExpressionSyntax simple ? simple.Parameter.Identifier.Text : ((ParenthesizedLambdaExpressionSyntax)lambda).ParameterList.Parameters[0].Identifier.Text;
        var text = new TextEdits(lambda.SyntaxTree.GetText());
        if (outer is not null)
        {
            foreach (var use in Mentions(lambda, outer, edit))
            {
                text.Replace(use.Span, inner);
            }
        }

        var isAsync = lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword);
        var body = lambda.Body is BlockSyntax block
            ? text.Of(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(lambda.ArrowToken.Span.End, block.Span.End))
            : isAsync ? $" {text.Of(lambda.Body)}"
            : AwaitSyntax.Receiver(lambda.ExpressionBody!) == lambda.ExpressionBody ? $" await {text.Of(lambda.Body)}"
            : $" await ({text.Of(lambda.Body)})";
        return $"async ({parameter}, {inner}) =>{body}";
    }

    /// <summary>The one token of the code around that the lambda passes on.</summary>
    private static ISymbol? SharedToken(ExpressionSyntax work, DocumentEdit edit)
    {
        ISymbol? token = null;
        foreach (var argument in work.DescendantNodes().OfType<ArgumentSyntax>())
        {
            if (argument.Expression is IdentifierNameSyntax name && edit.Model.GetSymbolInfo(name, edit.CancellationToken).Symbol is ILocalSymbol or IParameterSymbol &&
                SymbolEqualityComparer.Default.Equals(edit.Model.GetTypeInfo(name, edit.CancellationToken).Type, edit.Types.CancellationToken))
            {
                var symbol = edit.Model.GetSymbolInfo(name, edit.CancellationToken).Symbol!;
                if (work.Span.Contains(symbol.Locations[0].SourceSpan) || token is not null && !SymbolEqualityComparer.Default.Equals(symbol, token))
                {
                    return null;
                }

                token = symbol;
            }
        }

        return token;
    }

    private static IEnumerable<IdentifierNameSyntax> Mentions(SyntaxNode lambda, ISymbol symbol, DocumentEdit edit) =>
        lambda.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name =>
            name.Identifier.ValueText == symbol.Name && SymbolEqualityComparer.Default.Equals(edit.Model.GetSymbolInfo(name, edit.CancellationToken).Symbol, symbol));
}
