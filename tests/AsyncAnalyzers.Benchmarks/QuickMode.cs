using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Spectre.Console;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>All contestants side by side on the same input: the best of the measured rounds, contestants taking turns.</summary>
internal static class QuickMode
{
    public static async Task RunAsync(IAnsiConsole console, string title, IReadOnlyList<(Compilation Compilation, AnalyzerOptions Options)> inputs, int rounds, bool eachRule, CancellationToken cancellationToken)
    {
        IReadOnlyList<Contestant> contestants = [Contestant.Nothing, .. eachRule ? Contestant.Us.Each() : [], Contestant.Us, .. Peers.All];
        var best = new Dictionary<Contestant, Measurement>();

        // The first round warms up the JIT and does not count.
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var contestant in contestants)
            {
                await Console.Error.WriteLineAsync($"{(round == 0 ? "warming up" : $"round {round} of {rounds}")}: {contestant.Name}");
                var run = await Measurement.OfAsync(contestant, inputs, cancellationToken);
                if (round > 0 && (!best.TryGetValue(contestant, out var before) || run.Callbacks < before.Callbacks))
                {
                    best[contestant] = run;
                }
            }
        }

        var table = new Table().Title(title).AddColumns("contestant", "rules", "callbacks ms", "wall ms", "allocated MB", "findings", "threw", "ours / theirs");
        foreach (var contestant in contestants)
        {
            var run = best[contestant];
            table.AddRow(
                contestant.Name,
                $"{contestant.Ids.Length}",
                $"{run.Callbacks.TotalMilliseconds:N0}",
                $"{run.Wall.TotalMilliseconds:N0}",
                $"{run.AllocatedBytes / 1e6:N0}",
                $"{run.Findings:N0}",
                $"{run.Exceptions}",
                Peers.All.Contains(contestant) ? $"{best[Contestant.Us].Callbacks / run.Callbacks:N2}" : "");
        }

        console.Write(table);
    }
}
