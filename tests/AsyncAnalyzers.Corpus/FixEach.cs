using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Corpus;

/// <summary>
/// Tries every form of every fix on its own. Fixes in different files are compiled together, and apart only when that fails:
/// compiling a project once for each of its findings would take hours.
/// </summary>
internal sealed class FixEach(LoadedCode code, ChosenRules rules, Analysis analysis, Compiling compiling)
{
    private readonly Solution original = code.Solution;
    private readonly List<FixOutcome> outcomes = [];

    public async Task<ImmutableArray<FixOutcome>> RunAsync(ImmutableArray<Finding> findings, int limit, IStage stage, CancellationToken cancellationToken)
    {
        var trials = new List<FixTrial>();
        var byFile = findings.ToLookup(static finding => finding.Diagnostic.Location.SourceTree?.FilePath ?? "", StringComparer.Ordinal);
        foreach (var finding in limit > 0 ? findings.GroupBy(static finding => finding.Id).SelectMany(rule => Spread([.. rule], limit)) : findings)
        {
            trials.AddRange(await TrialsAsync(finding, cancellationToken));
        }

        foreach (var group in Groups(trials))
        {
            await CompileAsync(group, byFile, cancellationToken);
            stage.Advance($"{outcomes.Count} of {trials.Count}");
        }

        return [.. outcomes.OrderBy(static outcome => outcome.Rule, StringComparer.Ordinal).ThenBy(static outcome => outcome.Place, StringComparer.Ordinal)];
    }

    /// <summary>At most <paramref name="limit"/> of the findings, from all of them: neighbours are often alike.</summary>
    private static IEnumerable<Finding> Spread(ImmutableArray<Finding> findings, int limit) =>
        findings.Length <= limit ? findings : Enumerable.Range(0, limit).Select(i => findings[(int)((long)i * findings.Length / limit)]);

    private async Task<List<FixTrial>> TrialsAsync(Finding finding, CancellationToken cancellationToken)
    {
        var trials = new List<FixTrial>();
        try
        {
            foreach (var offer in await FixOffer.ForAsync(finding, original, rules, cancellationToken))
            {
                var trial = await FixTrial.CreateAsync(offer, original, cancellationToken);
                if (trial.Documents.IsEmpty)
                {
                    outcomes.Add(trial.Outcome(Verdict.ChangesNothing));
                }
                else
                {
                    trials.Add(trial);
                }
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            outcomes.Add(new FixOutcome(finding.Id, "(a fix)", null, Verdict.Throws, $"{finding.Place}: {finding.SourceLine}", [exception.ToString()]));
        }

        return trials;
    }

    /// <summary>Trials that share no file.</summary>
    private static List<List<FixTrial>> Groups(List<FixTrial> trials)
    {
        var groups = new List<(List<FixTrial> Trials, HashSet<DocumentId> Documents)>();
        foreach (var trial in trials)
        {
            var group = groups.Find(group => !group.Documents.Overlaps(trial.Documents));
            if (group.Trials is null)
            {
                groups.Add(group = ([], []));
            }

            group.Trials.Add(trial);
            group.Documents.UnionWith(trial.Documents);
        }

        return groups.ConvertAll(static group => group.Trials);
    }

    private async Task CompileAsync(List<FixTrial> trials, ILookup<string, Finding> before, CancellationToken cancellationToken)
    {
        var solution = original;
        foreach (var trial in trials)
        {
            solution = await trial.AddToAsync(solution, cancellationToken);
        }

        var errors = await compiling.NewErrorsAsync(solution, cancellationToken);
        if (errors.IsEmpty)
        {
            foreach (var trial in trials)
            {
                // The group's solution has compiled already: its semantic models are at hand. Only what another fix of the group did may speak against this one.
                var outcome = await (trial with { Changed = solution }).JudgeAsync(analysis, before, cancellationToken);
                outcomes.Add(outcome.Verdict == Verdict.Good || trials.Count == 1 ? outcome : await trial.JudgeAsync(analysis, before, cancellationToken));
            }
        }
        else if (trials is [var only])
        {
            outcomes.Add(await only.BrokenAsync(errors, cancellationToken));
        }
        else
        {
            foreach (var part in Split(trials, errors))
            {
                await CompileAsync(part, before, cancellationToken);
            }
        }
    }

    /// <summary>Each trial whose file has an error by itself and the others together; halves if that tells nothing.</summary>
    private IEnumerable<List<FixTrial>> Split(List<FixTrial> trials, ImmutableArray<CompileError> errors)
    {
        var files = errors.Select(static error => error.File).ToHashSet(StringComparer.Ordinal);
        var accused = trials.ToLookup(trial => trial.Documents.Any(id => files.Contains(Path.GetRelativePath(code.Folder, original.GetDocument(id)!.FilePath ?? ""))));
        var innocent = accused[false].ToList();
        return accused[true].Any()
            ? accused[true].Select(static trial => new List<FixTrial> { trial }).Concat(innocent.Count == 0 ? [] : [innocent])
            : [trials[..(trials.Count / 2)], trials[(trials.Count / 2)..]];
    }
}
