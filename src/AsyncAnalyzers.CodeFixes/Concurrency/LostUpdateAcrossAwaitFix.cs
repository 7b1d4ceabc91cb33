using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Concurrency;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.CodeFixes.Concurrency;

/// <summary>
/// <c>total += await F();</c> → <c>var value = await F(); total += value;</c>. Where runs are known to overlap, that would still be a race, so only
/// <c>Interlocked.Add(ref total, await F())</c> is offered there. Nothing for a check and what follows it: which run shall win is for a human to say.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class LostUpdateAcrossAwaitFix() : AsyncFix(Rules.LostUpdateAcrossAwait)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is not { } assignment ||
            target.Model.GetOperation(assignment, target.CancellationToken) is not IAssignmentOperation operation ||
            RunsOnce.MemberAround(operation, target.CancellationToken) is not { } member ||
            SharedPlace.Of(operation.Target, member) is not { } place ||
            StaleWrite.Of(operation, place) is not StaleWriteKind.Update)
        {
            yield break;
        }

        if (new OverlappingRuns(place.Variable, target.Types, target.CancellationToken).StarterOf(operation, member) is null &&
            AwaitedFirst.Of(assignment, operation, target) is { } first)
        {
            yield return new("Await into a local first", "local", first.Apply);
        }

        if (operation is ICompoundAssignmentOperation compound && InterlockedCall.Of(assignment, compound) is { } call)
        {
            yield return new($"Use Interlocked.{call.Method}", "interlocked", call.Apply);
        }
    }
}
