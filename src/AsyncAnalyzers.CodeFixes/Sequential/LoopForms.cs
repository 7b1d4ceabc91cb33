using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Sequential;

/// <summary>The ways to let the iterations of a loop overlap, the one that suits best first.</summary>
internal static class LoopForms
{
    /// <summary>None for a loop with directives in it.</summary>
    public static IEnumerable<FixForm> Of(StatementSyntax loop, LoopDependence found, Document document, KnownTypes types)
    {
        if (loop.ContainsDirectives && loop.DescendantTrivia().Any(trivia => trivia.IsDirective && loop.Span.Contains(trivia.Span)))
        {
            yield break;
        }

        if (found.Tail is not null)
        {
            yield return new("Start all iterations and await Task.WhenAll", "overlap", edit => CollectedLoop.Rewrite(loop, found, edit));
            yield break;
        }

        var limit = Options.MaxConcurrency.Read(document.Project.AnalyzerOptions, loop.SyntaxTree);
        var parallel = types.Find("System.Threading.Tasks.Parallel");
        var method = found.Source.Sequence is null && Has(parallel, "ForAsync") ? "ForAsync" : Has(parallel, "ForEachAsync") ? "ForEachAsync" : null;
        var prefersWhenAll = !found.Source.IsStream && (method is null || types.HasContext || found.Source.IsShort);
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

        if (!prefersWhenAll && !found.Source.IsStream)
        {
            yield return new("Start all iterations and await Task.WhenAll", "overlap-whenall", edit => EffectLoop.StartAll(loop, found, edit));
        }
    }

    private static bool Has(INamedTypeSymbol? type, string method) => type?.GetMembers(method).IsEmpty == false;
}
