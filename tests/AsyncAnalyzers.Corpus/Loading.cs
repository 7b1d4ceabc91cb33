using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.MSBuild;

namespace AsyncAnalyzers.Corpus;

/// <summary>Code to look at: the projects named by the input, in a solution that has what they reference too.</summary>
internal sealed record LoadedCode(Workspace Workspace, ImmutableArray<ProjectId> Projects, string Folder, LoadProblems Problems) : IDisposable
{
    /// <summary>Without analyzers that could not be found: looking for references trips over them.</summary>
    public Solution Solution { get; } = Workspace.CurrentSolution.ProjectIds.Aggregate(Workspace.CurrentSolution, static (solution, id) =>
        solution.GetProject(id)!.AnalyzerReferences is var references && references.Any(static reference => reference is UnresolvedAnalyzerReference)
            ? solution.WithProjectAnalyzerReferences(id, references.Where(static reference => reference is not UnresolvedAnalyzerReference))
            : solution);

    public void Dispose() => Workspace.Dispose();
}

/// <summary>Opens a solution, a project or a folder as MSBuild sees it.</summary>
internal static class Loading
{
    public static async Task<LoadedCode> LoadAsync(CorpusOptions options, IStage stage, CancellationToken cancellationToken)
    {
        var files = Input.FilesOf(options.Input);
        var workspace = MSBuildWorkspace.Create(PropertiesOf(options));
        var progress = new Progress(stage);
        try
        {
            foreach (var file in files)
            {
                await OpenAsync(workspace, file, progress, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new BadInputException($"'{options.Input}' cannot be loaded: {exception.Message}");
        }

        var isSolution = Input.IsSolution(files[0]);
        var projects = workspace.CurrentSolution.Projects
            .Where(project => project.Language == LanguageNames.CSharp && (isSolution || files.Contains(project.FilePath, StringComparer.Ordinal)))
            .OrderBy(static project => project.Name, StringComparer.Ordinal)
            .ToList();
        var problems = LoadProblems.In(workspace.CurrentSolution, projects, workspace.Diagnostics);
        if (projects.Count == 0 || !problems.Fatal.IsEmpty && !options.KeepGoing)
        {
            throw new BadInputException(Complaint(options.Input, problems.Fatal));
        }

        return new LoadedCode(workspace, [.. projects.Select(static project => project.Id)], Path.GetDirectoryName(files[0])!, problems);
    }

    /// <summary>Warnings are not what is looked for, and must not stop anything; what is named on the command line comes first.</summary>
    private static Dictionary<string, string> PropertiesOf(CorpusOptions options)
    {
        var properties = options.Properties.ToDictionary(StringComparer.OrdinalIgnoreCase);
        properties.TryAdd("TreatWarningsAsErrors", "false");
        return properties;
    }

    private static async Task OpenAsync(MSBuildWorkspace workspace, string file, Progress progress, CancellationToken cancellationToken)
    {
        if (Input.IsSolution(file))
        {
            await workspace.OpenSolutionAsync(file, progress, cancellationToken);
        }
        else if (!workspace.CurrentSolution.Projects.Any(project => project.FilePath == file))
        {
            await workspace.OpenProjectAsync(file, progress, cancellationToken);
        }
    }

    private static string Complaint(string input, ImmutableArray<string> problems) => problems switch
    {
        [] => $"'{input}' has no C# project.",
        [var only] => $"'{input}' cannot be loaded: {only}",
        _ => $"'{input}' cannot be loaded, {problems.Length} problems (--keep-going to leave out what fails); the first: {problems[0]}",
    };

    private sealed class Progress(IStage stage) : IProgress<ProjectLoadProgress>
    {
        public void Report(ProjectLoadProgress value)
        {
            if (value.Operation == ProjectLoadOperation.Resolve)
            {
                stage.Advance(Path.GetFileNameWithoutExtension(value.FilePath));
            }
        }
    }
}
