using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>The whole analysis of 1,000 generated methods by each contestant, measured by BenchmarkDotNet.</summary>
[MemoryDiagnoser]
public class AnalyzerBenchmarks
{
    private static readonly Compilation Silent = GeneratedInput.Methods(1000, firing: false);
    private static readonly Compilation Firing = GeneratedInput.Methods(1000, firing: true);

    public static IEnumerable<string> Names => Contestants.Select(static contestant => contestant.Name);

    private static IEnumerable<Contestant> Contestants => [Contestant.Nothing, Contestant.Us, .. Contestant.Us.Each(), .. Peers.All];

    [ParamsSource(nameof(Names))]
    public string Rules { get; set; } = "";

    [Benchmark]
    public Task<int> SilentInput() => RunAsync(Silent);

    [Benchmark]
    public Task<int> FiringInput() => RunAsync(Firing);

    private async Task<int> RunAsync(Compilation compilation) =>
        (await Measurement.OfAsync(Contestants.First(contestant => contestant.Name == Rules), GeneratedInput.AsInput(compilation), CancellationToken.None)).Findings;
}
