#pragma warning disable RS1001, RS2008 // The analyzers in this file are for its tests only.
using System.Collections.Immutable;
using AsyncAnalyzers.Corpus;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Tests.Corpus;

/// <summary>The corpus tool on fixes that are wrong on purpose: a rule that reports every <c>bad</c>, and a fix that puts a given text in its place.</summary>
public sealed class FixVerdictTests
{
    private const string OneBad = "class C { int M(int bad) => 1; }";

    [Theory]
    [InlineData("good", nameof(Verdict.Good))]
    [InlineData("bad", nameof(Verdict.ChangesNothing))]
    [InlineData("bad /* kept */", nameof(Verdict.DiagnosticStays))]
    [InlineData("int bad", nameof(Verdict.BreaksBuild))]
    [InlineData("good, int bad", nameof(Verdict.DiagnosticMoves))]
    public async Task The_verdict_on_a_fix_fits(string replacement, string verdict)
    {
        var outcome = Assert.Single(await TryEachAsync(replacement, OneBad));

        Assert.Equal(verdict, outcome.Verdict.ToString());
    }

    [Fact]
    public async Task A_fix_that_throws_is_reported()
    {
        var outcome = Assert.Single(await TryEachAsync(replacement: null, OneBad));

        Assert.Equal(Verdict.Throws, outcome.Verdict);
        Assert.Contains("no text", outcome.Details[0]);
    }

    [Fact]
    public async Task Only_the_fix_that_breaks_is_blamed_when_fixes_are_compiled_together()
    {
        var outcomes = await TryEachAsync("good", OneBad, "class D { int M(int bad, int good) => 1; }", "class E { int M(int bad) => 2; }");

        Assert.Equal([Verdict.Good, Verdict.BreaksBuild, Verdict.Good], outcomes.Select(static outcome => outcome.Verdict));
        Assert.Contains("CS0100 in File1.cs", outcomes[1].Details[0]);
    }

    [Fact]
    public async Task A_fix_that_breaks_another_file_is_blamed()
    {
        var outcome = Assert.Single(await TryEachAsync("good", "class C { public static int bad; }", "class D { int M() => C.@bad; }"));

        Assert.Equal(Verdict.BreaksBuild, outcome.Verdict);
    }

    [Fact]
    public async Task A_fix_that_breaks_a_project_that_shares_the_file_is_told_apart()
    {
        const string Source = """
            class C
            {
            #if OTHER
                int good;
            #endif
                int bad;
            }
            """;
        var outcome = Assert.Single(await TryEachAsync("good", shared: true, Source));

        Assert.Equal(Verdict.BreaksOtherTarget, outcome.Verdict);
    }

    [Fact]
    public async Task Fix_all_fixes_everything_in_one_pass()
    {
        var outcome = Assert.Single((await FixAllAsync("good", shared: true, OneBad, "class D { int M(int bad) => 1; }")).Outcomes);

        Assert.Equal((Verdict.Good, "2 before, 0 after"), (outcome.Verdict, outcome.Place));
    }

    [Fact]
    public async Task Fix_all_that_breaks_the_code_is_reported_and_taken_back()
    {
        var result = await FixAllAsync("int bad", shared: false, OneBad);

        Assert.Equal(Verdict.BreaksBuild, Assert.Single(result.Outcomes).Verdict);
        Assert.Equal(OneBad, (await result.Solution.Projects.Single().Documents.Single().GetTextAsync(TestContext.Current.CancellationToken)).ToString());
    }

    [Fact]
    public async Task Fix_all_that_leaves_something_to_fix_is_reported()
    {
        var outcome = Assert.Single((await FixAllAsync("good, int bad", shared: false, OneBad)).Outcomes);

        Assert.Equal(Verdict.LeavesFixable, outcome.Verdict);
    }

    [Fact]
    public async Task An_exception_in_a_rule_is_reported_and_the_others_still_run()
    {
        using var code = Load(shared: false, OneBad);
        var analysis = new Analysis(new ChosenRules([new Reports(), new Throws()], []), code.Folder);

        var result = await analysis.RunAsync(code.Solution, code.Projects, Quiet.Stage, TestContext.Current.CancellationToken);

        Assert.Single(result.Findings);
        Assert.Equal("TEST02", Assert.Single(result.Crashes).Rule);
    }

    private static Task<ImmutableArray<FixOutcome>> TryEachAsync(string? replacement, params string[] sources) => TryEachAsync(replacement, shared: false, sources);

    private static async Task<ImmutableArray<FixOutcome>> TryEachAsync(string? replacement, bool shared, params string[] sources)
    {
        using var code = Load(shared, sources);
        var rules = new ChosenRules([new Reports()], [new Replaces(replacement)]);
        var analysis = new Analysis(rules, code.Folder);
        var findings = (await analysis.RunAsync(code.Solution, code.Projects, Quiet.Stage, TestContext.Current.CancellationToken)).Findings;
        return await new FixEach(code, rules, analysis, new Compiling(code.Solution, code.Folder)).RunAsync(findings, limit: 0, Quiet.Stage, TestContext.Current.CancellationToken);
    }

    private static async Task<FixAllResult> FixAllAsync(string replacement, bool shared, params string[] sources)
    {
        using var code = Load(shared, sources);
        var rules = new ChosenRules([new Reports()], [new Replaces(replacement)]);
        var analysis = new Analysis(rules, code.Folder);
        var findings = (await analysis.RunAsync(code.Solution, code.Projects, Quiet.Stage, TestContext.Current.CancellationToken)).Findings;
        return await new FixAll(code, rules, analysis, Quiet.Stage).RunAsync(findings, TestContext.Current.CancellationToken);
    }

    private static LoadedCode Load(bool shared, params string[] sources)
    {
        var workspace = new AdhocWorkspace();
        var solution = workspace.CurrentSolution;
        string[] names = shared ? ["One", "Two"] : ["One"];
        foreach (var name in names)
        {
            var id = ProjectId.CreateNewId();
            solution = solution.AddProject(ProjectInfo.Create(id, VersionStamp.Default, name, name, LanguageNames.CSharp, filePath: "/code/Code.csproj")
                .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
                .WithParseOptions(new CSharpParseOptions(preprocessorSymbols: name == "Two" ? ["OTHER"] : []))
                .WithMetadataReferences(Frameworks.Net100));
            for (var index = 0; index < sources.Length; index++)
            {
                solution = solution.AddDocument(DocumentId.CreateNewId(id), $"File{index}.cs", SourceText.From(sources[index]), filePath: $"/code/File{index}.cs");
            }
        }

        Assert.True(workspace.TryApplyChanges(solution));
        return new LoadedCode(workspace, [.. workspace.CurrentSolution.Projects.OrderBy(static project => project.Name).Select(static project => project.Id)], "/code", LoadProblems.None);
    }

    private sealed class Quiet : IStage
    {
        public static readonly Quiet Stage = new();

        public void Advance(string piece)
        {
        }
    }

    private sealed class Reports : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor Rule = new("TEST01", "title", "message", "Test", DiagnosticSeverity.Info, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterSyntaxTreeAction(static tree =>
            {
                foreach (var token in tree.Tree.GetRoot(tree.CancellationToken).DescendantTokens().Where(static token => token.Text == "bad"))
                {
                    tree.ReportDiagnostic(Diagnostic.Create(Rule, token.GetLocation()));
                }
            });
        }
    }

    private sealed class Throws : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor Rule = new("TEST02", "title", "message", "Test", DiagnosticSeverity.Info, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterSyntaxTreeAction(static _ => throw new InvalidOperationException("on purpose"));
        }
    }

    private sealed class Replaces(string? replacement) : CodeFixProvider
    {
        public override ImmutableArray<string> FixableDiagnosticIds => ["TEST01"];

        public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

        public override Task RegisterCodeFixesAsync(CodeFixContext context)
        {
            context.RegisterCodeFix(CodeAction.Create("Replace", token => ReplaceAsync(context, token), "replace"), context.Diagnostics);
            return Task.CompletedTask;
        }

        private async Task<Document> ReplaceAsync(CodeFixContext context, CancellationToken cancellationToken)
        {
            var text = await context.Document.GetTextAsync(cancellationToken);
            return context.Document.WithText(text.Replace(context.Span, replacement ?? throw new InvalidOperationException("no text")));
        }
    }
}
