using System.Text;
using System.Text.RegularExpressions;
using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Docs;

/// <summary><c>docs/migrating.md</c> and the last section of each rule's page say what <c>docs/equivalents.txt</c> says; <c>UPDATE_DOCS=1</c> rewrites them.</summary>
public sealed class EquivalentsTests
{
    private const string Migrating = "docs/migrating.md";

    public static TheoryData<string> Ids => [.. RuleCatalog.Table.Select(entry => entry.Rule.Id)];

    private static IEnumerable<Equivalent> Everything => OtherPackage.All.SelectMany(package => package.Rules);

    [Fact]
    public void Ids_stand_once_and_ours_exist()
    {
        var theirs = Everything.SelectMany(rule => rule.Ids).ToArray();
        Assert.Equal(theirs.Distinct(), theirs);
        Assert.Subset(RuleCatalog.Table.Select(entry => entry.Rule.Id).ToHashSet(), Everything.SelectMany(rule => rule.Ours).ToHashSet());
        Assert.All(Everything, rule => Assert.Equal(rule.Extent is Extent.All or Extent.Part || rule.Ids is ["CS4014"], !rule.Ours.IsEmpty));
        Assert.All(Everything, rule => Assert.NotEmpty(rule.Note));
    }

    /// <summary>What a fix of this package serves is named, and a page shows it where no rule of ours does.</summary>
    [Fact]
    public void Foreign_diagnostics_that_have_a_fix_are_named()
    {
        var served = RuleCatalog.Fixes.SelectMany(fix => fix.FixableDiagnosticIds).Where(id => !id.StartsWith("AWAIT", StringComparison.Ordinal));
        Assert.Subset(Everything.SelectMany(rule => rule.Ids).ToHashSet(), served.Except(["CS8602", "CS8603"]).ToHashSet());
        Assert.All(Everything.Where(rule => rule.Extent == Extent.Fix).SelectMany(rule => rule.Ids), id => Assert.Contains(id, served));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_names_the_equivalents(string id) => GeneratedText.Assert(
        $"docs/rules/{id}.md",
        page => Regex.Replace(page, "(?<=\n## Equivalents elsewhere\n\n).*?(?=\n)", _ => $"{ForRule(id) ?? "None in packages for .NET"}."));

    [Fact]
    public void The_rules_are_listed_with_their_equivalents()
    {
        var table = new StringBuilder("| rule | finds | elsewhere |\n|---|---|---|\n");
        foreach (var (_, rule) in RuleCatalog.Table.Where(entry => ForRule(entry.Rule.Id) is not null))
        {
            table.Append($"| [{rule.Id}](rules/{rule.Id}.md) | {rule.Title} | {Plain(rule.Id)} |\n");
        }

        var alone = RuleCatalog.Table.Where(entry => entry.Rule.Category != "Configuration" && ForRule(entry.Rule.Id) is null).Select(entry => $"[{entry.Rule.Id}](rules/{entry.Rule.Id}.md) {entry.Rule.Title}").ToArray();
        table.Append($"\nThe other {alone.Length} are found by none of these packages:\n\n{string.Concat(alone.Select(rule => $"- {rule}\n"))}");
        GeneratedText.AssertBetween(Migrating, "rules", table.ToString());
    }

    [Fact]
    public void The_readme_counts_the_rules_with_equivalents()
    {
        string[] packages = ["Microsoft.VisualStudio.Threading.Analyzers", "Meziantou.Analyzer", "SonarAnalyzer.CSharp", "AsyncFixer", "Roslynator.Analyzers", "Microsoft.CodeAnalysis.NetAnalyzers (.NET SDK)"];
        var all = RuleCatalog.Table.Count(entry => entry.Rule.Category != "Configuration");
        var counts = packages.Select(name => OtherPackage.All.Single(package => package.Name == name).Rules.SelectMany(rule => rule.Ours).Distinct().Count());
        GeneratedText.Assert("README.md", readme => Regex.Replace(readme, @"(?<=\n)\| misuses found, .*?(?=\n)", _ => $"| misuses found, in part too, of {all} | {all} | {string.Join(" | ", counts)} |"));
        var fixes = RuleCatalog.Table.Count(entry => RuleCatalog.FixFor(entry.Rule.Id) is not null);
        GeneratedText.Assert("README.md", readme => Regex.Replace(readme, @"(?<=\n\| of those, with a fix \| )\d+", _ => $"{fixes}"));
    }

    [Fact]
    public void The_packages_are_listed_with_what_takes_their_place()
    {
        var text = new StringBuilder();
        foreach (var package in OtherPackage.All)
        {
            text.Append($"### {package.Name}\n\n{(package.Remark.Length > 0 ? package.Remark + "\n\n" : "")}| id | reports | here | |\n|---|---|---|---|\n");
            foreach (var rule in package.Rules)
            {
                text.Append($"| {string.Join(", ", rule.Ids.Select(id => Link(id, rule.Extent)))} | {rule.Finds} | {Here(rule)} | {rule.Note} |\n");
            }

            text.Append($"\n```ini\n{Config(package)}```\n\n");
        }

        GeneratedText.AssertBetween(Migrating, "packages", text.ToString().TrimEnd('\n') + "\n");
    }

    private static string Link(string id, Extent extent) => extent == Extent.Fix && File.Exists(RulePage.PathOf(id)) ? $"[{id}](rules/{id}.md)" : id;

    private static string Here(Equivalent rule) =>
        rule.Extent switch
        {
            Extent.None => "–",
            Extent.Fix => "a fix",
            Extent.Part => "in part ",
            _ => "",
        } + (rule.Extent == Extent.Fix ? "" : string.Join(", ", rule.Ours.Select(id => $"[{id}](rules/{id}.md)")));

    /// <summary>Switches off what ours take over. Where ours are off by default, both lines are there to be chosen.</summary>
    private static string Config(OtherPackage package)
    {
        var taken = package.Rules.Where(rule => rule.Extent == Extent.All).ToArray();
        var text = new StringBuilder("[*.cs]\n");
        foreach (var id in taken.Where(rule => rule.Ours.Any(IsOn)).SelectMany(rule => rule.Ids))
        {
            text.Append($"dotnet_diagnostic.{id}.severity = none\n");
        }

        var policies = taken.Where(rule => !rule.Ours.Any(IsOn)).ToArray();
        if (policies.Length > 0)
        {
            text.Append("\n# Off by default here: to change over, take away the #.\n");
            foreach (var ours in policies.SelectMany(rule => rule.Ours).Distinct().Order(StringComparer.Ordinal))
            {
                text.Append($"# dotnet_diagnostic.{ours}.severity = warning\n");
            }

            foreach (var id in policies.SelectMany(rule => rule.Ids))
            {
                text.Append($"# dotnet_diagnostic.{id}.severity = none\n");
            }
        }

        return text.ToString();
    }

    private static bool IsOn(string id) => RuleCatalog.Table.Single(entry => entry.Rule.Id == id).Rule.IsEnabledByDefault;

    private static string? ForRule(string id) => Plain(id) is { Length: > 0 } ids ? $"{ids} ([what differs](../migrating.md))" : null;

    private static string Plain(string id) => string.Join(", ", Everything.Where(rule => rule.Ours.Contains(id)).SelectMany(rule => rule.Ids.Select(theirs => rule.Extent == Extent.Part ? $"{theirs} (in part)" : theirs)));
}
