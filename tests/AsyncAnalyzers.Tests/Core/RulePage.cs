using System.Text.RegularExpressions;

namespace AsyncAnalyzers.Tests.Core;

/// <summary>The page of a rule: its title and its code blocks.</summary>
internal sealed partial class RulePage
{
    private RulePage(string text)
    {
        Text = text;
        Blocks = [.. Fence().Matches(text).Select(match => (match.Groups["kind"].Value, match.Groups["code"].Value))];
    }

    public string Text { get; }

    /// <summary>The blocks in order: <c>violation</c>, <c>fixed</c> or <c>silent</c>, and the code.</summary>
    public IReadOnlyList<(string Kind, string Code)> Blocks { get; }

    public static string PathOf(string id) => Path.Combine(Frameworks.RepositoryRoot, "docs", "rules", id + ".md");

    public static RulePage Read(string id) => new(File.ReadAllText(PathOf(id)).ReplaceLineEndings("\n"));

    [GeneratedRegex("^```csharp(?: (?<kind>[a-z]+))?\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
