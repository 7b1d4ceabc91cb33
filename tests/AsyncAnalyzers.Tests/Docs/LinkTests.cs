using System.Text.RegularExpressions;
using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Docs;

/// <summary>No link in a document leads nowhere: files, folders, pictures and headings. What is on other servers is not asked for.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Files => [.. MarkdownFiles.All];

    [Theory]
    [MemberData(nameof(Files))]
    public void Links_lead_somewhere(string file)
    {
        foreach (Match link in Link().Matches(WithoutCode(GeneratedText.Read(file))))
        {
            var target = link.Groups["target"].Value;
            if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
            {
                continue;
            }

            var (path, heading) = target.Split('#', 2) is [var before, var after] ? (before, after) : (target, null);
            var full = path.Length == 0 ? file : Path.Combine(Path.GetDirectoryName(file)!, path);
            Assert.True(Path.Exists(Path.Combine(Frameworks.RepositoryRoot, full)), $"{file} refers to {target}, which is not there");
            if (heading is not null)
            {
                Assert.True(Headings(full).Contains(heading), $"{file} refers to {target}: no such heading");
            }
        }
    }

    /// <summary>The readme of the package is shown where the repository is not.</summary>
    [Fact]
    public void Links_of_the_package_readme_are_absolute() =>
        Assert.All(Link().Matches(GeneratedText.Read("src/AsyncAnalyzers.Package/README.md")), link => Assert.StartsWith("https://", link.Groups["target"].Value));

    [Fact]
    public void A_link_is_found_in_text_and_tags_and_not_in_code() =>
        Assert.Equal(
            ["a.md", "b.md#c", "d.svg", "e.md"],
            Link().Matches(WithoutCode("[a](a.md) [`x`](b.md#c) <img alt=\"\" src=\"d.svg\"> <a href=\"e.md\">\n```\n[no](f.md)\n```\n`[no](g.md)`")).Select(link => link.Groups["target"].Value));

    /// <summary>As GitHub makes them of headings: lower case, hyphens for spaces, no other signs.</summary>
    private static HashSet<string> Headings(string file) =>
        [.. Heading().Matches(Regex.Replace(GeneratedText.Read(file), "^```.*?^```", "", RegexOptions.Multiline | RegexOptions.Singleline))
            .Select(heading => Regex.Replace(heading.Groups[1].Value.ToLowerInvariant(), @"[^\p{L}\p{N} _-]", "").Trim().Replace(' ', '-'))];

    private static string WithoutCode(string text) => Code().Replace(text, match => match.Value.StartsWith('`') && text[..match.Index].EndsWith('[') ? "x" : "");

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)(?: ""[^""]*"")?\)|(?:src|href|srcset)=""(?<target>[^""]+)""")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^ *```.*?^ *```$|`[^`\n]+`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();
}
