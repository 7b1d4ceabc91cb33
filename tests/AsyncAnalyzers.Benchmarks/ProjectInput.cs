using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.MSBuild;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>A project or solution named by path; it must be restored.</summary>
internal static class ProjectInput
{
    /// <summary>
    /// Its C# compilations with the analyzer options of their <c>.editorconfig</c> files, and its lines of code.
    /// Of a project it is that project alone, once for each of its target frameworks; what it references is compiled but not measured.
    /// </summary>
    /// <param name="path">The project or solution.</param>
    /// <param name="properties">MSBuild properties, each as <c>Name=Value</c>.</param>
    public static async Task<(IReadOnlyList<(Compilation Compilation, AnalyzerOptions Options)> Inputs, int Lines)> LoadAsync(string path, IEnumerable<string> properties, CancellationToken cancellationToken)
    {
        using var workspace = MSBuildWorkspace.Create(properties.Select(static property => property.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair.ElementAtOrDefault(1) ?? ""));
        var isProject = path.EndsWith("proj", StringComparison.OrdinalIgnoreCase);
        var solution = isProject
            ? (await workspace.OpenProjectAsync(path, cancellationToken: cancellationToken)).Solution
            : await workspace.OpenSolutionAsync(path, cancellationToken: cancellationToken);
        var inputs = new List<(Compilation Compilation, AnalyzerOptions Options)>();
        var lines = 0;
        foreach (var project in solution.Projects.Where(project => project.Language == LanguageNames.CSharp && (!isProject || project.FilePath == path)))
        {
            var compilation = (await project.GetCompilationAsync(cancellationToken))!;
            inputs.Add((compilation, project.AnalyzerOptions));
            lines += compilation.SyntaxTrees.Sum(tree => tree.GetText(cancellationToken).Lines.Count);
        }

        return (inputs, lines);
    }
}
