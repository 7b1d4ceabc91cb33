using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>What one run of a contestant cost.</summary>
/// <param name="Callbacks">The time spent in the analyzers' own callbacks, summed over threads.</param>
/// <param name="Wall">The time the analysis took, binding of the code included.</param>
/// <param name="AllocatedBytes">Bytes allocated meanwhile, by analyzers and compiler.</param>
/// <param name="Findings">Diagnostics reported.</param>
/// <param name="Exceptions">Analyzers that threw.</param>
/// <param name="Shares">The part of <paramref name="Callbacks"/> of each analyzer.</param>
internal sealed record Measurement(TimeSpan Callbacks, TimeSpan Wall, long AllocatedBytes, int Findings, int Exceptions, ImmutableDictionary<DiagnosticAnalyzer, TimeSpan> Shares)
{
    /// <summary>Analyses each compilation once, in a fresh copy so that nothing is bound beforehand; on one thread if it is not to be built concurrently.</summary>
    public static async Task<Measurement> OfAsync(Contestant contestant, IEnumerable<(Compilation Compilation, AnalyzerOptions Options)> inputs, CancellationToken cancellationToken)
    {
        var total = new Measurement(TimeSpan.Zero, TimeSpan.Zero, 0, 0, 0, ImmutableDictionary<DiagnosticAnalyzer, TimeSpan>.Empty);
        foreach (var (compilation, options) in inputs)
        {
            // What the run before has left behind is not to be collected at this one's expense.
            GC.Collect();
            var exceptions = 0;
            var analysis = contestant.Enable(Fresh(compilation)).WithAnalyzers(
                contestant.Analyzers,
                new CompilationWithAnalyzersOptions(options, (_, _, _) => Interlocked.Increment(ref exceptions), concurrentAnalysis: compilation.Options.ConcurrentBuild, logAnalyzerExecutionTime: true));
            var allocated = GC.GetTotalAllocatedBytes();
            var watch = Stopwatch.StartNew();
            var findings = await analysis.GetAnalyzerDiagnosticsAsync(cancellationToken);
            var wall = watch.Elapsed;
            allocated = GC.GetTotalAllocatedBytes() - allocated;
            var shares = total.Shares;
            foreach (var analyzer in contestant.Analyzers)
            {
                var time = (await analysis.GetAnalyzerTelemetryInfoAsync(analyzer, cancellationToken)).ExecutionTime;
                shares = shares.SetItem(analyzer, shares.GetValueOrDefault(analyzer) + time);
            }

            total = new(shares.Values.Aggregate(TimeSpan.Zero, static (sum, time) => sum + time), total.Wall + wall, total.AllocatedBytes + allocated, total.Findings + findings.Length, total.Exceptions + exceptions, shares);
        }

        return total;
    }

    /// <summary>The best of that many rounds after one that warms up the JIT and does not count.</summary>
    public static async Task<Measurement> BestOfAsync(Contestant contestant, IReadOnlyList<(Compilation Compilation, AnalyzerOptions Options)> inputs, int rounds, CancellationToken cancellationToken)
    {
        await OfAsync(contestant, inputs, cancellationToken);
        var best = await OfAsync(contestant, inputs, cancellationToken);
        for (var round = 2; round <= rounds; round++)
        {
            var run = await OfAsync(contestant, inputs, cancellationToken);
            best = run.Callbacks < best.Callbacks ? run : best;
        }

        return best;
    }

    /// <summary>The time spent in the callbacks of the contestant's analyzers so far.</summary>
    public static async Task<TimeSpan> CallbacksAsync(CompilationWithAnalyzers analysis, Contestant contestant, CancellationToken cancellationToken)
    {
        var callbacks = TimeSpan.Zero;
        foreach (var analyzer in contestant.Analyzers)
        {
            callbacks += (await analysis.GetAnalyzerTelemetryInfoAsync(analyzer, cancellationToken)).ExecutionTime;
        }

        return callbacks;
    }

    /// <summary>The same compilation, to be analyzed on one thread: no callback then waits for a processor or a lock that another one holds.</summary>
    public static Compilation OnOneThread(Compilation compilation) => compilation.WithOptions(((CSharpCompilationOptions)compilation.Options).WithConcurrentBuild(false));

    /// <summary>A copy that has bound nothing yet; the syntax trees are shared.</summary>
    private static CSharpCompilation Fresh(Compilation compilation) =>
        CSharpCompilation.Create(compilation.AssemblyName, compilation.SyntaxTrees, compilation.References, (CSharpCompilationOptions)compilation.Options);
}
