using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Corpus;

/// <summary>What went wrong while projects were loaded.</summary>
/// <param name="Fatal">A project is missing, or was not restored.</param>
/// <param name="Remarks">The build said something about a project that is there all the same, such as a warning about a package.</param>
internal sealed partial record LoadProblems(ImmutableArray<string> Fatal, ImmutableArray<string> Remarks)
{
    public static readonly LoadProblems None = new([], []);

    public static LoadProblems In(Solution solution, IEnumerable<Project> chosen, IEnumerable<WorkspaceDiagnostic> diagnostics)
    {
        // Warnings of a restore come as failures too, so what counts is whether the project is there.
        var loaded = solution.Projects
            .Where(static project => project.MetadataReferences.Count > 0)
            .Select(static project => project.FilePath)
            .ToHashSet(StringComparer.Ordinal);
        var failures = diagnostics
            .Where(static diagnostic => diagnostic.Kind == WorkspaceDiagnosticKind.Failure)
            .Select(static diagnostic => diagnostic.Message.ReplaceLineEndings(" "))
            .Distinct(StringComparer.Ordinal)
            .ToLookup(message => ProjectFile().Match(message) is { Success: true } match && (loaded.Contains(match.Groups["path"].Value) || match.Groups["kind"].Value != "cs"));
        var unrestored = chosen.Where(static project => !IsRestored(project)).Select(static project => $"the packages of '{project.FilePath}' are not restored").Distinct(StringComparer.Ordinal);
        return new LoadProblems([.. failures[false], .. unrestored], [.. failures[true]]);
    }

    /// <summary>Restoring leaves a file in the folder of intermediate files, or in one above where each configuration has its own.</summary>
    private static bool IsRestored(Project project)
    {
        for (var folder = Path.GetDirectoryName(project.CompilationOutputInfo.AssemblyPath); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "project.assets.json")))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex("'(?<path>[^']+[.](?<kind>[a-z]+)proj)'")]
    private static partial Regex ProjectFile();
}
