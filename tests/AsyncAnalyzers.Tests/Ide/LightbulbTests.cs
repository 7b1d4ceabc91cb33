using System.Collections.Immutable;
using AsyncAnalyzers.CodeFixes.Unobserved;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncAnalyzers.Tests.Ide;

/// <summary>What an editor shows at a diagnostic: the actions, their order, their previews, how far Fix All may reach, what is faded.</summary>
public sealed class LightbulbTests
{
    public static TheoryData<string> FixedIds => [.. RuleCatalog.Table.Select(entry => entry.Rule.Id).Where(id => RuleCatalog.FixFor(id) is not null)];

    [Theory]
    [MemberData(nameof(FixedIds))]
    public async Task Actions_have_titles_of_their_own_and_a_preview(string id)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var fix = RuleCatalog.FixFor(id)!;
        foreach (var (_, code) in RulePage.Read(id).Blocks.Where(block => block.Kind == "violation"))
        {
            var snippet = Snippet.Of(Snippet.InClass(code));
            foreach (var diagnostic in (await snippet.AnalyzeAsync(cancellationToken)).Where(diagnostic => diagnostic.Id == id))
            {
                var offers = await snippet.OffersAsync(fix, [diagnostic], cancellationToken);
                Assert.All(offers, offer =>
                {
                    Assert.Matches("^[A-Z'].*[^.]$", offer.Title);
                    Assert.InRange(offer.Title.Length, 5, 110);
                    Assert.NotNull(offer.EquivalenceKey);
                });
                Assert.Equal(offers.Select(offer => offer.Title).Distinct(), offers.Select(offer => offer.Title));
                Assert.Equal(offers.Select(offer => offer.EquivalenceKey).Distinct(), offers.Select(offer => offer.EquivalenceKey));
                foreach (var offer in offers)
                {
                    var change = Assert.Single((await offer.GetPreviewOperationsAsync(cancellationToken)).OfType<ApplyChangesOperation>());
                    Assert.NotEmpty(change.ChangedSolution.GetChanges(snippet.Document.Project.Solution).GetProjectChanges());
                }
            }
        }
    }

    [Fact]
    public async Task Await_comes_first_and_discarding_last()
    {
        var snippet = Snippet.Of("class C { Task M() { Save(); return Task.CompletedTask; } Task Save() => Task.CompletedTask; }");
        var diagnostics = (await snippet.AnalyzeAsync(TestContext.Current.CancellationToken)).Where(diagnostic => diagnostic.Id == Rules.ObserveTask.Id);
        var offers = await snippet.OffersAsync(new ObserveTaskFix(), diagnostics, TestContext.Current.CancellationToken);
        Assert.Contains("wait", offers[0].Title);
        Assert.Contains(offers, offer => offer.Title.Contains("iscard", StringComparison.Ordinal));
        Assert.DoesNotContain("iscard", offers[0].Title);
    }

    [Theory]
    [InlineData(FixAllScope.ContainingMember, "await Save(); await Save();", "Save();")]
    [InlineData(FixAllScope.ContainingType, "await Save(); await Save();", "await Save();")]
    public async Task Fix_All_reaches_as_far_as_its_scope(FixAllScope scope, string first, string second)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var snippet = Snippet.Of("class C { Task A() { Save(); Save(); return Task.CompletedTask; } Task B() { Save(); return Task.CompletedTask; } Task Save() => Task.CompletedTask; }");
        var diagnostics = (await snippet.AnalyzeAsync(cancellationToken)).Where(diagnostic => diagnostic.Id == Rules.ObserveTask.Id).ToImmutableArray();
        var offers = await snippet.OffersAsync(new ObserveTaskFix(), diagnostics.Take(1), cancellationToken);
        var changed = await snippet.FixAllAsync(new ObserveTaskFix(), diagnostics, scope, offers[0], cancellationToken);
        var text = await changed.TextAsync(cancellationToken);
        Assert.Contains("A() { " + first, text);
        Assert.Contains("B() { " + second, text);
    }

    [Theory]
    [InlineData(FixAllScope.ContainingMember, false)]
    [InlineData(FixAllScope.ContainingType, true)]
    public async Task Async_all_the_way_reaches_as_far_as_its_scope(FixAllScope scope, bool isSecondChanged)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var snippet = Snippet.Of("class C { void A() { Save().Wait(); Save().Wait(); } void B() { Save().Wait(); } async Task Save() => await Task.Yield(); } class D { async Task Save() => await Task.Yield(); void E() { Save().Wait(); } }");
        var fix = RuleCatalog.FixFor("AWAIT202")!;
        var diagnostics = (await snippet.AnalyzeAsync(cancellationToken)).Where(static diagnostic => diagnostic.Id == "AWAIT202").ToImmutableArray();
        Assert.Equal(4, diagnostics.Length);
        var offer = (await snippet.OffersAsync(fix, diagnostics.Take(1), cancellationToken)).Single(static action => action.Title.Contains("all the way", StringComparison.Ordinal));
        var text = await (await snippet.FixAllAsync(fix, diagnostics, scope, offer, cancellationToken)).TextAsync(cancellationToken);
        Assert.Contains("{ await Save(); await Save(); }", text);
        Assert.Equal(isSecondChanged, text.Contains("{ await Save(); }", StringComparison.Ordinal));
        Assert.Contains("void E() { Save().Wait(); }", text);
    }

    [Fact]
    public async Task Only_the_unnecessary_word_is_faded()
    {
        var code = "class C { async Task<int> A(Task<int> t) { return await Count(); } Task<int> Count() => Task.Run(() => 1); }";
        var diagnostic = Assert.Single((await Snippet.Of(code).AnalyzeAsync(TestContext.Current.CancellationToken)).Where(diagnostic => diagnostic.Id == Rules.ReturnAwaitPolicy.Id));
        Assert.Contains(WellKnownDiagnosticTags.Unnecessary, diagnostic.Descriptor.CustomTags);
        Assert.Equal("[0]", diagnostic.Properties[WellKnownDiagnosticTags.Unnecessary]);
        var faded = Assert.Single(diagnostic.AdditionalLocations).SourceSpan;
        Assert.Equal("await", code.Substring(faded.Start, faded.Length));
    }

    [Fact]
    public void Configure_await_without_effect_is_faded() => Assert.Contains(WellKnownDiagnosticTags.Unnecessary, Rules.ConfigureAwaitRedundant.CustomTags);

    [Fact]
    public void Help_links_lead_to_the_pages_of_the_repository() =>
        Assert.All(RuleCatalog.Table, entry =>
        {
            var prefix = Rules.Repository + "/blob/main/";
            Assert.StartsWith(prefix, entry.Rule.HelpLinkUri);
            Assert.True(File.Exists(Path.Combine(Frameworks.RepositoryRoot, entry.Rule.HelpLinkUri[prefix.Length..])), entry.Rule.HelpLinkUri);
        });
}
