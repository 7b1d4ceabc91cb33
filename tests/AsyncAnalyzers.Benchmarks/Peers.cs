namespace AsyncAnalyzers.Benchmarks;

/// <summary>The packages users have today, each restricted to its async rules.</summary>
internal static class Peers
{
    public static Contestant VisualStudioThreading { get; } = Contestant.FromPackage(
        "vs-threading (all rules)",
        "microsoft.visualstudio.threading.analyzers/18.12.1/analyzers/cs",
        ["Microsoft.VisualStudio.Threading.Analyzers.dll", "Microsoft.VisualStudio.Threading.Analyzers.CSharp.dll"]);

    public static Contestant Meziantou { get; } = Contestant.FromPackage(
        "Meziantou (async rules)",
        "meziantou.analyzer/3.0.321/analyzers/dotnet/roslyn5.9/cs",
        ["Meziantou.Analyzer.dll"],
        "MA0004", "MA0022", "MA0032", "MA0040", "MA0042", "MA0045", "MA0079", "MA0080", "MA0100", "MA0129", "MA0134", "MA0147", "MA0155");

    public static Contestant AsyncFixer { get; } = Contestant.FromPackage(
        "AsyncFixer (all rules)",
        "asyncfixer/2.1.0/analyzers/dotnet/cs",
        ["AsyncFixer.dll"]);

    public static Contestant Roslynator { get; } = Contestant.FromPackage(
        "Roslynator (7 async rules)",
        "roslynator.analyzers/5.0.1/analyzers/dotnet/roslyn5.0/cs",
        ["Roslynator.CSharp.Analyzers.dll"],
        "RCS1046", "RCS1047", "RCS1090", "RCS1174", "RCS1210", "RCS1229", "RCS1261");

    public static Contestant Sonar { get; } = Contestant.FromPackage(
        "Sonar (async rules)",
        "sonaranalyzer.csharp/10.36.0.15337/analyzers",
        ["SonarAnalyzer.CSharp.dll"],
        "S3168", "S3216", "S4261", "S4457", "S4462", "S4586", "S5034", "S6966", "S8949", "S2925", "S6422");

    public static Contestant NetAnalyzers { get; } = Contestant.FromPackage(
        "NetAnalyzers (async rules)",
        "microsoft.codeanalysis.netanalyzers/10.0.404/analyzers/dotnet/cs",
        ["Microsoft.CodeAnalysis.NetAnalyzers.dll", "Microsoft.CodeAnalysis.CSharp.NetAnalyzers.dll"],
        "CA1835", "CA1842", "CA1843", "CA1849", "CA2007", "CA2008", "CA2012", "CA2016", "CA2024");

    public static IReadOnlyList<Contestant> All { get; } = [VisualStudioThreading, Sonar, Meziantou, AsyncFixer, NetAnalyzers, Roslynator];
}
