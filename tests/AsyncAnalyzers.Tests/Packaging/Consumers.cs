using System.Text.Json;
using System.Text.RegularExpressions;

namespace AsyncAnalyzers.Tests.Packaging;

/// <summary>Projects of users, each in a folder of its own, all restored from a local folder and built at once.</summary>
public sealed class Consumers(PackedPackage package) : IAsyncLifetime
{
    private readonly string folder = Path.Combine(package.Folder, "consumers");

    /// <summary>What the build wrote to the console.</summary>
    internal string Output { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Write("nuget.config", """
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear /><add key="local" value="../feed" /></packageSources>
              <fallbackPackageFolders><clear /></fallbackPackageFolders>
            </configuration>
            """);
        Write(".editorconfig", "root = true\n");
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Build.props", $"""
            <Project>
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <UseAppHost>false</UseAppHost>
                <VersionUnderTest>{package.Version}</VersionUnderTest>
                <NuGetAudit>false</NuGetAudit>
                <ErrorLog>$(MSBuildProjectDirectory)/log.sarif,version=2.1</ErrorLog>
              </PropertyGroup>
            </Project>
            """);
        foreach (var consumer in Consumer.All)
        {
            Write($"{consumer.Name}/{consumer.Name}.csproj", consumer.Project);
            Write($"{consumer.Name}/Program.cs", consumer.Code);
            if (consumer.Central is { } central)
            {
                Write(
                    $"{consumer.Name}/Directory.Packages.props",
                    $"<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup><ItemGroup>{central}</ItemGroup></Project>");
            }

            if (consumer.Config is { } config)
            {
                Write($"{consumer.Name}/.editorconfig", $"[*.cs]\n{config}\n");
            }
        }

        Write("Consumers.slnx", $"<Solution>{string.Concat(Consumer.All.Select(consumer => $"<Project Path=\"{consumer.Name}/{consumer.Name}.csproj\" />"))}</Solution>");
        Output = await DotNet.RunAsync(folder, "build", "Consumers.slnx", "--disable-build-servers", "-maxCpuCount:2");
    }

    public ValueTask DisposeAsync() => default;

    internal string FolderOf(string consumer) => Path.Combine(folder, consumer);

    /// <summary>The warnings of one project on the console, each once: the codes.</summary>
    internal string[] Warnings(string consumer) =>
        [.. Output.Split('\n')
            .Where(line => line.Contains($"{consumer}.csproj", StringComparison.Ordinal))
            .Distinct()
            .Select(line => Regex.Match(line, "warning ([A-Z]+[0-9]+):"))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value)
            .Order(StringComparer.Ordinal)];

    /// <summary>What the compiler reported on one project and nobody suppressed, suggestions included: id and level.</summary>
    internal string[] Reports(string consumer) =>
        [.. Log(consumer).GetProperty("results").EnumerateArray()
            .Where(result => !result.TryGetProperty("suppressions", out _))
            .Select(result => $"{result.GetProperty("ruleId").GetString()} {result.GetProperty("level").GetString()}")
            .Where(static report => report.StartsWith("AWAIT", StringComparison.Ordinal) || report.StartsWith("AD", StringComparison.Ordinal))];

    /// <summary>The severities that the compiler used for our rules, in the words of an .editorconfig.</summary>
    internal Dictionary<string, string> Severities(string consumer)
    {
        var log = Log(consumer);
        var severities = log.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()
            .Select(rule => rule.GetProperty("id").GetString()!)
            .Join(Preset.Table, id => id, rule => rule.Id, (_, rule) => rule)
            .ToDictionary(rule => rule.Id, Preset.All[0].Yields);
        foreach (var change in log.GetProperty("invocations")[0].GetProperty("ruleConfigurationOverrides").EnumerateArray())
        {
            var id = change.GetProperty("descriptor").GetProperty("id").GetString()!;
            if (severities.ContainsKey(id))
            {
                var configuration = change.GetProperty("configuration");
                severities[id] = !configuration.TryGetProperty("level", out var level) ? "none" : level.GetString() == "note" ? "suggestion" : level.GetString()!;
            }
        }

        return severities;
    }

    private JsonElement Log(string consumer) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(FolderOf(consumer), "log.sarif"))).RootElement.GetProperty("runs")[0];

    private void Write(string file, string content)
    {
        var path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
