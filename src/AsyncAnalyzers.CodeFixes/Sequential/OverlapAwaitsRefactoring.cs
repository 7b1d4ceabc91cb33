using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using AsyncAnalyzers.Sequential;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.CodeFixes.Sequential;

/// <summary>What AWAIT302 does not report because of a doubt: offered on the first of the declarations, with the doubt in the title.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp)]
internal sealed class OverlapAwaitsRefactoring : AsyncRefactoring
{
    private const Obstacles Forbidding = Obstacles.Lock | Obstacles.Transaction | Obstacles.Throttle | Obstacles.Using;

    protected override IEnumerable<FixForm> FormsFor(Document document, SyntaxNode node, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (node.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax list } statement || model.GetOperation(list, cancellationToken) is not IBlockOperation block)
        {
            yield break;
        }

        var concurrency = Flow.Concurrency.Of(model.Compilation, document.Project.AnalyzerOptions, types);
        for (var first = 0; first < block.Operations.Length; first++)
        {
            if (block.Operations[first].Syntax != statement)
            {
                continue;
            }

            var around = OverlapContext.Around(block.Operations[first], concurrency);
            if (AwaitChain.From(block.Operations, first, concurrency, Doubt.Order) is { } chain && (around & Forbidding) == Obstacles.None &&
                (around.HasFlag(Obstacles.SelectiveCatch) ? "the catch around may pick by the first failure" : chain.Doubt == Doubt.None ? null : chain.Reason) is { } doubt &&
                StartedTogether.Of(chain.Links.ConvertAll(static link => (AwaitExpressionSyntax)link.Await.Syntax), model, types, cancellationToken) is { } form)
            {
                yield return form with { Title = $"{form.Title} ({doubt})" };
            }
        }
    }
}
