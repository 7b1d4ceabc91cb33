using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncAnalyzers.Corpus;

/// <summary>The outcomes of Fix All and the code that it made.</summary>
internal sealed record FixAllResult(ImmutableArray<FixOutcome> Outcomes, Solution Solution);

/// <summary>
/// Fix All over the solution, rule by rule, each on what the rules before it made; what brings compile errors is reported and taken back.
/// A rule is fixed with each key that is some finding's first form, and for each target framework in turn, as a person would.
/// </summary>
internal sealed class FixAll(LoadedCode code, ChosenRules rules, Analysis analysis, IStage stage)
{
    private readonly List<FixOutcome> outcomes = [];
    private Solution solution = code.Solution;
    private ImmutableArray<Finding> findings;

    public async Task<FixAllResult> RunAsync(ImmutableArray<Finding> found, CancellationToken cancellationToken)
    {
        findings = found;
        foreach (var rule in rules.Descriptors.Select(static rule => rule.Id).Where(id => rules.FixesOf(id).Any()))
        {
            if (findings.Any(finding => finding.Id == rule))
            {
                await FixAsync(rule, cancellationToken);
            }

            stage.Advance(rule);
        }

        return new FixAllResult([.. outcomes], solution);
    }

    private async Task FixAsync(string rule, CancellationToken cancellationToken)
    {
        var (before, findingsBefore) = (solution, findings);
        var done = new HashSet<(CodeFixProvider Fix, string? Key, ProjectId Instance)>();
        while (await NextAsync(rule, done, cancellationToken) is { } offer)
        {
            var start = solution;
            if (!await ApplyAsync(offer, cancellationToken))
            {
                continue;
            }

            var errors = await new Compiling(start, code.Folder).NewErrorsAsync(solution, cancellationToken);
            if (!errors.IsEmpty)
            {
                Report(offer, Verdict.BreaksBuild, findings.Length, [.. errors.Select(static error => error.ToString()).Distinct().Take(20)]);
                (solution, findings) = (before, findingsBefore);
                return;
            }

            var count = CountOf(rule);
            findings = (await analysis.RunAsync(solution, code.Projects, QuietStage.Instance, cancellationToken)).Findings;
            var left = await StillOfferedAsync(offer, cancellationToken);
            Report(offer, left.Length > 0 ? Verdict.LeavesFixable : Verdict.Good, count, left);
        }
    }

    /// <summary>The first form of a finding whose kind of fix has not been applied to that target framework yet.</summary>
    private async Task<FixOffer?> NextAsync(string rule, HashSet<(CodeFixProvider Fix, string? Key, ProjectId Instance)> done, CancellationToken cancellationToken)
    {
        foreach (var finding in findings.Where(finding => finding.Id == rule))
        {
            if (await FirstOfferAsync(finding, cancellationToken) is { } offer && done.Add((offer.Fix, offer.Action.EquivalenceKey, finding.Project)))
            {
                foreach (var instance in InstancesBeside(finding.Project))
                {
                    done.Add((offer.Fix, offer.Action.EquivalenceKey, instance));
                }

                return offer;
            }
        }

        return null;
    }

    private async Task<FixOffer?> FirstOfferAsync(Finding finding, CancellationToken cancellationToken)
    {
        try
        {
            return (await FixOffer.ForAsync(finding, solution, rules, cancellationToken)).FirstOrDefault();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return null; // What throws is reported by --fix each.
        }
    }

    private async Task<bool> ApplyAsync(FixOffer offer, CancellationToken cancellationToken)
    {
        var instances = InstancesBeside(offer.Finding.Project).ToHashSet();
        var diagnostics = new Diagnostics(findings.Where(finding => finding.Id == offer.Finding.Id && instances.Contains(finding.Project)).ToLookup(static finding => finding.Project));
        var context = new FixAllContext(
            solution.GetProject(offer.Finding.Project)!,
            offer.Fix,
            FixAllScope.Solution,
            offer.Action.EquivalenceKey!,
            [offer.Finding.Id],
            diagnostics,
            cancellationToken);
        try
        {
            var action = offer.Fix.GetFixAllProvider() is { } provider ? await provider.GetFixAsync(context) : null;
            if (action is null)
            {
                Report(offer, Verdict.ChangesNothing, CountOf(offer.Finding.Id), ["There is no Fix All."]);
                return false;
            }

            var changed = await FixOffer.ApplyAsync(action, solution, cancellationToken);
            if ((await FixOffer.ChangedDocumentsAsync(solution, changed, cancellationToken)).IsEmpty)
            {
                Report(offer, Verdict.ChangesNothing, CountOf(offer.Finding.Id), []);
                return false;
            }

            solution = changed;
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Report(offer, Verdict.Throws, CountOf(offer.Finding.Id), [exception.ToString()]);
            return false;
        }
    }

    private async Task<ImmutableArray<string>> StillOfferedAsync(FixOffer applied, CancellationToken cancellationToken)
    {
        var left = ImmutableArray.CreateBuilder<string>();
        var instances = InstancesBeside(applied.Finding.Project).ToHashSet();
        foreach (var finding in findings.Where(finding => finding.Id == applied.Finding.Id && instances.Contains(finding.Project)))
        {
            if (await FirstOfferAsync(finding, cancellationToken) is { } offer && offer.Action.EquivalenceKey == applied.Action.EquivalenceKey)
            {
                left.Add($"{finding.Place}: {finding.SourceLine}");
            }
        }

        return left.ToImmutable();
    }

    /// <summary>One instance of every project: that project's own and, of others, the one that comes at the same place among its target frameworks, or the first.</summary>
    private IEnumerable<ProjectId> InstancesBeside(ProjectId chosen)
    {
        var byFile = code.Projects.GroupBy(id => solution.GetProject(id)!.FilePath, StringComparer.Ordinal).Select(static group => group.ToList()).ToList();
        var place = byFile.Single(group => group.Contains(chosen)).IndexOf(chosen);
        return byFile.Select(group => group[place < group.Count ? place : 0]);
    }

    private int CountOf(string rule) => findings.Count(finding => finding.Id == rule);

    private void Report(FixOffer offer, Verdict verdict, int count, ImmutableArray<string> details) =>
        outcomes.Add(new FixOutcome(offer.Finding.Id, offer.Action.Title, offer.Action.EquivalenceKey, verdict, $"{count} before, {CountOf(offer.Finding.Id)} after", details));

    private sealed class Diagnostics(ILookup<ProjectId, Finding> findings) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(findings[project.Id].Select(static finding => finding.Diagnostic));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(findings[project.Id].Where(static finding => !finding.Diagnostic.Location.IsInSource).Select(static finding => finding.Diagnostic));

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return findings[document.Project.Id].Where(finding => finding.Diagnostic.Location.SourceTree == tree).Select(static finding => finding.Diagnostic);
        }
    }

    private sealed class QuietStage : IStage
    {
        public static readonly QuietStage Instance = new();

        public void Advance(string piece)
        {
        }
    }
}
