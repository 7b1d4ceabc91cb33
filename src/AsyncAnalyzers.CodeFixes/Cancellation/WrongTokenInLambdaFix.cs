using AsyncAnalyzers.Cancellation;
using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Cancellation;

/// <summary><c>(item, token) => SaveAsync(item, outerToken)</c> → <c>SaveAsync(item, token)</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class WrongTokenInLambdaFix() : AsyncFix(Rules.WrongTokenInLambda)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<IdentifierNameSyntax>() is not { } name)
        {
            yield break;
        }

        foreach (var lambda in name.Ancestors().OfType<AnonymousFunctionExpressionSyntax>())
        {
            if (target.Model.GetSymbolInfo(lambda, target.CancellationToken).Symbol is IMethodSymbol symbol && WrongTokenInLambda.OwnToken(symbol, target.Types) is { } own)
            {
                // Another variable of that name may be nearer.
                if (SymbolEqualityComparer.Default.Equals(target.Model.LookupSymbols(name.SpanStart, name: own.Name).FirstOrDefault(), own))
                {
                    yield return new($"Pass {own.Name}", "token", edit => edit.Replace(name, current => ParseExpression(TokenMembers.NameOf(own)).WithTriviaFrom(current)));
                }

                yield break;
            }
        }
    }
}
