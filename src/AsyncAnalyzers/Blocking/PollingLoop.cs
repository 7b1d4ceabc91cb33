using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>
/// AWAIT207: a loop that only looks, again and again, whether a task is complete (<c>while (!t.IsCompleted) …</c>, <c>SpinWait.SpinUntil</c>), or whether
/// another member of its type has changed a flag. Not: loops that do anything else meanwhile or have another way to end, and spinning in synchronous code.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class PollingLoop() : AsyncAnalyzer(Rules.PollingLoop)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        context.RegisterOperationAction(operation => AnalyzeLoop(operation, types), OperationKind.Loop);
        context.RegisterOperationAction(
            operation =>
            {
                if (((IInvocationOperation)operation.Operation).TargetMethod.Name == "SpinUntil")
                {
                    AnalyzeTask(operation, null, types);
                }
            },
            OperationKind.Invocation);
    }

    private void AnalyzeLoop(in OperationAnalysisContext context, KnownTypes types)
    {
        var loop = (ILoopOperation)context.Operation;
        if (loop.LoopKind is LoopKind.ForEach || AnalyzeTask(context, LoopHeader.Of(loop), types))
        {
            return;
        }

        if (FlagPoll.FlagOf(loop, context.ContainingSymbol) is { } flag)
        {
            Report(context, loop, LoopHeader.Of(loop), flag.Member.Name, "let what changes it complete a TaskCompletionSource, and await that");
        }
    }

    private bool AnalyzeTask(in OperationAnalysisContext context, Location? location, KnownTypes types)
    {
        if (TaskPoll.Of(context.Operation, types) is not { } poll)
        {
            return false;
        }

        var isAsync = types.Awaitables.IsAsyncCapable(EnclosingFunction.Of(context.Operation, context.ContainingSymbol));
        if ((isAsync || poll.Pause != Pause.Spin) && !SyncBranch.Contains(context.Operation))
        {
            Report(context, context.Operation, location, poll.Look.Syntax.ToString(), Advice(poll, isAsync));
        }

        return true;
    }

    private static string Advice(TaskPoll poll, bool isAsync) =>
        !isAsync ? "make this function async and await the task" : poll.HasLimit ? "await the task with WaitAsync" : "await the task";
}
