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
            !LoopTail.HasAwait(loop.Body) ||
            EnclosingFunction.Of(loop, context.ContainingSymbol) is not { IsAsync: true })
        {
            return;
        }

        var concurrency = Flow.Concurrency.Of(context.Compilation, context.Options, types);
        var accepted = Options.ConcurrencyConfidence.Read(context.Options, loop.Syntax.SyntaxTree) == Confidence.Likely ? Doubt.Unknown : Doubt.None;
        if (LoopOverlap.Of(loop, concurrency, accepted, context.CancellationToken) is { } overlap)
        {
            Report(context, loop, LoopHeader.Of(loop), overlap.Loop.Awaits[0].Call.DisplayName(), overlap.Doubt == Doubt.None ? overlap.Reason : "nothing is known against it");
        }
    }
}
