using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.CodeFixes.Sequential;

/// <summary>
/// A loop with effects only → <c>await Parallel.ForEachAsync(…)</c> or <c>await Task.WhenAll(xs.Select(…))</c>, whichever suits better first;
/// a loop that collects → <c>await Task.WhenAll(xs.Select(…))</c>, its results put where the loop put them, in the same order.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class SequentialAwaitInLoopFix() : AsyncFix(Rules.SequentialAwaitInLoop)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<StatementSyntax>() is not (CommonForEachStatementSyntax or ForStatementSyntax) ||
            target.Node.FirstAncestorOrSelf<StatementSyntax>() is not { } loop ||
            HasDirectives(loop) ||
            target.Model.GetOperation(loop, target.CancellationToken) is not ILoopOperation operation ||
            LoopDependence.Find(operation, target.CancellationToken) is not { } found)
        {
            yield break;
        }

        if (found.Tail is not null)
        {
            yield return new("Start all iterations and await Task.WhenAll", "overlap", edit => CollectedLoop.Rewrite(loop, found, edit));
            yield break;
        }

        var limit = Options.MaxConcurrency.Read(target.Document.Project.AnalyzerOptions, loop.SyntaxTree);
        var parallel = target.Types.Find("System.Threading.Tasks.Parallel");
        var method = found.Source.Sequence is null && Has(parallel, "ForAsync") ? "ForAsync" : Has(parallel, "ForEachAsync") ? "ForEachAsync" : null;
        var prefersWhenAll = method is null || target.Types.HasContext || found.Source.IsShort;
        if (prefersWhenAll)
        {
            yield return new("Start all iterations and await Task.WhenAll", "overlap", edit => EffectLoop.StartAll(loop, found, edit));
        }

        if (method is not null)
        {
            yield return new(
                $"Run up to {limit} iterations at a time with Parallel.{method}",
                prefersWhenAll ? "overlap-foreach" : "overlap",
                edit => EffectLoop.RunParallel(loop, found, method, limit, edit));
        }

        if (!prefersWhenAll)
        {
            yield return new("Start all iterations and await Task.WhenAll", "overlap-whenall", edit => EffectLoop.StartAll(loop, found, edit));
        }
    }

    private static bool Has(INamedTypeSymbol? type, string method) => type?.GetMembers(method).IsEmpty == false;

    private static bool HasDirectives(StatementSyntax loop) =>
        loop.ContainsDirectives && loop.DescendantTrivia().Any(trivia => trivia.IsDirective && loop.Span.Contains(trivia.Span));
}
