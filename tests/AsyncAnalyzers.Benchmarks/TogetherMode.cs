using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Spectre.Console;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>
/// All contestants in one run, as in a project that refers to all of the packages: what several of them make the compiler work out falls on the first that asks. The first run is that of
/// a build, where nothing has been compiled by the JIT before; the others show what is left when it has.
/// </summary>
internal static class TogetherMode
{
    public static async Task RunAsync(IAnsiConsole console, string title, IReadOnlyList<(Compilation Compilation, AnalyzerOptions Options)> inputs, int rounds, CancellationToken cancellationToken)
    {
        ImmutableArray<Contestant> contestants = [Contestant.Us, .. Peers.All];
        var everybody = new Contestant("all", [.. contestants.SelectMany(static one => one.Analyzers)], [.. contestants.SelectMany(static one => one.Ids).Distinct()]);
        var runs = new List<Measurement>();
        for (var round = 0; round <= rounds; round++)
        {
            await Console.Error.WriteLineAsync(round == 0 ? "first run" : $"round {round} of {rounds}");
            runs.Add(await Measurement.OfAsync(everybody, inputs, cancellationToken));
        }

        var table = new Table().Title($"{title}, one run with all").AddColumns("contestant", "rules", "first run ms", "ours / theirs", $"median of {rounds} more ms", "ours / theirs");
        foreach (var contestant in contestants)
        {
            table.AddRow(
                contestant.Name,
                $"{contestant.Ids.Length}",
                $"{First(contestant):N0}",
                contestant == Contestant.Us ? "" : $"{First(Contestant.Us) / First(contestant):N2}",
                $"{Median(contestant):N0}",
                contestant == Contestant.Us ? "" : $"{Median(Contestant.Us) / Median(contestant):N2}");
        }

        console.Write(table);

        double First(Contestant contestant) => Of(contestant, runs[0]);

        double Median(Contestant contestant) => runs.Skip(1).Select(run => Of(contestant, run)).Order().ElementAtOrDefault((runs.Count - 1) / 2);
    }

    private static double Of(Contestant contestant, Measurement run) => contestant.Analyzers.Sum(analyzer => run.Shares[analyzer].TotalMilliseconds);
}
