using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>Collects what Fix All is to fix.</summary>
internal static class FixAllDiagnostics
{
    public static readonly ImmutableArray<FixAllScope> Scopes =
        ImmutableArray.Create(FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution, FixAllScope.ContainingMember, FixAllScope.ContainingType);

    /// <summary>The diagnostics of the member, the type, the document or the project, or of all C# projects of the solution.</summary>
    public static async Task<IEnumerable<Diagnostic>> InScopeAsync(FixAllContext context)
    {
        switch (context.Scope)
        {
            case FixAllScope.Document when context.Document is { } document:
                return await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
            case FixAllScope.ContainingMember or FixAllScope.ContainingType:
                return await OfSpanAsync(context).ConfigureAwait(false);
            case FixAllScope.Project:
                return await context.GetAllDiagnosticsAsync(context.Project).ConfigureAwait(false);
            default:
                var all = new List<Diagnostic>();
                foreach (var project in context.Solution.Projects.Where(project => project.Language == context.Project.Language))
                {
                    all.AddRange(await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false));
                }

                return all;
        }
    }

    /// <summary>Which place the user stands at only Roslyn's own provider knows: it is asked what it would have fixed.</summary>
    private static async Task<IEnumerable<Diagnostic>> OfSpanAsync(FixAllContext context)
    {
        var found = new ConcurrentQueue<Diagnostic>();
        var asked = FixAllProvider.Create(
            (_, _, diagnostics) =>
            {
                foreach (var diagnostic in diagnostics)
                {
                    found.Enqueue(diagnostic);
                }

                return Task.FromResult<Document?>(null);
            },
            Scopes);
        if (await asked.GetFixAsync(context).ConfigureAwait(false) is { } action)
        {
            await action.GetOperationsAsync(context.CancellationToken).ConfigureAwait(false);
        }

        return found;
    }
}
