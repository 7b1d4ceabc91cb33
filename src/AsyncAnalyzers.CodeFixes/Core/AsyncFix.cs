using System.Collections.Immutable;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>
/// The base of every fix that changes one document. A fix offers forms, the safest first; a form is offered only if its result binds without new errors.
/// Fix All applies one kind of form to all diagnostics of a document in one edit, the last node first.
/// </summary>
internal abstract class AsyncFix : CodeFixProvider
{
    private readonly FixAllProvider fixAll;

    /// <param name="rule">The rule whose diagnostics are fixed.</param>
    /// <param name="others">Ids of the compiler, of the SDK or of rules that take over from this one, which the fix serves too.</param>
    protected AsyncFix(DiagnosticDescriptor rule, params string[] others)
        : this([rule.Id, .. others])
    {
    }

    /// <param name="ids">Ids of the compiler or the SDK, for what no rule of this package reports.</param>
    protected AsyncFix(params string[] ids)
    {
        FixableDiagnosticIds = ImmutableArray.Create(ids);
        fixAll = FixAllProvider.Create(
            async (context, document, diagnostics) => await FixAllAsync(document, diagnostics, context.CodeActionEquivalenceKey, context.CancellationToken).ConfigureAwait(false),
            FixAllDiagnostics.Scopes);
    }

    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    public sealed override FixAllProvider GetFixAllProvider() => WiderFixAll is { } wider ? new FixAllByKey(fixAll, wider) : fixAll;

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await FixTarget.CreateAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is not { } target)
            {
                continue;
            }

            var isOffered = false;
            foreach (var form in FormsFor(target))
            {
                if (await TryApplyAsync(context.Document, [form], context.CancellationToken).ConfigureAwait(false) is { } changed)
                {
                    isOffered = true;
                    context.RegisterCodeFix(CodeAction.Create(form.Title, _ => Task.FromResult(changed), form.Key), diagnostic);
                }
            }

            if (await WiderAsync(target, isOffered).ConfigureAwait(false) is { } wider)
            {
                context.RegisterCodeFix(wider, diagnostic);
            }
        }
    }

    /// <summary>A change of more than the document, offered behind the forms; null if there is none.</summary>
    /// <param name="target">What is to be fixed.</param>
    /// <param name="isOffered">True if there is a form that changes only the document.</param>
    protected virtual Task<CodeAction?> WiderAsync(FixTarget target, bool isOffered) => Task.FromResult<CodeAction?>(null);

    /// <summary>Fix All for <see cref="WiderAsync"/>.</summary>
    protected virtual WiderFixAll? WiderFixAll => null;

    /// <summary>The forms possible for a diagnostic, the safest first; none if there is no correct fix. May be dear.</summary>
    protected abstract IEnumerable<FixForm> FormsFor(FixTarget target);

    private async Task<Document?> FixAllAsync(Document document, ImmutableArray<Diagnostic> diagnostics, string? key, CancellationToken cancellationToken)
    {
        var fixes = new List<FixForm>();
        foreach (var diagnostic in diagnostics.OrderByDescending(static diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(static diagnostic => diagnostic.Location.SourceSpan.Length))
        {
            if (await FixTarget.CreateAsync(document, diagnostic, cancellationToken).ConfigureAwait(false) is { } target &&
                ChooseForAll([.. FormsFor(target)], key) is { } form)
            {
                fixes.Add(form);
            }
        }

        if (fixes.Count == 0)
        {
            return document;
        }

        if (await TryApplyAsync(document, fixes, cancellationToken).ConfigureAwait(false) is { } all)
        {
            return all;
        }

        // One of them breaks the code: leave out each that does so on its own.
        var good = new List<FixForm>();
        foreach (var fix in fixes)
        {
            if (await TryApplyAsync(document, [fix], cancellationToken).ConfigureAwait(false) is not null)
            {
                good.Add(fix);
            }
        }

        return await TryApplyAsync(document, good, cancellationToken).ConfigureAwait(false) ?? document;
    }

    /// <summary>The form with the key; the safest one without a key, as from a command line whose first diagnostic had no fix.</summary>
    private static FixForm? ChooseForAll(FixForm[] forms, string? key) =>
        forms.FirstOrDefault(form => key is null || form.Key == key) is not { } chosen ? null
        : chosen.IsLastResort ? forms[0]
        : chosen;

    /// <summary>The document with all forms applied; null if that would break the code in some target framework.</summary>
    internal static async Task<Document?> TryApplyAsync(Document document, IReadOnlyList<FixForm> forms, CancellationToken cancellationToken)
    {
        if (await DocumentEdit.CreateAsync(document, cancellationToken).ConfigureAwait(false) is not { } edit)
        {
            return null;
        }

        foreach (var form in forms)
        {
            form.Apply(edit);
        }

        var changed = edit.GetChangedDocument();
        return await Binding.IsSoundEverywhereAsync(document, changed, cancellationToken).ConfigureAwait(false) ? changed : null;
    }
}
