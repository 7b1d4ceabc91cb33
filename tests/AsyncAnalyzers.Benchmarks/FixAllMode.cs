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
        var fixes = typeof(CodeFixes.Core.AsyncFix).Assembly.GetTypes()
            .Where(static type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract)
            .Select(static type => (CodeFixProvider)Activator.CreateInstance(type)!)
            .ToArray();
        var table = new Table().Title("Fix All, one file with as many methods as findings").AddColumns("rule", "findings", "seconds for half", "seconds", "factor", "left unfixed");
        foreach (var text in GeneratedInput.FiringClasses)
        {
            var ids = (await FindingsAsync(Document(text(1)), cancellationToken)).Select(static diagnostic => diagnostic.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var id in ids)
            {
                await Console.Error.WriteLineAsync($"Fix All: {id}");
                var fix = fixes.First(fix => fix.FixableDiagnosticIds.Contains(id));
                // The first run warms up.
                await ApplyAsync(Document(text(10)), fix, id, cancellationToken);
                var half = await ApplyAsync(Document(text(Findings / 2)), fix, id, cancellationToken);
                var whole = await ApplyAsync(Document(text(Findings)), fix, id, cancellationToken);
                table.AddRow(id, $"{whole.Found:N0}", $"{half.Time.TotalSeconds:N1}", $"{whole.Time.TotalSeconds:N1}", $"{whole.Time / half.Time:N1}", $"{whole.Left}");
            }
        }

        console.Write(table);
    }

    private static Document Document(string text)
    {
        var project = new AdhocWorkspace().AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "Generated",
            "Generated",
            LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary),
            metadataReferences: GeneratedInput.References));
        return project.AddDocument("Generated.input.cs", text);
    }

    private static async Task<ImmutableArray<Diagnostic>> FindingsAsync(Document document, CancellationToken cancellationToken)
    {
        var compilation = (await document.Project.GetCompilationAsync(cancellationToken))!;
        var analysis = Contestant.Us.Enable(compilation).WithAnalyzers(Contestant.Us.Analyzers, new AnalyzerOptions([]));
        return await analysis.GetAnalyzerDiagnosticsAsync(cancellationToken);
    }

    private static async Task<(TimeSpan Time, int Found, int Left)> ApplyAsync(Document document, CodeFixProvider fix, string id, CancellationToken cancellationToken)
    {
        var findings = await OfRuleAsync(document);
        CodeAction? first = null;
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, findings[0], (action, _) => first ??= action, cancellationToken));
        var watch = Stopwatch.StartNew();
        var context = new FixAllContext(document, fix, FixAllScope.Project, first?.EquivalenceKey!, fix.FixableDiagnosticIds, new Given(findings), cancellationToken);
        var action = await fix.GetFixAllProvider()!.GetFixAsync(context);
        var operations = action is null ? [] : await action.GetOperationsAsync(cancellationToken);
        var time = watch.Elapsed;
        var changed = operations.OfType<ApplyChangesOperation>().SingleOrDefault()?.ChangedSolution.GetDocument(document.Id);
        return (time, findings.Length, (await OfRuleAsync(changed ?? document)).Length);

        async Task<ImmutableArray<Diagnostic>> OfRuleAsync(Document document) =>
            [.. (await FindingsAsync(document, cancellationToken)).Where(diagnostic => diagnostic.Id == id)];
    }

    private sealed class Given(ImmutableArray<Diagnostic> findings) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(findings);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(findings);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
