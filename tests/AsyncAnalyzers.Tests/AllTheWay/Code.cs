using System.Collections.Immutable;
using System.Runtime.Loader;
using AsyncAnalyzers.CodeFixes.AllTheWay;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Tests.AllTheWay;

/// <summary>
/// A solution of some projects, each of which refers to those before it unless a path begins with a slash: such a file is shared. With the start of a conversion between <c>[|</c> and <c>|]</c>.
/// <c>Program.RunAsync()</c> of the last project, if there is one, must give the same before and after.
/// </summary>
internal sealed class Code
{
    private readonly List<(string Project, string File, string Text)> files = [];
    private readonly List<(string File, TextSpan Span)> marks = [];

    private readonly ImmutableArray<MetadataReference> packages;

    private Code(IEnumerable<(string Project, string File, string Text)> marked, string config, ImmutableArray<MetadataReference> packages)
    {
        this.packages = packages;
        var workspace = new AdhocWorkspace();
        var solution = workspace.CurrentSolution;
        var projects = new List<ProjectId>();
        foreach (var group in marked.GroupBy(static file => file.Project))
        {
            var id = ProjectId.CreateNewId();
            var isProgram = group.Any(static file => file.Text.Contains(" Main(", StringComparison.Ordinal)) && group.Key == "App";
            solution = solution.AddProject(ProjectInfo.Create(
                id,
                VersionStamp.Default,
                group.Key,
                group.Key,
                LanguageNames.CSharp,
                compilationOptions: new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable),
                parseOptions: new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose).WithPreprocessorSymbols(group.Key.ToUpperInvariant()),
                projectReferences: group.Any(static file => file.File.StartsWith('/')) ? [] : projects.Select(static other => new ProjectReference(other)),
                metadataReferences: Frameworks.Net100.AddRange(packages)));
            projects.Add(id);
            if (!group.Any(static file => file.File == "GlobalUsings.cs"))
            {
                solution = solution.AddDocument(DocumentId.CreateNewId(id), "GlobalUsings.cs", Snippet.GlobalUsings, filePath: $"/{group.Key}/GlobalUsings.cs");
            }

            if (config.Length > 0)
            {
                solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(id), ".editorconfig", SourceText.From("root = true\n[*.cs]\n" + config), filePath: $"/{group.Key}/.editorconfig");
            }

            foreach (var (project, file, text) in group)
            {
                var plain = text;
                for (var start = plain.IndexOf("[|", StringComparison.Ordinal); start >= 0; start = plain.IndexOf("[|", StringComparison.Ordinal))
                {
                    plain = plain.Remove(start, 2);
                    var end = plain.IndexOf("|]", StringComparison.Ordinal);
                    plain = plain.Remove(end, 2);
                    marks.Add((file, TextSpan.FromBounds(start, end)));
                }

                files.Add((project, file, plain));
                solution = solution.AddDocument(DocumentId.CreateNewId(id), file, SourceText.From(plain), filePath: file.StartsWith('/') ? file : $"/{project}/{file}");
            }
        }

        Solution = solution;
    }

    public Solution Solution { get; }

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public static Code Of(string source, string config = "") => new([("App", "App.cs", source)], config, []);

    public static Code Of(params (string Project, string File, string Text)[] files) => new(files, "", []);

    public static Code With(ImmutableArray<MetadataReference> packages, string source) => new([("App", "App.cs", source)], "", packages);

    /// <summary>The conversion that begins at the mark, or at all marks.</summary>
    public async Task<AsyncConversion> ConvertAsync(StartKind kind = StartKind.Wait)
    {
        await CompileAsync(Solution);
        var view = SolutionView.Of(Solution);
        var starts = new List<Start>();
        foreach (var (file, span) in marks)
        {
            var document = Solution.Projects.SelectMany(static project => project.Documents).First(document => document.Name == file);
            var root = (await document.GetSyntaxRootAsync(CancellationToken))!;
            var node = root.FindNode(span, getInnermostNodeForTie: true);
            starts.Add(Assert.IsType<Start>(await Start.OfAsync(kind, document, kind == StartKind.AsyncVoid ? node : node.FirstAncestorOrSelf<ExpressionSyntax>()!, view, CancellationToken)));
        }

        return starts is [var only] ? await AsyncConversion.OfAsync(only, view, CancellationToken) : await AsyncConversion.OfAsync(starts, view, CancellationToken);
    }

    /// <summary>The conversion is possible, does not change what the program does, and leaves these files.</summary>
    public async Task<AsyncConversion> Becomes(params (string File, string Text)[] expected)
    {
        var conversion = await ConvertAsync();
        await Check(conversion, expected);
        return conversion;
    }

    /// <inheritdoc cref="Becomes((string File, string Text)[])"/>
    public Task<AsyncConversion> Becomes(string expected) => Becomes(("App.cs", expected));

    /// <inheritdoc cref="Becomes((string File, string Text)[])"/>
    public async Task Check(AsyncConversion conversion, params (string File, string Text)[] expected)
    {
        Assert.True(conversion.Obstacle is null, $"{conversion.Obstacle} {conversion.Error}");
        foreach (var (file, text) in expected)
        {
            var document = conversion.Changed!.Projects.SelectMany(static project => project.Documents).First(document => document.Name == file);
            Assert.Equal(text, (await document.GetTextAsync(CancellationToken)).ToString());
        }

        Assert.Equal(await RunAsync(await CompileAsync(Solution)), await RunAsync(await CompileAsync(conversion.Changed!)));
    }

    public async Task Refuses(Obstacle obstacle, StartKind kind = StartKind.Wait)
    {
        var conversion = await ConvertAsync(kind);
        Assert.Equal((obstacle, conversion.Error), (conversion.Obstacle, conversion.Error));
        Assert.Null(conversion.Changed);
    }

    private static async Task<ImmutableArray<byte[]>> CompileAsync(Solution solution)
    {
        var images = ImmutableArray.CreateBuilder<byte[]>();
        foreach (var project in solution.Projects)
        {
            using var image = new MemoryStream();
            var result = (await project.GetCompilationAsync(CancellationToken))!.Emit(image, cancellationToken: CancellationToken);
            Assert.True(result.Success, string.Join(Environment.NewLine, result.Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
            images.Add(image.ToArray());
        }

        return images.ToImmutable();
    }

    private async Task<string?> RunAsync(ImmutableArray<byte[]> images)
    {
        // The proxies that mocking libraries make would outlive their types.
        var context = new AssemblyLoadContext("UnderTest", isCollectible: packages.IsEmpty);
        context.Resolving += (loading, name) =>
            packages.OfType<PortableExecutableReference>().FirstOrDefault(package => Path.GetFileNameWithoutExtension(package.FilePath) == name.Name) is { FilePath: { } path } ? loading.LoadFromAssemblyPath(path) : null;
        try
        {
            var assemblies = images.Select(image => context.LoadFromStream(new MemoryStream(image))).ToArray();
            return assemblies[^1].GetType("Program")?.GetMethod("RunAsync")?.Invoke(null, null) is Task<string> run ? await run : null;
        }
        finally
        {
            if (context.IsCollectible)
            {
                context.Unload();
            }
        }
    }
}
