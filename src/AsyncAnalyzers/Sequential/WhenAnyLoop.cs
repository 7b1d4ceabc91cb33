using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Sequential;

/// <summary>
/// AWAIT303: a loop that awaits <c>Task.WhenAny</c> of a collection and takes out the winner until none is left. Not: before <c>Task.WhenEach</c> (.NET 9);
/// loops that look at the collection otherwise (add tasks, show how many are left), collections that others see or that are used after the loop,
/// collections with a timer or signal among the tasks, tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class WhenAnyLoop() : AsyncAnalyzer(Rules.WhenAnyLoop)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.IsTestProject && !types.Task.GetMembers("WhenEach").IsEmpty)
        {
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Loop);
        }
    }

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        var loop = (ILoopOperation)context.Operation;
        if (loop.LoopKind is LoopKind.While or LoopKind.For && WinnerLoop.Of(loop, types) is { } found && DrainedTasks.AreOnlyAwaited(found))
        {
            Report(context, loop, LoopHeader.Of(loop), found.Tasks.Name);
        }
    }
}
