using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Spectre.Console;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>Fix All in the project over 1,000 findings of each rule, which must grow with their number and not with its square.</summary>
internal static class FixAllMode
{
    private const int Findings = 1000;

    public static async Task RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
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
        var document = project.AddDocument("Generated.input.cs", GeneratedInput.Text(Findings * 2 * GeneratedInput.FiringShapes, firing: true));
        var all = await FindingsAsync(document, cancellationToken);
        var fixes = typeof(CodeFixes.Core.AsyncFix).Assembly.GetTypes()
            .Where(static type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract)
            .Select(static type => (CodeFixProvider)Activator.CreateInstance(type)!);
        var table = new Table().Title($"Fix All in a project of one file with {GeneratedInput.FiringShapes * Findings * 2:N0} methods").AddColumns("rule", "findings", "seconds for half", "seconds", "factor", "left unfixed");
        foreach (var fix in fixes.OrderBy(static fix => fix.FixableDiagnosticIds[0], StringComparer.Ordinal))
        {
            var id = fix.FixableDiagnosticIds[0];
            ImmutableArray<Diagnostic> own = [.. all.Where(diagnostic => diagnostic.Id == id)];
            if (own.Length < Findings)
            {
                continue;
            }

            await Console.Error.WriteLineAsync($"Fix All: {id}");
            // The first run warms up.
            await ApplyAsync(document, fix, [.. own.Take(10)], cancellationToken);
            var half = await ApplyAsync(document, fix, [.. own.Take(Findings / 2)], cancellationToken);
            var whole = await ApplyAsync(document, fix, [.. own.Take(Findings)], cancellationToken);
            var left = (await FindingsAsync(whole.Changed, cancellationToken)).Count(diagnostic => diagnostic.Id == id) - (own.Length - Findings);
            table.AddRow(id, $"{Findings:N0}", $"{half.Time.TotalSeconds:N1}", $"{whole.Time.TotalSeconds:N1}", $"{whole.Time / half.Time:N1}", $"{left}");
        }

        console.Write(table);
    }

    private static async Task<ImmutableArray<Diagnostic>> FindingsAsync(Document document, CancellationToken cancellationToken)
    {
        var compilation = (await document.Project.GetCompilationAsync(cancellationToken))!;
        var analysis = Contestant.Us.Enable(compilation).WithAnalyzers(Contestant.Us.Analyzers, new AnalyzerOptions([]));
        return [.. (await analysis.GetAnalyzerDiagnosticsAsync(cancellationToken)).OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    private static async Task<(TimeSpan Time, Document Changed)> ApplyAsync(Document document, CodeFixProvider fix, ImmutableArray<Diagnostic> findings, CancellationToken cancellationToken)
    {
        CodeAction? first = null;
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, findings[0], (action, _) => first ??= action, cancellationToken));
        var watch = Stopwatch.StartNew();
        var context = new FixAllContext(document, fix, FixAllScope.Project, first?.EquivalenceKey!, fix.FixableDiagnosticIds, new Given(findings), cancellationToken);
        var action = await fix.GetFixAllProvider()!.GetFixAsync(context);
        var operations = action is null ? [] : await action.GetOperationsAsync(cancellationToken);
        var changed = operations.OfType<ApplyChangesOperation>().SingleOrDefault()?.ChangedSolution.GetDocument(document.Id);
        return (watch.Elapsed, changed ?? document);
    }

    private sealed class Given(ImmutableArray<Diagnostic> findings) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(findings);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(findings);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
