using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Corpus;

/// <summary>Writes the findings as SARIF 2.1.0, crashes of rules as its notifications.</summary>
internal static class SarifReport
{
    public static Task WriteAsync(CorpusReport report, string file, CancellationToken cancellationToken)
    {
        var run = new
        {
            tool = new { driver = new { name = "AsyncAnalyzers", rules = report.Rules.Select(Rule) } },
            results = report.Analysis.Findings.Select(Result),
            invocations = new[]
            {
                new
                {
                    executionSuccessful = report.Analysis.Crashes.IsEmpty,
                    toolExecutionNotifications = report.Analysis.Crashes.Select(Notification),
                },
            },
            columnKind = "utf16CodeUnits",
        };
        var log = new Dictionary<string, object>
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new[] { run },
        };
        return JsonFile.WriteAsync(log, file, cancellationToken);
    }

    private static object Rule(DiagnosticDescriptor rule) => new
    {
        id = rule.Id,
        shortDescription = new { text = rule.Title.ToString() },
        helpUri = rule.HelpLinkUri,
        defaultConfiguration = new { level = Level(rule.DefaultSeverity) },
    };

    private static object Result(Finding finding) => new
    {
        ruleId = finding.Id,
        level = Level(finding.Diagnostic.Severity),
        message = new { text = finding.Message },
        locations = finding.File.Length == 0 ? [] : new[] { new { physicalLocation = Place(finding) } },
    };

    private static object Place(Finding finding)
    {
        var end = finding.Diagnostic.Location.GetLineSpan().EndLinePosition;
        return new
        {
            artifactLocation = new { uri = string.Join('/', finding.File.Split('/', '\\').Select(Uri.EscapeDataString)) },
            region = new { startLine = finding.Line, startColumn = finding.Column, endLine = end.Line + 1, endColumn = end.Character + 1 },
        };
    }

    private static object Notification(Crash crash) => new
    {
        level = "error",
        associatedRule = new { id = crash.Rule },
        message = new { text = $"{crash.Project}: {crash.Message}" },
    };

    private static string Level(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "note",
    };
}
