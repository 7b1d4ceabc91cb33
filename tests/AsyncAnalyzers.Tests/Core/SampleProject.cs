using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Tests.Core;

/// <summary>The project <c>samples/AsyncLessons</c>, compiled in memory from its sources.</summary>
internal sealed partial class SampleProject
{
    private static readonly string[] Libraries = ["Spectre.Console.dll", "Spectre.Console.Ansi.dll"];

    private SampleProject(Project project) => Project = project;

    public static string Root => Path.Combine(Frameworks.RepositoryRoot, "samples", "AsyncLessons");

    public Project Project { get; }

    public static SampleProject Load()
    {
        var project = new AdhocWorkspace().AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "AsyncLessons",
            "AsyncLessons",
            LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: new CSharpParseOptions(LanguageVersion.Latest),
            metadataReferences: [.. Frameworks.Net100, .. Libraries.Select(library => MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, library)))]));
        project = project.AddDocument("GlobalUsings.cs", Snippet.GlobalUsings).Project;
        foreach (var path in Sources())
        {
            project = project.AddDocument(path, SourceText.From(Read(path)), filePath: path).Project;
        }

        return new(project);
    }

    /// <summary>The source files, relative to the project.</summary>
    public static IEnumerable<string> Sources() =>
        Directory.GetFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("bin/", StringComparison.Ordinal) && !path.StartsWith("obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    /// <summary>The ids that comments at the end of lines announce, as <c>path(line): id</c>.</summary>
    public static IEnumerable<string> Expected(string path) =>
        from line in Read(path).Split('\n').Index()
        from id in Expectation().Match(line.Item).Groups["id"].Captures
        select $"{path}({line.Index + 1}): {id.Value}";

    /// <summary>
    /// What the fixes make of a mistake file: without the comments that announce diagnostics, Fix All with the first form of each rule, in the order of the ids,
    /// again and again until nothing changes; then <c>Mistakes</c> in the namespace becomes <c>Fixed</c>.
    /// </summary>
    public async Task<string> FixAsync(string path, CancellationToken cancellationToken)
    {
        var document = Project.Documents.Single(document => document.FilePath == path);
        var current = new Snippet(document.WithText(SourceText.From(Expectation().Replace(Read(path), ""))));
        for (var round = 0; round < 10; round++)
        {
            if (await FixOnceAsync(current, cancellationToken) is not { } changed)
            {
                return (await current.TextAsync(cancellationToken)).Replace(".Mistakes;", ".Fixed;", StringComparison.Ordinal);
            }

            current = changed;
        }

        throw new InvalidOperationException($"The fixes of {path} do not come to an end.");
    }

    /// <summary>What the rules report in the project, with the severities of the product.</summary>
    public async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(CancellationToken cancellationToken) =>
        await Snippet.AnalyzeAsync((await Project.GetCompilationAsync(cancellationToken))!, cancellationToken);

    /// <summary>Writes the program into a folder, ready to run.</summary>
    public async Task EmitAsync(string folder, CancellationToken cancellationToken)
    {
        var result = (await Project.GetCompilationAsync(cancellationToken))!.Emit(Path.Combine(folder, "AsyncLessons.dll"), cancellationToken: cancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "AsyncAnalyzers.Tests.runtimeconfig.json"), Path.Combine(folder, "AsyncLessons.runtimeconfig.json"));
        foreach (var library in Libraries)
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, library), Path.Combine(folder, library));
        }
    }

    /// <summary>Runs the program in a folder.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string folder, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(folder, "AsyncLessons.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output, await error);
    }

    private static async Task<Snippet?> FixOnceAsync(Snippet snippet, CancellationToken cancellationToken)
    {
        var before = await snippet.TextAsync(cancellationToken);
        var tree = await snippet.Document.GetSyntaxTreeAsync(cancellationToken);
        var diagnostics = await snippet.AnalyzeAsync(cancellationToken);
        foreach (var rule in diagnostics.Where(diagnostic => diagnostic.Location.SourceTree == tree).GroupBy(diagnostic => diagnostic.Id).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            if (RuleCatalog.FixFor(rule.Key) is { } fix && await snippet.FixAllAsync(fix, [.. rule], cancellationToken) is var changed && await changed.TextAsync(cancellationToken) != before)
            {
                return changed;
            }
        }

        return null;
    }

    [GeneratedRegex(@" // (?<id>AWAIT\d{3})(?:, (?<id>AWAIT\d{3}))*$", RegexOptions.Multiline)]
    private static partial Regex Expectation();
}
