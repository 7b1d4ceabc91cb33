using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Corpus;

/// <summary>An exception that a rule let out.</summary>
internal sealed record Crash(string Rule, string Project, string Message);

/// <summary>What all rules say about some projects.</summary>
internal sealed record AnalysisResult(
    ImmutableArray<Finding> Findings,
    ImmutableArray<Crash> Crashes,
    ImmutableDictionary<string, TimeSpan> Times);

/// <summary>Runs the rules over projects.</summary>
internal sealed class Analysis(ChosenRules rules, string folder)
{
    // Many documents of one changed project are looked at, one after another.
    private readonly ConditionalWeakTable<Compilation, CompilationWithAnalyzers> known = new();

    /// <summary>Analyzes the projects, one after another: each uses all processors by itself.</summary>
    public async Task<AnalysisResult> RunAsync(Solution solution, IEnumerable<ProjectId> projects, IStage stage, CancellationToken cancellationToken)
    {
        var findings = new Dictionary<(string File, int Line, int Column, string Id), Finding>();
        var crashes = new ConcurrentQueue<Crash>();
        var times = rules.Descriptors.ToDictionary(static rule => rule.Id, static _ => TimeSpan.Zero, StringComparer.Ordinal);
        foreach (var project in projects.Select(id => solution.GetProject(id)!))
        {
            if (await CompileAsync(project, crashes, cancellationToken) is { } compilation)
            {
                foreach (var diagnostic in await compilation.GetAnalyzerDiagnosticsAsync(cancellationToken))
                {
                    var finding = Finding.Of(diagnostic, project.Id, folder);
                    findings.TryAdd((finding.File, finding.Line, finding.Column, finding.Id), finding);
                }

                foreach (var analyzer in rules.Analyzers)
                {
                    var telemetry = await compilation.GetAnalyzerTelemetryInfoAsync(analyzer, cancellationToken);
                    times[analyzer.SupportedDiagnostics[0].Id] += telemetry.ExecutionTime;
                }
            }

            stage.Advance(project.Name);
        }

        return new AnalysisResult(
            [.. findings.Values.OrderBy(static finding => finding.Id, StringComparer.Ordinal).ThenBy(static finding => finding.File, StringComparer.Ordinal).ThenBy(static finding => finding.Line).ThenBy(static finding => finding.Column)],
            [.. crashes],
            times.ToImmutableDictionary());
    }

    /// <summary>What the rules say about one document.</summary>
    public async Task<ImmutableArray<Finding>> RunAsync(Document document, CancellationToken cancellationToken)
    {
        if (await document.Project.GetCompilationAsync(cancellationToken) is not { } original || await document.GetSyntaxTreeAsync(cancellationToken) is not { } tree)
        {
            return [];
        }

        var compilation = known.GetValue(original, key => With(key, document.Project, []));
        var syntactic = await compilation.GetAnalyzerSyntaxDiagnosticsAsync(tree, cancellationToken);
        var semantic = await compilation.GetAnalyzerSemanticDiagnosticsAsync(compilation.Compilation.GetSemanticModel(tree), filterSpan: null, cancellationToken);
        return [.. syntactic.Concat(semantic).Select(diagnostic => Finding.Of(diagnostic, document.Project.Id, folder))];
    }

    private async Task<CompilationWithAnalyzers?> CompileAsync(Project project, ConcurrentQueue<Crash> crashes, CancellationToken cancellationToken) =>
        await project.GetCompilationAsync(cancellationToken) is { } compilation ? With(compilation, project, crashes) : null;

    private CompilationWithAnalyzers With(Compilation compilation, Project project, ConcurrentQueue<Crash> crashes)
    {
        var options = new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions,
            onAnalyzerException: (exception, analyzer, _) => crashes.Enqueue(new Crash(analyzer.SupportedDiagnostics[0].Id, project.Name, exception.ToString())),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: true,
            reportSuppressedDiagnostics: false);
        return SwitchedOn.With(compilation, rules).WithAnalyzers(rules.Analyzers, options);
    }
}
