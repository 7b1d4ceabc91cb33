using System.Collections.Immutable;

namespace AsyncAnalyzers.Tests.Packaging;

/// <summary>One project of a user.</summary>
internal sealed record Consumer(string Name)
{
    /// <summary>Sleeps once in an async method: AWAIT204.</summary>
    private const string Sleeper = """
        using System.Threading;
        using System.Threading.Tasks;

        public static class Program
        {
            public static async Task Main()
            {
                Thread.Sleep(1);
                await Task.Yield();
            }
        }

        """;

    public static readonly ImmutableArray<Consumer> All =
    [
        new("Plain"),
        .. Preset.All.Select(preset => new Consumer(preset.Mode) { Mode = preset.Mode }),
        new("LooselyWritten") { Mode = "  nONE " },
        new("Misspelt") { Mode = "Strickt" },
        new("NoneButOne") { Mode = "None", Config = "dotnet_diagnostic.AWAIT204.severity = warning" },
        new("StrictButOne") { Mode = "Strict", Config = "dotnet_diagnostic.AWAIT204.severity = suggestion" },
        new("Configured") { Config = "dotnet_diagnostic.AWAIT204.severity = none" },
        new("Misconfigured") { Config = "async_analyzers.report_discards = perhaps" },
        new("NoWarn") { Properties = "<NoWarn>$(NoWarn);AWAIT204</NoWarn>" },
        new("Pragma") { Code = Sleeper.Replace("Thread.Sleep(1);", "\n#pragma warning disable AWAIT204\nThread.Sleep(1);\n#pragma warning restore AWAIT204\n", StringComparison.Ordinal) },
        new("Dependent") { Mode = "Strickt", Reference = "<ProjectReference Include=\"../Plain/Plain.csproj\" />" },
        new("DependentTwiceRemoved") { Reference = "<ProjectReference Include=\"../Dependent/Dependent.csproj\" />" },
        new("Central")
        {
            Mode = "Strickt",
            Reference = "",
            Central = "<GlobalPackageReference Include=\"AsyncAnalyzers.CSharp\" Version=\"$(VersionUnderTest)\" />",
        },
        new("ToBeFixed") { Code = Sleeper.Replace("await Task.Yield();", "var length = LengthAsync().Result;\n        LengthAsync().Wait();\n        System.Console.WriteLine(length);", StringComparison.Ordinal).Replace("\n}\n", "\n\n    private static Task<int> LengthAsync() => Task.Run(() => 1);\n}\n", StringComparison.Ordinal) },
    ];

    public string Code { get; init; } = Sleeper;

    public string? Mode { get; init; }

    public string Properties { get; init; } = "";

    /// <summary>How the project comes by the package: without PrivateAssets, as one writes it by hand.</summary>
    public string Reference { get; init; } = "<PackageReference Include=\"AsyncAnalyzers.CSharp\" Version=\"$(VersionUnderTest)\" />";

    /// <summary>Items of its <c>Directory.Packages.props</c>, if the versions of packages are managed centrally.</summary>
    public string? Central { get; init; }

    /// <summary>Lines of the project's own <c>.editorconfig</c>.</summary>
    public string? Config { get; init; }

    public string Project => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>{(Mode is null ? "" : $"<AsyncAnalyzersMode>{Mode}</AsyncAnalyzersMode>")}{Properties}</PropertyGroup>
          <ItemGroup>{Reference}</ItemGroup>
        </Project>
        """;
}
