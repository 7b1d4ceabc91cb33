using System.Diagnostics;

namespace AsyncAnalyzers.Tests.Corpus;

/// <summary>A folder of its own with a project in it; needs no network, for it references no package.</summary>
internal sealed class TemporaryProject : IDisposable
{
    private TemporaryProject(string folder) => Folder = folder;

    public string Folder { get; }

    public string Project => PathOf("Sample.csproj");

    /// <param name="source">The only file, <c>Sample.cs</c>.</param>
    /// <param name="frameworks">One or several target frameworks.</param>
    /// <param name="restored">False if the project's packages are not to be restored.</param>
    public static async Task<TemporaryProject> CreateAsync(string source, string frameworks = "net10.0", bool restored = true)
    {
        var project = new TemporaryProject(Directory.CreateTempSubdirectory("corpus-").FullName);
        await File.WriteAllTextAsync(project.PathOf("Directory.Build.props"), "<Project />");
        await File.WriteAllTextAsync(project.PathOf("Sample.cs"), source);
        await File.WriteAllTextAsync(
            project.Project,
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFrameworks>{frameworks}</TargetFrameworks>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
            </Project>
            """);
        if (restored)
        {
            await project.RestoreAsync();
        }

        return project;
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private async Task RestoreAsync()
    {
        var start = new ProcessStartInfo("dotnet", ["restore", Project, "--source", Folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await output + await error);
    }
}
