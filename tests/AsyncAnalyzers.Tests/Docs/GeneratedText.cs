using System.Text.RegularExpressions;
using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Docs;

/// <summary>Parts of documents that a test writes: <c>UPDATE_DOCS=1</c> brings them up to date, without it they are compared.</summary>
internal static class GeneratedText
{
    /// <summary>The document with <paramref name="text"/> between <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c> is what the file holds.</summary>
    public static void AssertBetween(string file, string name, string text)
    {
        Xunit.Assert.Contains($"<!-- {name} -->\n", Read(file));
        Xunit.Assert.Contains($"<!-- /{name} -->", Read(file));
        Assert(file, content => Regex.Replace(content, $"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", _ => "\n" + text + "\n", RegexOptions.Singleline));
    }

    /// <summary>The file is what <paramref name="update"/> makes of it.</summary>
    public static void Assert(string file, Func<string, string> update)
    {
        var updated = update(Read(file));
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Path.Combine(Frameworks.RepositoryRoot, file), updated);
        }

        Xunit.Assert.Equal(updated, Read(file));
    }

    public static string Read(string file) => File.ReadAllText(Path.Combine(Frameworks.RepositoryRoot, file)).ReplaceLineEndings("\n");
}
