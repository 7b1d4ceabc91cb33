using System.Collections.Immutable;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Blocking;

/// <summary>
/// AWAIT203: a blocking wait, in a synchronous function of a user interface or of ASP.NET on .NET Framework, for a task of a method in source that needs the waiting
/// thread's context to go on. The path from the wait to that await is shown.
/// Not: what runs without the context (<see cref="ContextThread"/>), tasks whose awaits are all told not to come back, tasks of which nothing is known. Those are AWAIT202's.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class DeadlockRisk() : AsyncAnalyzer(Rules.DeadlockRisk)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.IsTestProject)
        {
            BlockingWaits.Register(context, types, (operation, wait) => Analyze(operation, wait, types));
        }
    }

    /// <summary>True if the rule reports the wait, which no other one then shall; false where it is switched off. For waits in synchronous code that are not harmless.</summary>
    public static bool Reports(in OperationAnalysisContext context, BlockingWait wait, KnownTypes types) =>
        !types.IsTestProject &&
        PathOf(context, wait, types) is not null &&
        !SwitchedOff.IsInConfiguration(Rules.DeadlockRisk.Id, context.Compilation, context.Operation.Syntax.SyntaxTree, context.CancellationToken);

    private void Analyze(in OperationAnalysisContext context, BlockingWait wait, KnownTypes types)
    {
        if (AsyncCode.Of(context.Operation, context.ContainingSymbol, types) is null && PathOf(context, wait, types) is { } path && !BlockingWaits.IsHarmless(wait, context, types))
        {
            var advice = SyncPlace.Of(context.Operation, context.ContainingSymbol, BlockingWaits.Replacement(wait), context.CancellationToken).Advice;
            Report(context, context.Operation, null, Locations(context.Operation, path), BlockingWaits.NameOf(wait.Kind, context.Operation), Display(path), advice);
        }
    }

    private static ContextStep? PathOf(in OperationAnalysisContext context, BlockingWait wait, KnownTypes types) =>
        AppModels.Of(context.Operation.Syntax.SyntaxTree, context.Options, types) is AppModel.Ui or AppModel.Classic &&
        ContextAwaits.Of(Flow.Concurrency.Of(context.Compilation, context.Options, types)).PathFrom(wait, context.CancellationToken) is { } path &&
        ContextThread.MayRun(context.Operation, context.ContainingSymbol, context.CancellationToken)
            ? path
            : null;

    private static ImmutableArray<Location> Locations(IOperation wait, ContextStep path)
    {
        var locations = ImmutableArray.CreateBuilder<Location>();
        locations.Add(wait.Syntax.GetLocation());
        for (var step = path; step is not null; step = step.Next)
        {
            locations.Add(step.Place.GetLocation());
        }

        return locations.ToImmutable();
    }

    private static string Display(ContextStep path)
    {
        var methods = new List<string>();
        var step = path;
        for (; step.Next is { } next; step = next)
        {
            methods.Add(step.Target);
        }

        return methods.Count == 1 ? $"'{methods[0]}'" : $"'{methods[methods.Count - 1]}' ({string.Join(" → ", methods)})";
    }
}
