using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Sequential;

/// <summary>
/// AWAIT301: a <c>foreach</c> or counting <c>for</c> whose iterations wait on each other only by accident.
/// Not: whatever leaves early, carries state from one iteration to the next, uses what is not known to be safe for concurrent use, or is paced or ordered on purpose.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class SequentialAwaitInLoop() : AsyncAnalyzer(Rules.SequentialAwaitInLoop)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.IsTestProject)
        {
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Loop);
        }
    }

    private void Analyze(OperationAnalysisContext context, KnownTypes types)
    {
        var loop = (ILoopOperation)context.Operation;
        if (loop.LoopKind is not (LoopKind.ForEach or LoopKind.For) ||
            EnclosingFunction.Of(loop, context.ContainingSymbol) is not { IsAsync: true } ||
            LoopDependence.Find(loop, context.CancellationToken) is not { Source.IsAtMostOne: false } found ||
            LoopIntent.IsSequential(found))
        {
            return;
        }

        var concurrency = Flow.Concurrency.Of(context.Compilation, context.Options, types);
        var confidence = Options.ConcurrencyConfidence.Read(context.Options, loop.Syntax.SyntaxTree);
        if ((OverlapContext.Around(loop, concurrency) & ~Obstacles.Using) == Obstacles.None &&
            (OverlapContext.Within(loop.Body, concurrency) & ~(Obstacles.Using | Obstacles.TryCatch)) == Obstacles.None &&
            LoopSafety.Judge(loop, found, concurrency, confidence) is { } reason)
        {
            Report(context, loop, LoopHeader.Of(loop), found.Awaits[0].Call.DisplayName(), reason);
        }
    }
}
