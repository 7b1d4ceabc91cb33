using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>
/// AWAIT401: an object that is not safe for concurrent use is used by work that runs at the same time: by the runs of one lambda
/// (<c>WhenAll(xs.Select(async …))</c>, <c>Parallel</c>, parallel queries), by the iterations of a loop that starts tasks, by tasks that are started
/// before the first is awaited, by a <c>Task.Run</c> and the code beside it. Not: what each run makes for itself, what is done under a lock, elements
/// of arrays, collections that nobody changes, whatever comes before the first <c>await</c> of an async lambda on one thread.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class SharedAcrossTasks() : AsyncAnalyzer(Rules.SharedAcrossTasks)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        var concurrency = Flow.Concurrency.Of(context.Compilation, context.Options, types);
        context.RegisterOperationAction(operation => AnalyzeCall(operation, (IInvocationOperation)operation.Operation, concurrency), OperationKind.Invocation);
        context.RegisterOperationAction(operation => AnalyzeLocal(operation, (IVariableDeclaratorOperation)operation.Operation, concurrency), OperationKind.VariableDeclarator);
        context.RegisterOperationAction(operation => AnalyzeAssignment(operation, (ISimpleAssignmentOperation)operation.Operation, concurrency), OperationKind.SimpleAssignment);
    }

    private void AnalyzeCall(in OperationAnalysisContext context, IInvocationOperation call, Flow.Concurrency concurrency)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "Select" when ConcurrentRuns.IsStartedTogether(call, concurrency.Types):
                AnalyzeRuns(context, call, isParallel: ConcurrentRuns.IsParallelQuery(method), "the runs of this lambda", concurrency);
                break;
            case "Select" or "Where" or "SelectMany" or "ForAll" when ConcurrentRuns.IsParallelQuery(method):
            case "ForEachAsync" or "ForAsync" or "For" or "ForEach" when ConcurrentRuns.IsParallelLoop(call):
                AnalyzeRuns(context, call, isParallel: true, $"the runs of this lambda in '{method.Name}'", concurrency);
                break;
            case "Invoke" when ConcurrentRuns.IsParallelLoop(call):
            case "WhenAll" or "WaitAll" or "WhenAny" or "WhenEach" when concurrency.Types.Awaitables.IsTask(method.ContainingType):
                AnalyzeParts(context, call, concurrency);
                break;
            case "Add" or "Enqueue" or "Push" when call is { Instance: not null, Arguments: [{ Value: var added }], Parent: IExpressionStatementOperation } && concurrency.Types.Awaitables.IsTaskOrValueTask(added.Type):
                AnalyzeStarts(context, added, concurrency);
                break;
            case "Run" or "StartNew" when call.Parent is IExpressionStatementOperation && BackgroundStarts.LambdaOf(call) is not null:
                AnalyzeWork(context, new(call, null), concurrency);
                break;
        }
    }

    private void AnalyzeAssignment(in OperationAnalysisContext context, ISimpleAssignmentOperation assignment, Flow.Concurrency concurrency)
    {
        if (assignment.Target.Type is { Name: "Task" or "ValueTask" })
        {
            AnalyzeStarts(context, assignment.Value, concurrency);
        }
    }

    private void AnalyzeLocal(in OperationAnalysisContext context, IVariableDeclaratorOperation declarator, Flow.Concurrency concurrency)
    {
        if (declarator is { Symbol.Type.Name: "Task" or "ValueTask", Initializer.Value: { } value })
        {
            AnalyzeStarts(context, value, concurrency);
        }
    }

    /// <summary>One piece of code that several run at the same time.</summary>
    private void AnalyzeRuns(in OperationAnalysisContext context, IInvocationOperation call, bool isParallel, string users, Flow.Concurrency concurrency)
    {
        var uses = new UnsafeUses(concurrency, concurrency.Types, context.CancellationToken);
        foreach (var argument in call.Arguments)
        {
            switch (ConcurrentRuns.BodyOf(argument))
            {
                case IAnonymousFunctionOperation lambda:
                    ReportRuns(context, uses.In(lambda, lambda, isParallel), lambda, users);
                    break;
                case IMethodReferenceOperation group:
                    ReportRuns(context, uses.OfGroup(group, isParallel), argument, $"the runs of '{group.Method.Name}'");
                    break;
            }
        }
    }

    private void AnalyzeStarts(in OperationAnalysisContext context, IOperation value, Flow.Concurrency concurrency)
    {
        switch (value.Unwrap())
        {
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                AnalyzeStarts(context, choice.WhenTrue, concurrency);
                AnalyzeStarts(context, otherwise, concurrency);
                break;
            case IInvocationOperation { TargetMethod.Name: "AsTask" or "Unwrap" } wrapper when wrapper.Receiver() is { } inner:
                AnalyzeStarts(context, inner, concurrency);
                break;
            case var start when start.InnermostCall() is { } call && StartedWork.Of(call) is { } work:
                AnalyzeWork(context, work, concurrency);
                break;
        }
    }

    private void AnalyzeWork(in OperationAnalysisContext context, StartedWork work, Flow.Concurrency concurrency)
    {
        var loop = work.OverlappingLoop();
        if (loop is null && !work.HasCodeBeside())
        {
            return;
        }

        var uses = new UnsafeUses(concurrency, concurrency.Types, context.CancellationToken);
        var started = uses.StartedBy(work.Start);
        if (started.Count == 0)
        {
            return;
        }

        var name = work.Start.DisplayName();
        if (loop is not null)
        {
            ReportRuns(context, started, loop.Body, $"the iterations of this loop, which do not wait for '{name}'");
            started.RemoveAll(use => use.ConflictsWithItself && use.Target.Object.IsSharedBy(loop.Body));
        }

        foreach (var use in started)
        {
            if (Conflicts(use, work, uses).FirstOrDefault() is { } later && !IsOneOfMany(use, work, uses))
            {
                // At the start, not at the later use: a diagnostic outside of what is being analyzed gets no fix in an editor.
                Report(context, use, $"'{name}' and the code that does not wait for it", later.Mention.Syntax.GetLocation());
                return;
            }
        }
    }

    /// <summary>Tasks or delegates that are listed and run at the same time.</summary>
    private void AnalyzeParts(in OperationAnalysisContext context, IInvocationOperation call, Flow.Concurrency concurrency)
    {
        if (call.ArgumentAt(call.TargetMethod.Parameters.Length - 1) is not { } list || !list.Value.TryGetElements(out var elements) || elements.Count < 2)
        {
            return;
        }

        var uses = new UnsafeUses(concurrency, concurrency.Types, context.CancellationToken);
        var before = new List<(UnsafeUse Use, string Name)>();
        HashSet<SharedObject>? reported = null;
        foreach (var element in elements)
        {
            var (found, name) = uses.OfPart(element);
            foreach (var use in found)
            {
                foreach (var (earlier, other) in before)
                {
                    if (earlier.ConflictsWith(use) && (reported ??= []).Add(use.Target.Object))
                    {
                        Report(context, use, other == name ? $"several calls of '{name}'" : $"'{other}' and '{name}'", earlier.Mention.Syntax.GetLocation());
                    }
                }
            }

            before.AddRange(found.Select(use => (use, name)));
        }
    }

    private static IEnumerable<UnsafeUse> Conflicts(UnsafeUse use, StartedWork work, UnsafeUses uses)
    {
        foreach (var (statement, start, end) in work.CodeBeside())
        {
            foreach (var later in uses.In(statement, statement, isParallel: false))
            {
                if (later.Mention.Syntax.SpanStart >= start && later.Mention.Syntax.SpanStart < end && use.ConflictsWith(later) && !work.IsGivenTo(later.Mention))
                {
                    yield return later;
                }
            }
        }
    }

    /// <summary>True if work started before conflicts with this one already: three tasks on one context are one defect.</summary>
    private static bool IsOneOfMany(UnsafeUse use, StartedWork work, UnsafeUses uses)
    {
        foreach (var earlier in work.StartedBefore())
        {
            foreach (var other in uses.StartedBy(earlier.Start))
            {
                if (other.Target.Object.Equals(use.Target.Object) && Conflicts(other, earlier, uses).Any(later => work.Start.Syntax.Span.Contains(later.Mention.Syntax.Span)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void ReportRuns(in OperationAnalysisContext context, List<UnsafeUse> uses, IOperation run, string users)
    {
        HashSet<SharedObject>? reported = null;
        foreach (var use in uses)
        {
            if (use.ConflictsWithItself && use.Target.Object.IsSharedBy(run) && (reported ??= []).Add(use.Target.Object))
            {
                Report(context, use, users, null);
            }
        }
    }

    private void Report(in OperationAnalysisContext context, UnsafeUse use, string users, Location? other)
    {
        Location[] others = [.. other is null ? [] : new[] { other }, .. use.Inner is null ? [] : new[] { use.Inner.Syntax.GetLocation() }];
        Report(context, use.Mention, null, others, use.Target.Object.Name, users, use.Target.Reason!, SharingAdvice.For(use.Target));
    }
}
