using System.Collections.Immutable;

namespace AsyncAnalyzers.Tests.Packaging;

/// <summary>One project of a user. References the package, unless it reaches it only through another project.</summary>
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
        new("Dependent") { ReferencesPackage = false, Mode = "Strickt", Items = "<ProjectReference Include=\"../Plain/Plain.csproj\" />" },
        new("DependentTwiceRemoved") { ReferencesPackage = false, Items = "<ProjectReference Include=\"../Dependent/Dependent.csproj\" />" },
        new("ToBeFixed"),
    ];

    public string Code { get; init; } = Sleeper;

    public string? Mode { get; init; }

    public string Properties { get; init; } = "";

    public string Items { get; init; } = "";

    public bool ReferencesPackage { get; init; } = true;

    /// <summary>Lines of the project's own <c>.editorconfig</c>.</summary>
    public string? Config { get; init; }

    // Without PrivateAssets, as one writes it by hand.
    public string Project(string version) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>{(Mode is null ? "" : $"<AsyncAnalyzersMode>{Mode}</AsyncAnalyzersMode>")}{Properties}</PropertyGroup>
          <ItemGroup>{(ReferencesPackage ? $"<PackageReference Include=\"AsyncAnalyzers.CSharp\" Version=\"{version}\" />" : "")}{Items}</ItemGroup>
        </Project>
        """;
}
