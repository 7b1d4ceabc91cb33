using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Corpus;

/// <summary>One offered fix, applied on its own.</summary>
/// <param name="Offer">The fix.</param>
/// <param name="Original">The code before any fix.</param>
/// <param name="Changed">The code after the fix, and maybe after others in other files.</param>
/// <param name="Documents">The documents that this fix changes.</param>
internal sealed record FixTrial(FixOffer Offer, Solution Original, Solution Changed, ImmutableArray<DocumentId> Documents)
{
    public static async Task<FixTrial> CreateAsync(FixOffer offer, Solution original, CancellationToken cancellationToken)
    {
        var changed = await FixOffer.ApplyAsync(offer.Action, original, cancellationToken);
        return new FixTrial(offer, original, changed, await FixOffer.ChangedDocumentsAsync(original, changed, cancellationToken));
    }

    /// <summary>This trial's changes on top of <paramref name="solution"/>.</summary>
    public async Task<Solution> AddToAsync(Solution solution, CancellationToken cancellationToken)
    {
        foreach (var id in Documents)
        {
            solution = solution.WithDocumentText(id, await Changed.GetDocument(id)!.GetTextAsync(cancellationToken));
        }

        return solution;
    }

    /// <summary>Tells whether the rule reports less than before in the changed files.</summary>
    public async Task<FixOutcome> JudgeAsync(Analysis analysis, ILookup<string, Finding> before, CancellationToken cancellationToken)
    {
        var instances = Documents.Where(id => id.ProjectId == Offer.Finding.Project).ToList();
        if (instances.Count == 0)
        {
            return Outcome(Verdict.ChangesNothing);
        }

        var old = new List<Finding>();
        var left = new List<Finding>();
        foreach (var document in instances.Select(id => Changed.GetDocument(id)!))
        {
            old.AddRange(before[Original.GetDocument(document.Id)!.FilePath ?? ""]);
            left.AddRange(await analysis.RunAsync(document, cancellationToken));
        }

        var verdict = Count(left, Offer.Finding.Id) < Count(old, Offer.Finding.Id) ? Verdict.Good
            : left.Any(finding => finding.Id == Offer.Finding.Id && finding.Column == Offer.Finding.Column && (finding.Line == Offer.Finding.Line || finding.SourceLine == Offer.Finding.SourceLine)) ? Verdict.DiagnosticStays
            : Verdict.DiagnosticMoves;
        var brings = left.Select(static finding => finding.Id).Distinct().Where(id => id != Offer.Finding.Id && Count(left, id) > Count(old, id));
        return Outcome(verdict, [.. await ChangedLinesAsync(cancellationToken)]) with { Brings = [.. brings.Order(StringComparer.Ordinal)] };
    }

    public async Task<FixOutcome> BrokenAsync(ImmutableArray<CompileError> errors, CancellationToken cancellationToken)
    {
        var own = Original.GetProject(Offer.Finding.Project)!.Name;
        var verdict = errors.Any(error => error.Project == own) ? Verdict.BreaksBuild : Verdict.BreaksOtherTarget;
        return Outcome(verdict, [.. errors.Select(static error => error.ToString()).Distinct().Take(5), .. await ChangedLinesAsync(cancellationToken)]);
    }

    public FixOutcome Outcome(Verdict verdict, params ImmutableArray<string> details) => Outcome(Offer, verdict, details);

    public static FixOutcome Outcome(FixOffer offer, Verdict verdict, params ImmutableArray<string> details) =>
        new(offer.Finding.Id, offer.Action.Title, offer.Action.EquivalenceKey, verdict, $"{offer.Finding.Place}: {offer.Finding.SourceLine}", details);

    private static int Count(List<Finding> findings, string id) => findings.Count(finding => finding.Id == id);

    private async Task<IReadOnlyList<string>> ChangedLinesAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        foreach (var id in Documents.Where(id => id.ProjectId == Offer.Finding.Project))
        {
            var before = await Original.GetDocument(id)!.GetTextAsync(cancellationToken);
            var after = await Changed.GetDocument(id)!.GetTextAsync(cancellationToken);
            lines.AddRange(OnlyIn(before, after, "- "));
            lines.AddRange(OnlyIn(after, before, "+ "));
        }

        return lines;
    }

    private static IEnumerable<string> OnlyIn(SourceText text, SourceText other, string prefix)
    {
        var known = other.Lines.Select(static line => line.ToString()).ToHashSet(StringComparer.Ordinal);
        return text.Lines.Select(static line => line.ToString()).Where(line => !known.Contains(line)).Select(line => prefix + line.Trim()).Take(12);
    }
}
