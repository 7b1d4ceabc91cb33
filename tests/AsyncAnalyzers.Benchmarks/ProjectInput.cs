using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.MSBuild;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>A project or solution named by path; it must be restored.</summary>
internal static class ProjectInput
{
    /// <summary>Its C# compilations with the analyzer options of their <c>.editorconfig</c> files, and its lines of code.</summary>
    public static async Task<(IReadOnlyList<(Compilation Compilation, AnalyzerOptions Options)> Inputs, int Lines)> LoadAsync(string path, CancellationToken cancellationToken)
    {
        using var workspace = MSBuildWorkspace.Create();
        var solution = path.EndsWith("proj", StringComparison.OrdinalIgnoreCase)
            ? (await workspace.OpenProjectAsync(path, cancellationToken: cancellationToken)).Solution
            : await workspace.OpenSolutionAsync(path, cancellationToken: cancellationToken);
        var inputs = new List<(Compilation Compilation, AnalyzerOptions Options)>();
        var lines = 0;
        foreach (var project in solution.Projects.Where(static project => project.Language == LanguageNames.CSharp))
        {
            var compilation = (await project.GetCompilationAsync(cancellationToken))!;
            inputs.Add((compilation, project.AnalyzerOptions));
            lines += compilation.SyntaxTrees.Sum(tree => tree.GetText(cancellationToken).Lines.Count);
        }

        return (inputs, lines);
    }
}
