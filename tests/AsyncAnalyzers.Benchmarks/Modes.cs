using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Spectre.Console;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>The measurements that take minutes, each printing one table.</summary>
internal static class Modes
{
    /// <summary>All contestants side by side on the same input: the best of the measured rounds, contestants taking turns.</summary>
    public static async Task QuickAsync(IAnsiConsole console, string title, IReadOnlyList<(Compilation Compilation, AnalyzerOptions Options)> inputs, int rounds, bool eachRule, CancellationToken cancellationToken)
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

    /// <summary>How our callback time grows from 1,000 to 4,000 methods in one file, and with the statements of one method.</summary>
    public static async Task GrowthAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        var table = new Table().Title("growth (factor for four times the input; 4 is linear)").AddColumns("input", "small ms", "large ms", "factor");
        foreach (var (name, small, large) in new (string, CSharpCompilation, CSharpCompilation)[]
        {
            ("silent, 1,000 → 4,000 methods", GeneratedInput.Methods(1000, false), GeneratedInput.Methods(4000, false)),
            ("firing, 1,000 → 4,000 methods", GeneratedInput.Methods(1000, true), GeneratedInput.Methods(4000, true)),
            ("one method, 2,500 → 10,000 statements", GeneratedInput.LongMethod(1250), GeneratedInput.LongMethod(5000)),
        })
        {
            var first = await BestAsync(small);
            var second = await BestAsync(large);
            table.AddRow(name, $"{first.TotalMilliseconds:N0}", $"{second.TotalMilliseconds:N0}", $"{second / first:N2}");
        }

        console.Write(table);

        async Task<TimeSpan> BestAsync(Compilation compilation)
        {
            var best = TimeSpan.MaxValue;
            for (var round = 0; round < 4; round++)
            {
                var run = await Measurement.OfAsync(Contestant.Us, GeneratedInput.AsInput(compilation), cancellationToken);
                best = round > 0 && run.Callbacks < best ? run.Callbacks : best;
            }

            return best;
        }
    }

    /// <summary>What an IDE does after a keystroke in a file of 5,000 lines: the semantic diagnostics of that one tree, on a compilation with one tree replaced.</summary>
    public static async Task EditAsync(IAnsiConsole console, CancellationToken cancellationToken)
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

    /// <summary>Fix All in the project for each rule that has at least one finding among 1,000 firing methods.</summary>
    public static async Task FixAllAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "Generated",
            "Generated",
            LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary),
            metadataReferences: GeneratedInput.References));
        var document = project.AddDocument("Generated.input.cs", GeneratedInput.Text(10_000, firing: true));
        var compilation = (await document.Project.GetCompilationAsync(cancellationToken))!;
        var analysis = compilation.WithAnalyzers(Contestant.Us.Analyzers, new AnalyzerOptions([]));
        var all = await analysis.GetAnalyzerDiagnosticsAsync(cancellationToken);
        var fixes = typeof(CodeFixes.Core.AsyncFix).Assembly.GetTypes()
            .Where(static type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract)
            .Select(static type => (CodeFixProvider)Activator.CreateInstance(type)!);
        var table = new Table().Title("Fix All in a project").AddColumns("rule", "findings", "seconds", "seconds for half");
        foreach (var fix in fixes.OrderBy(static fix => fix.FixableDiagnosticIds[0], StringComparer.Ordinal))
        {
            ImmutableArray<Diagnostic> findings = [.. all.Where(diagnostic => fix.FixableDiagnosticIds.Contains(diagnostic.Id)).Take(1000)];
            if (!findings.IsEmpty)
            {
                var half = await TimeAsync(document, fix, [.. findings.Take(findings.Length / 2)], cancellationToken);
                var whole = await TimeAsync(document, fix, findings, cancellationToken);
                table.AddRow(fix.FixableDiagnosticIds[0], $"{findings.Length:N0}", $"{whole.TotalSeconds:N1}", $"{half.TotalSeconds:N1}");
            }
        }

        console.Write(table);
    }

    private static async Task<TimeSpan> TimeAsync(Document document, CodeFixProvider fix, ImmutableArray<Diagnostic> findings, CancellationToken cancellationToken)
    {
        CodeAction? first = null;
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, findings[0], (action, _) => first ??= action, cancellationToken));
        var watch = Stopwatch.StartNew();
        var context = new FixAllContext(document, fix, FixAllScope.Project, first?.EquivalenceKey!, fix.FixableDiagnosticIds, new Given(findings), cancellationToken);
        var action = await fix.GetFixAllProvider()!.GetFixAsync(context);
        _ = action is null ? [] : await action.GetOperationsAsync(cancellationToken);
        return watch.Elapsed;
    }

    private sealed class Given(ImmutableArray<Diagnostic> findings) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(findings);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(findings);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
