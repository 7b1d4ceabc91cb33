using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Corpus;

/// <summary>Everything one run found.</summary>
internal sealed record CorpusReport(
    string Input,
    int Projects,
    int Documents,
    LoadProblems Problems,
    ImmutableArray<CompileError> CompileErrors,
    ImmutableArray<DiagnosticDescriptor> Rules,
    AnalysisResult Analysis)
{
    public TimeSpan LoadTime { get; init; }

    public TimeSpan CompileTime { get; init; }

    public TimeSpan AnalysisTime { get; init; }

    public ImmutableArray<FixOutcome> Fixes { get; init; } = [];

    public ImmutableArray<ConversionOutcome> Conversions { get; init; } = [];

    public int FilesWritten { get; init; }

    /// <summary>True if something went wrong that must never go wrong.</summary>
    public bool HasDefects => !Analysis.Crashes.IsEmpty || Fixes.Any(static fix => fix.Verdict is not (Verdict.Good or Verdict.BreaksOtherTarget)) ||
        Conversions.Any(static outcome => outcome is { Obstacle: null, Errors.IsEmpty: false });
}
