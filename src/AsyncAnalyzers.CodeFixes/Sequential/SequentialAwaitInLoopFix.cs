using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.CodeFixes.Sequential;

/// <summary>
/// A loop with effects only → <c>await Parallel.ForEachAsync(…)</c> or <c>await Task.WhenAll(xs.Select(…))</c>, whichever suits better first;
/// a loop that collects → <c>await Task.WhenAll(xs.Select(…))</c>, its results put where the loop put them, in the same order.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class SequentialAwaitInLoopFix() : AsyncFix(Rules.SequentialAwaitInLoop)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target) =>
        target.Node.FirstAncestorOrSelf<StatementSyntax>() is CommonForEachStatementSyntax or ForStatementSyntax &&
        target.Node.FirstAncestorOrSelf<StatementSyntax>() is { } loop &&
        target.Model.GetOperation(loop, target.CancellationToken) is ILoopOperation operation &&
        LoopDependence.Find(operation, target.CancellationToken) is { } found
            ? LoopForms.Of(loop, found, target.Document, target.Types)
            : [];
}
