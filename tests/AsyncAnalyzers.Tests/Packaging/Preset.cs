using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Tests.Packaging;

/// <summary>What a value of <c>AsyncAnalyzersMode</c> changes. An id that has no rule yet is skipped.</summary>
internal sealed record Preset(string Mode, string Purpose)
{
    public static readonly ImmutableArray<Preset> All =
    [
        new("Default", "What applies when nothing is said"),
        new("Library", "Code that others call: no assumption about the caller's synchronization context") { On = ["AWAIT603", "AWAIT710", "AWAIT801"], Warnings = ["AWAIT202"] },
        new("App", "ASP.NET Core, workers, console programs: there is no synchronization context") { On = ["AWAIT802"] },
        new("UI", "WPF, WinForms, MAUI, Avalonia: blocking is a deadlock") { Warnings = ["AWAIT202", "AWAIT203", "AWAIT804"] },
        new("Strict", "Every rule as a warning") { Every = "warning" },
        new("None", "Every rule off; switch on one by one") { Every = "none" },
    ];

    /// <summary>The rules in the order of their ids.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> Table =
        [.. typeof(Rules).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<DiagnosticDescriptor>().OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    /// <summary>Rules switched on, with the severity that the table gives them.</summary>
    public ImmutableArray<string> On { get; init; } = [];

    /// <summary>Rules that become warnings.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>The severity of every rule not named above.</summary>
    public string? Every { get; init; }

    public static string Folder => Path.Combine(Frameworks.RepositoryRoot, "src", "AsyncAnalyzers.Package", "presets");

    /// <summary>Lower case, so that the mode may be written in any case also where file names are case-sensitive.</summary>
    public string File => Path.Combine(Folder, Mode.ToLowerInvariant() + ".globalconfig");

    /// <summary>The severity that the preset writes down for a rule, or null if it leaves the rule alone.</summary>
    public string? Changes(DiagnosticDescriptor rule) =>
        Warnings.Contains(rule.Id) ? "warning" : On.Contains(rule.Id) ? NameOf(rule.DefaultSeverity) : Every;

    /// <summary>The severity that a rule has under the preset.</summary>
    public string Yields(DiagnosticDescriptor rule) =>
        Changes(rule) ?? (rule.IsEnabledByDefault ? NameOf(rule.DefaultSeverity) : "none");

    /// <summary>The global analyzer config. Its level is below that of every file a user writes.</summary>
    public string Text()
    {
        var text = new StringBuilder($"# {Mode}: {Purpose}.\n# Written by a test from the rule table (UPDATE_DOCS=1).\nis_global = true\nglobal_level = -100\n");
        foreach (var rule in Table.Where(rule => Changes(rule) is not null))
        {
            text.Append($"\n# {rule.Title}\ndotnet_diagnostic.{rule.Id}.severity = {Changes(rule)}\n");
        }

        return text.ToString();
    }

    private static string NameOf(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Info => "suggestion",
        _ => throw new ArgumentOutOfRangeException(nameof(severity), severity, "No rule has this severity by default."),
    };
}
