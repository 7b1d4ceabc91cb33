using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Blocking;

/// <summary>
/// AWAIT202: a blocking wait for a task in a synchronous function, or in a delegate that is stored and run some other time. The message says what the wait
/// costs at that place and what the place allows instead.
/// Not: what AWAIT201 and AWAIT203 report, tasks known to be complete, waits of zero time, awaiters; the End of a Begin (<c>EndRead(IAsyncResult)</c>), which blocks by its contract.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class BlockingWaitInSync() : AsyncAnalyzer(Rules.BlockingWaitInSync)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        BlockingWaits.Register(context, types, (operation, wait) => Analyze(operation, wait, types));

    private void Analyze(in OperationAnalysisContext context, BlockingWait wait, KnownTypes types)
    {
        if (!IsEndOfBegin(context.ContainingSymbol) && AsyncCode.Of(context.Operation, context.ContainingSymbol, types) is null && !BlockingWaits.IsHarmless(wait, context, types) && !DeadlockRisk.Reports(context, wait, types))
        {
            var place = SyncPlace.Of(context.Operation, context.ContainingSymbol, BlockingWaits.Replacement(wait), context.CancellationToken);
            Report(context, context.Operation, null, BlockingWaits.NameOf(wait.Kind, context.Operation), place.Cost, place.Advice);
        }
    }

    private static bool IsEndOfBegin(ISymbol member) =>
        member is IMethodSymbol { Name: var name, Parameters: [.., { Type: { Name: "IAsyncResult", ContainingNamespace.Name: "System" } }] } && name.StartsWith("End", StringComparison.Ordinal);
}
