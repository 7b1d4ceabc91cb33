using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Spectre.Console;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>What each rule of ours takes when all of them run together: the best of the measured rounds, dearest rule first.</summary>
internal static class SharesMode
{
    public static async Task RunAsync(IAnsiConsole console, string title, IReadOnlyList<(Compilation Compilation, AnalyzerOptions Options)> inputs, int rounds, CancellationToken cancellationToken)
    {
        var best = await Measurement.BestOfAsync(Contestant.Us, inputs, rounds, cancellationToken);
        var table = new Table().Title(title).AddColumns("rule", "callbacks ms", "share");
        foreach (var (analyzer, time) in best.Shares.OrderByDescending(static share => share.Value))
        {
            table.AddRow(string.Join(' ', analyzer.SupportedDiagnostics.Select(static rule => rule.Id)), $"{time.TotalMilliseconds:N1}", $"{time / best.Callbacks:P0}");
        }

        table.AddRow("all", $"{best.Callbacks.TotalMilliseconds:N1}", "");
        console.Write(table);
    }
}
