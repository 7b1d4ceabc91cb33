using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Docs;

/// <summary>The documents of the repository.</summary>
internal static class MarkdownFiles
{
    private static readonly string[] Generated = ["bin", "obj", "artifacts", "TestResults"];

    /// <summary>The paths from the root of the repository, with slashes.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Directory.EnumerateFiles(Frameworks.RepositoryRoot, "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Frameworks.RepositoryRoot, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part.StartsWith('.') || Generated.Contains(part)))
            .Order(StringComparer.Ordinal)];
}
