using System.Text;
using System.Text.RegularExpressions;
using AsyncAnalyzers.Tests.Core;
using AsyncAnalyzers.Tests.Docs;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Tests;

/// <summary>The pages of the rules are true: their code blocks are run. <c>UPDATE_DOCS=1</c> rewrites the generated tables.</summary>
public sealed partial class DocsTests
{
    public static TheoryData<string> Ids => [.. RuleCatalog.Table.Select(entry => entry.Rule.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_opens_with_id_and_title_and_shows_what_is_reported(string id)
    {
        var page = RulePage.Read(id);
        var rule = RuleCatalog.Table.Single(entry => entry.Rule.Id == id).Rule;
        Assert.StartsWith($"# {id}: {rule.Title}\n", page.Text);
        Assert.Contains("## Equivalents elsewhere", page.Text);
        if (rule.Category != "Configuration")
        {
            Assert.Contains(page.Blocks, block => block.Kind == "violation");
            Assert.Contains(page.Blocks, block => block.Kind == "silent");
        }
    }

    /// <summary>The danger first, then the cure; when to suppress and what others have at the end.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_is_built_like_the_others(string id)
    {
        var page = RulePage.Read(id);
        var rule = RuleCatalog.Table.Single(entry => entry.Rule.Id == id).Rule;
        string[] sections = rule.Category == "Configuration" ? ["## When to suppress", "## Equivalents elsewhere"] : ["## Example", "## What is not reported", "## When to suppress", "## Equivalents elsewhere"];
        var places = sections.Select(section => page.Text.IndexOf($"\n{section}\n\n", StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);

        // A sentence or two of what happens at run time, before any code.
        Assert.True(places[0] > rule.Title.ToString().Length + 150);
        Assert.True(page.Text.IndexOf("\n## ", StringComparison.Ordinal) <= places[0]);
        if (RuleCatalog.FixFor(id) is not null)
        {
            Assert.Contains(page.Blocks, block => block.Kind == "fixed");
        }

        if (!rule.IsEnabledByDefault)
        {
            Assert.Contains("The rule is off by default", page.Text);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Code_blocks_do_what_the_page_says(string id)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        Assert.SkipWhen(id == Rules.AsyncWithoutAwait.Id && Style.AsyncWithoutAwaitTests.CompilerWarns, "The oldest compiler warns itself (CS1998), and the rule is silent.");
        string? made = null;
        foreach (var (kind, code) in RulePage.Read(id).Blocks)
        {
            var snippet = Snippet.Of(Snippet.InClass(code));
            Assert.Empty(await snippet.ErrorsAsync(cancellationToken));

            // Rules that are off are policies, which the pages of others need not follow.
            // And a token that nothing uses is reported where it is declared, the calls that should be given it by another rule.
            var diagnostics = (await snippet.AnalyzeAsync(cancellationToken)).RemoveAll(diagnostic =>
                diagnostic.Id != id && (!diagnostic.Descriptor.IsEnabledByDefault || (id, diagnostic.Id, kind) is ("AWAIT611", "AWAIT601", "violation")));
            switch (kind)
            {
                case "violation":
                    Assert.NotEmpty(diagnostics);
                    Assert.All(diagnostics, diagnostic => Assert.Equal(id, diagnostic.Id));
                    made = RuleCatalog.FixFor(id) is { } fix ? await (await snippet.FixAllAsync(fix, diagnostics, cancellationToken)).TextAsync(cancellationToken) : null;
                    break;
                case "fixed":
                    Assert.Empty(diagnostics);
                    Assert.Equal(Snippet.InClass(code), made);
                    break;
                case "silent":
                    Assert.Empty(diagnostics);
                    break;
                default:
                    Assert.Empty(kind);
                    break;
            }
        }
    }

    /// <summary>What a lesson shows can be run from the rule's page, and nothing else is promised there.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_tells_which_lessons_show_the_mistake(string id)
    {
        var lessons = Path.Combine(Frameworks.RepositoryRoot, "samples", "AsyncLessons");
        var shown = Directory.GetDirectories(lessons, "Lesson*")
            .Where(folder => Directory.GetFiles(folder, "*.cs").Any(file => File.ReadAllText(file).Contains($"\"{id}\"", StringComparison.Ordinal)))
            .Select(static folder => Path.GetFileName(folder))
            .Order(StringComparer.Ordinal);
        var told = LessonLink().Matches(RulePage.Read(id).Text).Select(static link => link.Groups[1].Value);
        Assert.Equal(shown, told);
        Assert.All(shown.Take(1), folder => Assert.Contains($"dotnet run --project samples/AsyncLessons -- {folder["Lesson".Length]}`", RulePage.Read(id).Text));
    }

    [Fact]
    public void Every_page_belongs_to_a_rule() =>
        Assert.Equal(
            RuleCatalog.Table.Select(entry => entry.Rule.Id),
            Directory.GetFiles(Path.GetDirectoryName(RulePage.PathOf("x"))!, "AWAIT*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("README.md", "docs/rules/")]
    [InlineData("docs/rules/README.md", "")]
    public void The_rule_table_equals_what_the_code_yields(string file, string links) => GeneratedText.AssertBetween(file, "rules", Table(links));

    private static string Table(string links)
    {
        var table = new StringBuilder("| id | what it finds | category | severity | fix |\n|---|---|---|---|---|\n");
        foreach (var (_, rule) in RuleCatalog.Table)
        {
            var severity = !rule.IsEnabledByDefault ? "off" : rule.DefaultSeverity == DiagnosticSeverity.Warning ? "warning" : "suggestion";
            table.Append($"| [{rule.Id}]({links}{rule.Id}.md) | {rule.Title} | {rule.Category} | {severity} | {(RuleCatalog.FixFor(rule.Id) is null ? "" : "yes")} |\n");
        }

        return table.ToString();
    }

    [GeneratedRegex(@"\(\.\./\.\./samples/AsyncLessons/(Lesson\w+)\)")]
    private static partial Regex LessonLink();
}
