using System.Collections.Immutable;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>
/// AWAIT105: tasks that are already running are awaited one after another, in adjacent statements or by a loop over a collection of tasks, so that the
/// failures of the later ones are lost when an earlier one fails. Not: tasks that were given to anything else before (<c>WhenAll</c> above all), lazy
/// sequences, whose tasks start only as they are reached, and loops that do more than await or collect.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class AwaitStartedTasksTogether() : AsyncAnalyzer(Rules.AwaitStartedTasksTogether)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        context.RegisterOperationAction(operation => AnalyzeStatements(operation, ((IBlockOperation)operation.Operation).Operations, types), OperationKind.Block);
        context.RegisterOperationAction(operation => AnalyzeStatements(operation, ((ISwitchCaseOperation)operation.Operation).Body, types), OperationKind.SwitchCase);
        context.RegisterOperationAction(operation => AnalyzeLoop(operation, types), OperationKind.Loop);
    }

    private void AnalyzeStatements(OperationAnalysisContext context, ImmutableArray<IOperation> statements, KnownTypes types)
    {
        for (var index = 0; index < statements.Length - 1; index++)
        {
            if (AwaitedTask.InStatement(statements[index], types) is not { } first)
            {
                continue;
            }

            var run = new List<AwaitedTask> { first };
            for (var next = index + 1; next < statements.Length && AwaitedTask.InStatement(statements[next], types) is { } following && !run.Exists(task => task.Is(following.Local)); next++)
            {
                run.Add(following);
            }

            index += run.Count - 1;
            if (run.Count > 1)
            {
                AnalyzeRun(context, run, types);
            }
        }
    }

    private void AnalyzeRun(OperationAnalysisContext context, List<AwaitedTask> run, KnownTypes types)
    {
        run.RemoveAll(task => !StartedTask.IsRunningUntouched(task.Local, run[0].Await, types, context.CancellationToken));
        if (run.Count > 1)
        {
            Report(
                context,
                run[0].Await,
                null,
                run.Skip(1).Select(static task => task.Await.Syntax.GetLocation()),
                Enumeration(run));
        }
    }

    private void AnalyzeLoop(OperationAnalysisContext context, KnownTypes types)
    {
        if (context.Operation is IForEachLoopOperation { IsAsynchronous: false } loop &&
            TaskLoop.Of(loop, types) is { } tasks &&
            !StartedTask.IsAwaitedTogetherBefore(tasks.Source, loop))
        {
            Report(context, loop, LoopHeader.Of(loop), $"The tasks in '{tasks.Source.Syntax}'");
        }
    }

    /// <summary><c>'a', 'b' and 'c'</c>.</summary>
    private static string Enumeration(List<AwaitedTask> run)
    {
        var names = run.ConvertAll(static task => $"'{task.Local.Name}'");
        return string.Join(", ", names.Take(names.Count - 1)) + " and " + names[names.Count - 1];
    }
}
