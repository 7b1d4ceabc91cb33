using System.Collections.Immutable;

namespace AsyncAnalyzers.Corpus;

/// <summary>How a fix turned out.</summary>
internal enum Verdict
{
    Good,

    /// <summary>The diagnostic is gone from its place, but the rule reports as much as before.</summary>
    DiagnosticMoves,
    DiagnosticStays,
    ChangesNothing,

    /// <summary>The project compiles, but not for another target framework or as another project that shares the file.</summary>
    BreaksOtherTarget,
    BreaksBuild,
    Throws,

    /// <summary>Fix All left something that the same fix still offers to change.</summary>
    LeavesFixable,
}

/// <summary>One fix, or one Fix All, tried.</summary>
/// <param name="Rule">The rule whose diagnostics are fixed.</param>
/// <param name="Title">What the lightbulb shows.</param>
/// <param name="Key">The equivalence key.</param>
/// <param name="Verdict">How it turned out.</param>
/// <param name="Place">Where, and the source line; or how many for Fix All.</param>
/// <param name="Details">Errors, exceptions, or the changed lines.</param>
internal sealed record FixOutcome(string Rule, string Title, string? Key, Verdict Verdict, string Place, ImmutableArray<string> Details)
{
    /// <summary>Ids of the rules that report more after the fix than before.</summary>
    public ImmutableArray<string> Brings { get; init; } = [];
}
