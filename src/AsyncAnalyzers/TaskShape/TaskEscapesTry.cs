using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>
/// AWAIT702: a task that may still run is returned from inside a <c>try</c>, so that its <c>catch</c> does not see the task fail and its <c>finally</c> runs
/// before the task ends. Not: handlers that only make a failed task of an exception, which is what the caller gets anyhow; a <c>finally</c> that restores what
/// belongs to the thread or asks a flag first; tasks that are another's; helpers that are given
/// a pending task to see to its end; <c>unsafe</c> code; what AWAIT701 reports.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class TaskEscapesTry() : AsyncAnalyzer(Rules.TaskEscapesTry)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Return);

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        var statement = (IReturnOperation)context.Operation;
        if (StartOf(statement, context, types, out var guarded) is { } start)
        {
            Report(context, statement.ReturnedValue!, null, start.DisplayName(), guarded!.Misses);
        }
    }

    /// <summary>The call that starts the task which the statement returns too early; null if it does not.</summary>
    public static IInvocationOperation? StartOf(IReturnOperation statement, in OperationAnalysisContext context, KnownTypes types, out GuardedRegion? guarded)
    {
        guarded = null;
        if (statement.IsImplicit || statement.ReturnedValue is not { } value || !types.Awaitables.IsTaskOrValueTask(value.Type) ||
            (guarded = GuardedRegion.Around(statement)) is null ||
            EnclosingFunction.Of(statement, context.ContainingSymbol) is not { IsAsync: false })
        {
            return null;
        }

        foreach (var running in RunningTasks.Of(value, context, types))
        {
            if (RunningTasks.StartOf(running, context.CancellationToken) is { } start && guarded.Covers(start, types) && TaskEscape.ByReturn(statement, context, types) is null)
            {
                return start;
            }
        }

        return null;
    }
}
