using System.Globalization;

namespace AsyncAnalyzers.Corpus;

/// <summary>Prints a report for people.</summary>
internal sealed class TextReport(TextWriter writer)
{
    private const int LinesAround = 10;

    public void Write(CorpusReport report, CorpusOptions options)
    {
        Section("Projects");
        Line($"{report.Projects} projects, {report.Documents} files; loaded in {Seconds(report.LoadTime)}, compiled in {Seconds(report.CompileTime)}, analyzed in {Seconds(report.AnalysisTime)}");
        List("problems: projects that are missing or incomplete", report.Problems.Fatal);
        List("remarks while loading", report.Problems.Remarks);
        List("compile errors before any change (findings and fixes there are not to be relied on)", report.CompileErrors.Select(static error => error.ToString()).ToList());
        if (options.Sample > 0)
        {
            Sample(report, options);
        }
        else
        {
            Findings(report);
        }

        Fixes(report);
        if (options.AllTheWay)
        {
            Section("All the way");
            foreach (var line in ConversionReport.Lines(report.Conversions))
            {
                Line(line);
            }
        }

        Rules(report);
        Section("Exceptions in rules: " + report.Analysis.Crashes.Length);
        foreach (var crash in report.Analysis.Crashes)
        {
            Line($"{crash.Rule} in {crash.Project}: {crash.Message}");
        }
    }

    private void Findings(CorpusReport report)
    {
        Section("Findings");
        foreach (var finding in report.Analysis.Findings)
        {
            Line($"{finding.Place}:{finding.Column} {finding.Id}: {finding.Message}");
            Line($"    {finding.SourceLine}");
        }
    }

    private void Sample(CorpusReport report, CorpusOptions options)
    {
        Section($"Sample of {Math.Min(options.Sample, report.Analysis.Findings.Length)} of {report.Analysis.Findings.Length} findings, seed {options.Seed}");
        var picked = report.Analysis.Findings.ToArray();
        new Random(options.Seed).Shuffle(picked);
        foreach (var finding in picked.Take(options.Sample))
        {
            Line($"{finding.Place}:{finding.Column} {finding.Id}: {finding.Message}");
            foreach (var line in finding.Context(LinesAround))
            {
                Line(line);
            }

            Line("");
        }
    }

    private void Fixes(CorpusReport report)
    {
        if (report.Fixes.IsEmpty)
        {
            return;
        }

        Section("Fixes");
        foreach (var fix in report.Fixes.Where(static fix => fix.Verdict != Verdict.Good))
        {
            Line($"{fix.Verdict}: {fix.Rule} '{fix.Title}' at {fix.Place}");
            foreach (var detail in fix.Details)
            {
                Line("    " + detail);
            }
        }

        foreach (var form in report.Fixes.GroupBy(static fix => (fix.Rule, fix.Key)).OrderBy(static form => form.Key.Rule, StringComparer.Ordinal))
        {
            var verdicts = form.GroupBy(static fix => fix.Verdict).OrderBy(static verdict => verdict.Key).Select(static verdict => $"{verdict.Count()} {verdict.Key}");
            var brings = form.SelectMany(static fix => fix.Brings).CountBy(static id => id).Select(static pair => $"{pair.Value} bring {pair.Key}");
            Line($"{form.Key.Rule} {form.Key.Key,-12} {string.Join(", ", verdicts.Concat(brings))}{(form.Count() == 1 ? $" ({form.Single().Place})" : "")}");
        }

        if (report.FilesWritten > 0)
        {
            Line($"{report.FilesWritten} files written");
        }
    }

    private void Rules(CorpusReport report)
    {
        Section("Rules");
        var counts = report.Analysis.Findings.CountBy(static finding => finding.Id).ToDictionary();
        foreach (var rule in report.Rules)
        {
            Line($"{rule.Id}  {counts.GetValueOrDefault(rule.Id),6} findings {report.Analysis.Times[rule.Id].TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture),8} ms  {rule.Title}");
        }

        Line($"{"All",-8}  {report.Analysis.Findings.Length,6} findings {report.Analysis.Times.Values.Sum(static time => time.TotalMilliseconds).ToString("N0", CultureInfo.InvariantCulture),8} ms");
    }

    private void List(string what, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            Line($"{lines.Count} {what}:");
            foreach (var line in lines.Take(20))
            {
                Line("    " + line);
            }
        }
    }

    private void Section(string title)
    {
        Line("");
        Line($"== {title}");
    }

    private void Line(string line) => writer.WriteLine(line);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("N1", CultureInfo.InvariantCulture) + " s";
}
