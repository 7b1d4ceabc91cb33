using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Spectre.Console;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>What an IDE does after a keystroke in a file of 5,000 lines: the semantic diagnostics of that one tree, on a compilation with one tree replaced.</summary>
internal static class EditMode
{
    public static async Task RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        var text = SourceText.From(GeneratedInput.Text(5000, firing: false));
        var compilation = GeneratedInput.Methods(5000, firing: false);
        var table = new Table().Title("re-analysis of one edited file of 5,000 lines (medians of 15 edits)").AddColumns("contestant", "rules", "callbacks ms", "wall ms", "ours / theirs");
        var results = new Dictionary<Contestant, (double Callbacks, double Wall)>();
        foreach (var contestant in new[] { Contestant.Nothing, Contestant.Us, Peers.Meziantou, Peers.Roslynator })
        {
            var runs = new List<(double Callbacks, double Wall)>();
            for (var edit = 0; edit < 18; edit++)
            {
                var old = compilation.SyntaxTrees.Single();
                var tree = old.WithChangedText(text.Replace(text.Lines[2500 + edit].End, 0, " // edited"));
                var changed = contestant.Enable(compilation.ReplaceSyntaxTree(old, tree));
                var watch = Stopwatch.StartNew();
                var analysis = changed.WithAnalyzers(contestant.Analyzers, new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, concurrentAnalysis: true, logAnalyzerExecutionTime: true));
                await analysis.GetAnalyzerSemanticDiagnosticsAsync(changed.GetSemanticModel(tree), filterSpan: null, cancellationToken);
                var wall = watch.Elapsed;
                runs.Add(((await Measurement.CallbacksAsync(analysis, contestant, cancellationToken)).TotalMilliseconds, wall.TotalMilliseconds));
            }

            results.Add(contestant, (Median(runs.Select(static run => run.Callbacks)), Median(runs.Select(static run => run.Wall))));
        }

        foreach (var (contestant, (callbacks, duration)) in results)
        {
            var isPeer = contestant != Contestant.Us && contestant != Contestant.Nothing;
            table.AddRow(contestant.Name, $"{contestant.Ids.Length}", $"{callbacks:N1}", $"{duration:N0}", isPeer ? $"{results[Contestant.Us].Callbacks / callbacks:N2}" : "");
        }

        console.Write(table);

        // The first three runs warm up.
        static double Median(IEnumerable<double> values) => values.Skip(3).Order().ElementAt(7);
    }
}
