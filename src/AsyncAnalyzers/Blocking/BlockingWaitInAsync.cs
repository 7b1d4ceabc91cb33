using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Blocking;

/// <summary>
/// AWAIT201: a blocking wait for a task (<c>Wait</c>, <c>Result</c>, <c>GetAwaiter().GetResult()</c>, <c>WaitAll</c>, <c>WaitAny</c>, <c>RunSynchronously</c>)
/// in an async-capable function or in a synchronous lambda that it runs.
/// Not: tasks known to be complete, waits of zero time, awaiters, delegates that are stored and run some other time (AWAIT202).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class BlockingWaitInAsync() : AsyncAnalyzer(Rules.BlockingWaitInAsync)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        BlockingWaits.Register(context, types, (operation, wait) => Analyze(operation, wait, types));

    private void Analyze(in OperationAnalysisContext context, BlockingWait wait, KnownTypes types)
    {
        if (AsyncCode.Of(context.Operation, context.ContainingSymbol, types) is { } place && !BlockingWaits.IsHarmless(wait, context, types))
        {
            Report(context, context.Operation, null, BlockingWaits.NameOf(wait.Kind, context.Operation), Advice(wait, context.Operation, place));
        }
    }

    private static string Advice(BlockingWait wait, IOperation operation, AsyncPlace place)
    {
        var instead = BlockingWaits.Replacement(wait);
        return operation.IsUnderLock() ? $"{instead} outside the lock"
            : place == AsyncPlace.SynchronousLambda ? $"make the lambda async and {instead}"
            : instead;
    }
}
