using System.Text.RegularExpressions;
using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests;

/// <summary>The promises of the rule table that no compiler checks.</summary>
public sealed class RulesTests
{
    [Fact]
    public void Ids_are_unique_and_in_order()
    {
        var ids = RuleCatalog.Table.Select(entry => entry.Rule.Id).ToArray();
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
        Assert.All(ids, id => Assert.Matches("^AWAIT[0-9]{3}$", id));
    }

    [Fact]
    public void Each_rule_has_exactly_one_analyzer_with_its_name_and_category()
    {
        Assert.Equal(
            RuleCatalog.Table.Select(entry => $"AsyncAnalyzers.{entry.Rule.Category}.{entry.Name}: {entry.Rule.Id}").Order(StringComparer.Ordinal),
            RuleCatalog.Analyzers.Select(analyzer => $"{analyzer.GetType().FullName}: {analyzer.SupportedDiagnostics.Single().Id}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_hundreds_of_an_id_say_its_category()
    {
        Assert.All(
            RuleCatalog.Table.GroupBy(entry => entry.Rule.Id[5]),
            group => Assert.Single(group.Select(entry => entry.Rule.Category).Distinct()));
    }

    [Fact]
    public void An_id_has_at_most_one_fix_and_a_page_says_why_if_none()
    {
        foreach (var (name, rule) in RuleCatalog.Table)
        {
            var fixes = RuleCatalog.Fixes.Where(fix => fix.FixableDiagnosticIds.Contains(rule.Id)).Select(fix => fix.GetType().Name).ToArray();
            if (fixes.Length == 0)
            {
                Assert.Contains("## Why there is no fix", File.ReadAllText(RulePage.PathOf(rule.Id)));
            }
            else
            {
                // Where one rule takes over from another, both have the other one's fix.
                Assert.Equal([(rule.Id == Rules.DeadlockRisk.Id ? nameof(Rules.BlockingWaitInSync) : name) + "Fix"], fixes);
            }
        }
    }

    /// <summary>Ids of the compiler and the SDK, too; a fix without a rule of ours has a page of the foreign id.</summary>
    [Fact]
    public void No_two_fixes_serve_the_same_id()
    {
        var ids = RuleCatalog.Fixes.SelectMany(fix => fix.FixableDiagnosticIds).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        foreach (var fix in RuleCatalog.Fixes.Where(fix => !fix.FixableDiagnosticIds.Any(id => id.StartsWith("AWAIT", StringComparison.Ordinal))))
        {
            Assert.All(fix.FixableDiagnosticIds, id => Assert.StartsWith($"# {id}: ", File.ReadAllText(RulePage.PathOf(id))));
        }
    }

    [Fact]
    public void Every_fix_supports_Fix_All() =>
        Assert.All(RuleCatalog.Fixes, fix => Assert.NotNull(fix.GetFixAllProvider()));

    [Fact]
    public void Messages_are_one_sentence_without_a_full_stop() =>
        Assert.All(RuleCatalog.Table, entry =>
        {
            var message = entry.Rule.MessageFormat.ToString();
            Assert.DoesNotMatch(@"\.$", message);
            Assert.DoesNotMatch(@"\.\s+[A-Z]", message);
        });

    [Fact]
    public void Pages_name_the_options_that_rule_and_fix_read()
    {
        var keys = typeof(Options).GetFields().Where(field => field.GetValue(null) is AsyncAnalyzers.Core.Option)
            .ToDictionary(field => field.Name, field => ((AsyncAnalyzers.Core.Option)field.GetValue(null)!).Key);
        var documented = new HashSet<string>();
        foreach (var (name, rule) in RuleCatalog.Table)
        {
            var page = File.ReadAllText(RulePage.PathOf(rule.Id));
            foreach (var source in SourceFiles("src").Where(path => Path.GetFileName(path) == name + ".cs" || Path.GetFileName(path) == name + "Fix.cs"))
            {
                foreach (var key in Regex.Matches(File.ReadAllText(source), @"\bOptions\.(\w+)").Select(match => keys.GetValueOrDefault(match.Groups[1].Value)).OfType<string>())
                {
                    Assert.Contains(key, page);
                }
            }

            documented.UnionWith(keys.Values.Where(page.Contains));
        }

        Assert.Equal(keys.Values.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_source_file_is_longer_than_400_lines() =>
        Assert.Empty(SourceFiles("src").Concat(SourceFiles("tests")).Concat(SourceFiles("samples")).Where(path => File.ReadLines(path).Count() > 400).Select(Path.GetFileName));

    private static IEnumerable<string> SourceFiles(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Frameworks.RepositoryRoot, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
}
