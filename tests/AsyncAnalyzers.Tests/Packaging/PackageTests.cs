using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace AsyncAnalyzers.Tests.Packaging;

/// <summary>What the package holds and says of itself.</summary>
[Collection<PackedPackageCollection>]
public sealed class PackageTests(PackedPackage package)
{
    [Fact]
    public void It_holds_the_analyzers_the_presets_and_nothing_else()
    {
        using var archive = package.Open();
        Assert.Equal(
            new[]
            {
                "AsyncAnalyzers.CSharp.nuspec",
                "LICENSE",
                "README.md",
                "[Content_Types].xml",
                "_rels/.rels",
                "analyzers/dotnet/cs/AsyncAnalyzers.CodeFixes.dll",
                "analyzers/dotnet/cs/AsyncAnalyzers.dll",
                "buildTransitive/AsyncAnalyzers.CSharp.targets",
                "icon.png",
                "package/services/metadata/core-properties/nuget.psmdcp",
                "presets/app.globalconfig",
                "presets/default.globalconfig",
                "presets/library.globalconfig",
                "presets/none.globalconfig",
                "presets/strict.globalconfig",
                "presets/ui.globalconfig",
            },
            archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_is_a_development_dependency_without_dependencies()
    {
        using var archive = package.Open();
        using var stream = archive.GetEntry("AsyncAnalyzers.CSharp.nuspec")!.Open();
        var metadata = XDocument.Load(stream).Root!.Elements().Single();
        string? Value(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;
        Assert.Equal("AsyncAnalyzers.CSharp", Value("id"));
        Assert.Equal(package.Version, Value("version"));
        Assert.Equal("true", Value("developmentDependency"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("icon.png", Value("icon"));
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal(Rules.Repository, Value("projectUrl"));
        Assert.DoesNotContain(metadata.Descendants(), element => element.Name.LocalName is "dependency" or "group" or "reference" or "frameworkAssembly");
    }

    [Fact]
    public async Task Packing_twice_gives_the_same_bytes()
    {
        var again = await PackedPackage.PackAsync(Path.Combine(package.Folder, "again"));
        Assert.Equal(File.ReadAllBytes(Path.Combine(package.Feed, Path.GetFileName(again))), File.ReadAllBytes(again));
    }

    /// <summary>An assembly that the oldest supported compiler or IDE does not bring would fail to load there (CS8032).</summary>
    [Theory]
    [InlineData("AsyncAnalyzers.dll")]
    [InlineData("AsyncAnalyzers.CodeFixes.dll", "Microsoft.CodeAnalysis.Workspaces 4.8.0.0", "Microsoft.CodeAnalysis.CSharp.Workspaces 4.8.0.0")]
    public void Its_assemblies_reference_only_what_the_oldest_Roslyn_brings(string assembly, params string[] more)
    {
        string[] allowed =
        [
            "netstandard 2.0.0.0",
            "Microsoft.CodeAnalysis 4.8.0.0",
            "Microsoft.CodeAnalysis.CSharp 4.8.0.0",
            "System.Collections.Immutable 7.0.0.0",
            "System.Memory 4.0.1.2",
            "System.Threading.Tasks.Extensions 4.2.0.1",
            $"AsyncAnalyzers {typeof(Rules).Assembly.GetName().Version}",
            .. more,
        ];
        var references = References(assembly);
        Assert.Contains("Microsoft.CodeAnalysis 4.8.0.0", references);
        Assert.All(references, reference => Assert.Contains(reference, allowed));
    }

    private string[] References(string assembly)
    {
        using var archive = package.Open();
        using var stream = archive.GetEntry($"analyzers/dotnet/cs/{assembly}")!.Open();
        var content = new MemoryStream();
        stream.CopyTo(content);
        content.Position = 0;
        using var file = new PEReader(content);
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Select(reference => $"{metadata.GetString(reference.Name)} {reference.Version}")];
    }
}
