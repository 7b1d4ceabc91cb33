using System.Collections.Immutable;
using System.Diagnostics;
using AsyncAnalyzers.CodeFixes.AllTheWay;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Corpus;

/// <summary>One blocking wait that was asked to become async all the way up.</summary>
/// <param name="Place">Where, and the source line.</param>
/// <param name="Title">What the lightbulb shows; empty where there is no conversion.</param>
/// <param name="Obstacle">Why there is none.</param>
/// <param name="Time">How long the preview took, in processor time: other work on the machine does not count.</param>
/// <param name="Errors">What the compiler says to the result.</param>
internal sealed record ConversionOutcome(string Place, string Title, Obstacle? Obstacle, TimeSpan Time, ImmutableArray<string> Errors)
{
    /// <summary>The changed files, until they have been compiled.</summary>
    public ImmutableArray<(DocumentId Document, SourceText Text)> Changes { get; init; } = [];
}

/// <summary>Makes every blocking wait of synchronous code async all the way up, each on its own, and compiles what comes of it.</summary>
internal sealed class ConvertEach(LoadedCode code, Compiling compiling)
{
    private readonly Solution original = code.Solution;
    private readonly List<ConversionOutcome> outcomes = [];

    public async Task<ImmutableArray<ConversionOutcome>> RunAsync(ImmutableArray<Finding> findings, IStage stage, CancellationToken cancellationToken)
    {
        AsyncConversion.Patience = TimeSpan.FromMinutes(1);
        var offered = new List<ConversionOutcome>();
        foreach (var finding in findings.Where(static finding => finding.Id == Rules.BlockingWaitInSync.Id || finding.Id == Rules.DeadlockRisk.Id))
        {
            var outcome = await ConvertAsync(finding, cancellationToken);
            (outcome.Obstacle is null ? offered : outcomes).Add(outcome);
            stage.Advance(finding.Place);
        }

        foreach (var group in Groups(offered))
        {
            await CompileAsync(group, cancellationToken);
            stage.Advance($"compiled {outcomes.Count}");
        }

        return [.. outcomes.OrderBy(static outcome => outcome.Place, StringComparer.Ordinal)];
    }

    private async Task<ConversionOutcome> ConvertAsync(Finding finding, CancellationToken cancellationToken)
    {
        var place = $"{finding.Place}: {finding.SourceLine}";
        var before = ProcessorTime();
        try
        {
            var document = original.GetProject(finding.Project)!.GetDocument(finding.Diagnostic.Location.SourceTree)!;
            var root = (await document.GetSyntaxRootAsync(cancellationToken))!;
            var node = root.FindNode(finding.Diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<ExpressionSyntax>()!;
            var view = SolutionView.Of(original);
            var conversion = await Start.OfAsync(StartKind.Wait, document, node, view, cancellationToken) is { } start ? await AsyncConversion.OfAsync(start, view, cancellationToken) : null;
            var time = ProcessorTime() - before;
            return conversion is { Changed: { } changed }
                ? new(place, conversion.Title, null, time, []) { Changes = await ChangesAsync(changed, cancellationToken) }
                : new(place, "", conversion?.Obstacle ?? Obstacle.OtherTarget, time, conversion?.Error is { } error ? [error] : []);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new(place, "(throws)", null, ProcessorTime() - before, [exception.ToString()]);
        }
    }

    private static TimeSpan ProcessorTime()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private async Task<ImmutableArray<(DocumentId Document, SourceText Text)>> ChangesAsync(Solution changed, CancellationToken cancellationToken)
    {
        var changes = ImmutableArray.CreateBuilder<(DocumentId, SourceText)>();
        foreach (var id in await FixOffer.ChangedDocumentsAsync(original, changed, cancellationToken))
        {
            changes.Add((id, await changed.GetDocument(id)!.GetTextAsync(cancellationToken)));
        }

        return changes.ToImmutable();
    }

    /// <summary>Conversions that share no file: compiling all once for each of them would take hours.</summary>
    private static List<List<ConversionOutcome>> Groups(List<ConversionOutcome> offered)
    {
        var groups = new List<(List<ConversionOutcome> Outcomes, HashSet<DocumentId> Documents)>();
        foreach (var outcome in offered)
        {
            var documents = outcome.Changes.Select(static change => change.Document).ToList();
            var group = groups.Find(group => !group.Documents.Overlaps(documents));
            if (group.Outcomes is null)
            {
                groups.Add(group = ([], []));
            }

            group.Outcomes.Add(outcome);
            group.Documents.UnionWith(documents);
        }

        return groups.ConvertAll(static group => group.Outcomes);
    }

    private async Task CompileAsync(List<ConversionOutcome> group, CancellationToken cancellationToken)
    {
        var solution = original;
        foreach (var (document, text) in group.SelectMany(static outcome => outcome.Changes))
        {
            solution = solution.WithDocumentText(document, text);
        }

        var errors = await compiling.NewErrorsAsync(solution, cancellationToken);
        if (errors.IsEmpty || group.Count == 1)
        {
            outcomes.AddRange(group.Select(outcome => outcome with { Changes = [], Errors = [.. outcome.Errors, .. errors.Select(static error => error.ToString()).Distinct().Take(5)] }));
            return;
        }

        var half = group.Count / 2;
        await CompileAsync(group[..half], cancellationToken);
        await CompileAsync(group[half..], cancellationToken);
    }
}
