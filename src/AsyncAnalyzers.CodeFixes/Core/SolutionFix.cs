using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>
/// The base of fixes that change other documents too: callers, overrides, declarations. Fix All gathers the diagnostics of its scope and makes all changes in
/// one edit of the solution, leaving out a diagnostic whose change would break the code.
/// </summary>
internal abstract class SolutionFix : CodeFixProvider
{
    private readonly FixAllProvider fixAll;

    protected SolutionFix(DiagnosticDescriptor rule)
        : this(rule.Id)
    {
    }

    /// <param name="id">An id of the compiler or the SDK, for what no rule of this package reports.</param>
    protected SolutionFix(string id)
    {
        FixableDiagnosticIds = ImmutableArray.Create(id);
        fixAll = new All(this);
    }

    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    public sealed override FixAllProvider GetFixAllProvider() => fixAll;

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await FixTarget.CreateAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } target &&
                await FixAsync(context.Document.Project.Solution, [target], context.CancellationToken).ConfigureAwait(false) is { } changed)
            {
                var title = TitleFor(target);
                context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(changed), FixableDiagnosticIds[0]), diagnostic);
            }
        }
    }

    /// <summary>What the lightbulb shows.</summary>
    protected abstract string TitleFor(FixTarget target);

    /// <summary>Makes the change for one diagnostic; false, with nothing changed, if there is no correct one.</summary>
    protected abstract Task<bool> TryApplyAsync(FixTarget target, SolutionEdit edit);

    private async Task<Solution?> FixAsync(Solution solution, IReadOnlyList<FixTarget> targets, CancellationToken cancellationToken)
    {
        var edit = new SolutionEdit(solution, cancellationToken);
        var any = false;
        foreach (var target in targets)
        {
            any |= await TryApplyAsync(target, edit).ConfigureAwait(false);
        }

        return any ? await edit.TryGetChangedSolutionAsync().ConfigureAwait(false) : null;
    }

    private async Task<Solution> FixAllAsync(Solution solution, IReadOnlyList<FixTarget> targets, CancellationToken cancellationToken)
    {
        if (await FixAsync(solution, targets, cancellationToken).ConfigureAwait(false) is { } all)
        {
            return all;
        }

        var good = new List<FixTarget>();
        foreach (var target in targets)
        {
            if (await FixAsync(solution, [target], cancellationToken).ConfigureAwait(false) is not null)
            {
                good.Add(target);
            }
        }

        return await FixAsync(solution, good, cancellationToken).ConfigureAwait(false) ?? solution;
    }

    private sealed class All(SolutionFix fix) : FixAllProvider
    {
        public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => FixAllDiagnostics.Scopes;

        public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
        {
            var targets = new List<FixTarget>();
            var places = new HashSet<(string? Path, int Start)>();
            foreach (var diagnostic in await FixAllDiagnostics.InScopeAsync(context).ConfigureAwait(false))
            {
                // The same file may belong to several projects, one for each target framework.
                if (context.Solution.GetDocument(diagnostic.Location.SourceTree) is { } document &&
                    places.Add((document.FilePath ?? document.Id.ToString(), diagnostic.Location.SourceSpan.Start)) &&
                    await FixTarget.CreateAsync(document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } target)
                {
                    targets.Add(target);
                }
            }

            return CodeAction.Create(
                targets.Count == 1 ? fix.TitleFor(targets[0]) : $"Fix all '{fix.FixableDiagnosticIds[0]}'",
                cancellationToken => fix.FixAllAsync(context.Solution, targets, cancellationToken),
                context.CodeActionEquivalenceKey);
        }
    }
}
