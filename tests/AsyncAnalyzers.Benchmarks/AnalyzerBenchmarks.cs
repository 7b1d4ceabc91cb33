using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>The whole analysis of each input by each contestant, measured by BenchmarkDotNet.</summary>
[MemoryDiagnoser]
public class AnalyzerBenchmarks
{
    /// <summary>What to measure on, each with its name; the benchmarks run in this process.</summary>
    internal static IReadOnlyList<(string Name, IReadOnlyList<(Compilation Compilation, AnalyzerOptions Options)> Compilations)> Inputs { get; set; } = [];

    public static IEnumerable<string> Names => Contestants.Select(static contestant => contestant.Name);

    public static IEnumerable<string> InputNames => Inputs.Select(static input => input.Name);

    private static IEnumerable<Contestant> Contestants => [Contestant.Nothing, Contestant.Us, .. Contestant.Us.Each(), .. Peers.All];

    [ParamsSource(nameof(InputNames))]
    public string Input { get; set; } = "";

    [ParamsSource(nameof(Names))]
    public string Rules { get; set; } = "";

    [Benchmark]
    public async Task<int> AnalyzeAsync() =>
        (await Measurement.OfAsync(
            Contestants.First(contestant => contestant.Name == Rules),
            Inputs.First(input => input.Name == Input).Compilations,
            CancellationToken.None)).Findings;
}
