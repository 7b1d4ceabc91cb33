using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Tests.Ide;

/// <summary>What an editor gets when it asks Roslyn's code-fix service, with the package's assemblies referenced as a project does.</summary>
public sealed class CodeFixServiceTests
{
    private const string Dropped = "class C { Task M() { Save(); Save(); return Task.CompletedTask; } Task Save() => Task.CompletedTask; }";

    private static readonly HashSet<FixAllScope> Scopes = [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution, FixAllScope.ContainingMember, FixAllScope.ContainingType];

    private readonly CodeFixService service = new();

    [Theory]
    [MemberData(nameof(LightbulbTests.FixedIds), MemberType = typeof(LightbulbTests))]
    public async Task The_lightbulb_shows_what_the_fix_offers_and_every_scope_of_Fix_All(string id)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var fix = RuleCatalog.FixFor(id)!;
        var (_, code) = RulePage.Read(id).Blocks.First(static block => block.Kind == "violation");
        code = Snippet.InClass(code);
        var document = CodeFixService.Open(code);
        var analyzers = document.Project.AnalyzerReferences.SelectMany(static reference => reference.GetAnalyzers(LanguageNames.CSharp));
        var compilation = (await document.Project.GetCompilationAsync(cancellationToken))!;
        var found = (await compilation.WithAnalyzers([.. analyzers]).GetAnalyzerDiagnosticsAsync(cancellationToken)).Where(diagnostic => diagnostic.Id == id).ToArray();
        var snippet = new Snippet(document);
        foreach (var diagnostic in found)
        {
            var own = await snippet.OffersAsync(fix, [diagnostic], cancellationToken);
            var shown = (await service.OffersAsync(document, diagnostic.Location.SourceSpan, cancellationToken)).Where(offer => offer.Provider.GetType() == fix.GetType()).ToArray();
            Assert.All(shown, static offer => Assert.Superset(Scopes, offer.Scopes.ToHashSet()));
            Assert.Subset(shown.SelectMany(static offer => offer.Actions).Select(static action => action.Title).ToHashSet(), own.Select(static action => action.Title).ToHashSet());
        }
    }

    [Fact]
    public async Task The_fix_comes_before_suppression_and_configuration()
    {
        var offers = await service.OffersAsync(CodeFixService.Open(Dropped), new TextSpan(Dropped.IndexOf("Save()", StringComparison.Ordinal), 0), TestContext.Current.CancellationToken);
        Assert.Equal(["Await the task", "Discard the task with '_ ='"], offers[0].Actions.Select(static action => action.Title));
        Assert.Contains(offers.Skip(1), static offer => offer.Actions.Any(static action => action.Title == "Suppress AWAIT101"));
        Assert.Contains(offers.Skip(1), static offer => offer.Actions.Any(static action => action.Title == "Configure AWAIT101 severity"));
    }

    [Fact]
    public async Task The_suppression_that_the_editor_writes_works()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var document = CodeFixService.Open(Dropped);
        var offers = await service.OffersAsync(document, new TextSpan(Dropped.IndexOf("Save()", StringComparison.Ordinal), 0), cancellationToken);
        var suppress = offers.SelectMany(static offer => offer.Actions).Single(static action => action.Title == "Suppress AWAIT101").NestedActions.First(static action => action.Title == "in Source");
        var change = (await suppress.GetOperationsAsync(cancellationToken)).OfType<ApplyChangesOperation>().Single();
        var changed = change.ChangedSolution.GetDocument(document.Id)!;
        Assert.Contains("#pragma warning disable AWAIT101", (await changed.GetTextAsync(cancellationToken)).ToString());
        Assert.DoesNotContain(await new Snippet(changed).AnalyzeAsync(cancellationToken), static diagnostic => diagnostic is { Id: "AWAIT101", IsSuppressed: false });
    }
}
