using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>The base of what a lightbulb offers without a squiggle: rewrites that are right only if a doubt, named in the title, does not hold.</summary>
internal abstract class AsyncRefactoring : CodeRefactoringProvider
{
    public sealed override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null || KnownTypes.Of(model.Compilation) is not { } types || types.IsTestProject)
        {
            return;
        }

        var node = root.FindNode(context.Span, getInnermostNodeForTie: true);
        if (Member.IsBroken(node))
        {
            return;
        }

        foreach (var form in FormsFor(context.Document, node, model, types, context.CancellationToken))
        {
            if (await AsyncFix.TryApplyAsync(context.Document, [form], context.CancellationToken).ConfigureAwait(false) is { } changed)
            {
                context.RegisterRefactoring(CodeAction.Create(form.Title, _ => Task.FromResult(changed), form.Key));
            }
        }
    }

    /// <summary>What is offered where the caret is; none where the rule itself reports, whose fix does the same.</summary>
    protected abstract IEnumerable<FixForm> FormsFor(Document document, SyntaxNode node, SemanticModel model, KnownTypes types, CancellationToken cancellationToken);
}
