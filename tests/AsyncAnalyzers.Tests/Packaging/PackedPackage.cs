using System.IO.Compression;
using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Packaging;

/// <summary>The package, packed into a temporary folder from what the build of the tests has made.</summary>
public sealed class PackedPackage : IAsyncLifetime
{
    /// <summary>Holds everything the tests of the package write.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("AsyncAnalyzers.").FullName;

    /// <summary>A folder that serves as package source.</summary>
    public string Feed => Path.Combine(Folder, "feed");

    public string Version { get; private set; } = "";

    public async ValueTask InitializeAsync() =>
        Version = Path.GetFileNameWithoutExtension(await PackAsync(Feed))["AsyncAnalyzers.CSharp.".Length..];

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return default;
    }

    /// <summary>Packs and returns the path of the one file that this makes.</summary>
    internal static async Task<string> PackAsync(string folder)
    {
        await DotNet.RunAsync(
            Frameworks.RepositoryRoot, "pack", "src/AsyncAnalyzers.Package", "--configuration", Frameworks.Metadata("Configuration"), "--no-build", "--output", folder);
        return Assert.Single(Directory.GetFiles(folder));
    }

    /// <summary>The path of a packed file, extracted together with its neighbours.</summary>
    internal string Extract(string file)
    {
        var folder = Path.Combine(Folder, "extracted");
        if (!Directory.Exists(folder))
        {
            using var archive = Open();
            archive.ExtractToDirectory(folder);
        }

        return Path.Combine(folder, file);
    }

    internal ZipArchive Open() => ZipFile.OpenRead(Assert.Single(Directory.GetFiles(Feed)));
}

/// <summary>Tests that start <c>dotnet</c> run one after another: they share the package, and two builds at a time gain nothing.</summary>
[CollectionDefinition]
public sealed class PackedPackageCollection : ICollectionFixture<PackedPackage>;
