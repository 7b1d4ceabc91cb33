using System.Text.RegularExpressions;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Tests.Core;
using AsyncAnalyzers.Tests.Packaging;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Tests.Docs;

/// <summary><c>docs/configuration.md</c> says what <see cref="Options"/> and the presets say; <c>UPDATE_DOCS=1</c> rewrites the table of presets.</summary>
public sealed class ConfigurationTests
{
    private const string Page = "docs/configuration.md";

    private static readonly string Text = GeneratedText.Read(Page);

    public static TheoryData<string> Keys => [.. Options.All.Select(option => option.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void An_option_has_its_default_and_rules_in_the_table_and_an_example(string key)
    {
        var option = Options.All.Single(option => option.Key == key);
        var row = Regex.Match(Text, $@"^\| `{Regex.Escape(key)}` \| (?<value>[^\n]+) \| (?<default>[^|\n]+) \| (?<rules>[^|\n]+) \|$", RegexOptions.Multiline);
        Assert.True(row.Success);
        Assert.Equal(DefaultOf(option), row.Groups["default"].Value);
        Assert.All(Regex.Matches(row.Groups["rules"].Value, @"\[(AWAIT\d+)\]"), rule => Assert.Contains(key, GeneratedText.Read($"docs/rules/{rule.Groups[1].Value}.md")));

        var example = Assert.Single(Regex.Matches(Text, $@"^{Regex.Escape(key)} = (?<value>.+)$", RegexOptions.Multiline)).Groups["value"].Value;
        Assert.True(option.CanRead(example));
        Assert.NotEqual(row.Groups["default"].Value.Trim('`'), example);
    }

    [Fact]
    public void No_document_names_an_option_that_does_not_exist() =>
        Assert.All(MarkdownFiles.All.Where(file => file != "docs/rules/AWAIT001.md"), file =>
            Assert.Subset(
                Options.All.Select(option => option.Key).ToHashSet(),
                Regex.Matches(GeneratedText.Read(file), @"async_analyzers\.[a-z_]+").Select(match => match.Value).ToHashSet()));

    [Fact]
    public void Presets_are_listed_with_what_they_change() => GeneratedText.AssertBetween(
        Page,
        "presets",
        "| mode | for | what changes |\n|---|---|---|\n" + string.Concat(Preset.All.Select(preset => $"| `{preset.Mode}` | {preset.Purpose} | {Changes(preset)} |\n")));

    private static string Changes(Preset preset) =>
        preset.Every switch
        {
            "none" => "all rules off",
            { } severity => $"all rules as {severity}s",
            null => string.Join("; ", new[] { Listed("on: ", preset.On), Listed("as warnings: ", preset.Warnings.Where(id => Rule(id).DefaultSeverity != DiagnosticSeverity.Warning)) }.Where(text => text.Length > 0)),
        };

    private static string Listed(string prefix, IEnumerable<string> ids) =>
        ids.Any() ? prefix + string.Join(", ", ids.Select(id => $"[{id}](rules/{id}.md) {Rule(id).Title}")) : "";

    private static DiagnosticDescriptor Rule(string id) => RuleCatalog.Table.Single(entry => entry.Rule.Id == id).Rule;

    private static string DefaultOf(Option option) => option.GetType().GetProperty("Default")!.GetValue(option) switch
    {
        SymbolList => "none",
        bool flag => flag ? "`true`" : "`false`",
        Enum choice => $"`{Regex.Replace(choice.ToString(), "(?<=.)([A-Z])", "_$1").ToLowerInvariant()}`",
        var value => $"`{value}`",
    };
}
