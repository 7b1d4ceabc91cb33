namespace AsyncAnalyzers.Corpus;

/// <summary>Writes a report for programs.</summary>
internal static class JsonReport
{
    public static Task WriteAsync(CorpusReport report, string file, CancellationToken cancellationToken)
    {
        var content = new
        {
            report.Input,
            report.Projects,
            report.Documents,
            LoadSeconds = report.LoadTime.TotalSeconds,
            CompileSeconds = report.CompileTime.TotalSeconds,
            AnalysisSeconds = report.AnalysisTime.TotalSeconds,
            report.Problems,
            report.CompileErrors,
            Rules = report.Rules.Select(rule => new
            {
                rule.Id,
                Title = rule.Title.ToString(),
                Findings = report.Analysis.Findings.Count(finding => finding.Id == rule.Id),
                report.Analysis.Times[rule.Id].TotalMilliseconds,
            }),
            Findings = report.Analysis.Findings.Select(static finding => new
            {
                finding.Id,
                finding.File,
                finding.Line,
                finding.Column,
                finding.Message,
                finding.SourceLine,
            }),
            report.Analysis.Crashes,
            report.Fixes,
            report.FilesWritten,
        };
        return JsonFile.WriteAsync(content, file, cancellationToken);
    }
}
