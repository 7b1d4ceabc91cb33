using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>
/// AWAIT402: a field, property or captured variable is read before an <c>await</c> and written after it, as in <c>total += await F()</c>, so that what
/// others have written meanwhile is lost. A warning where the runs are known to overlap or the variable is static; a suggestion for other fields and
/// for <c>x ??= await F()</c> and its longer forms. Not: locals of one function, code behind a lock, what runs once, classes whose instances one flow
/// of control uses (controllers, components, handlers of one message, tests).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class LostUpdateAcrossAwait() : AsyncAnalyzer(Rules.LostUpdateAcrossAwait)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        var concurrency = Flow.Concurrency.Of(context.Compilation, context.Options, types);
        context.RegisterOperationAction(operation => Analyze(operation, concurrency), OperationKind.CompoundAssignment, OperationKind.CoalesceAssignment, OperationKind.SimpleAssignment);
    }

    private void Analyze(in OperationAnalysisContext context, Flow.Concurrency concurrency)
    {
        var assignment = (IAssignmentOperation)context.Operation;
        if (EnclosingFunction.Of(assignment, context.ContainingSymbol) is not { IsAsync: true } ||
            SharedPlace.Of(assignment.Target.Unwrap(), context.ContainingSymbol) is not { } place ||
            StaleWrite.Of(assignment, place) is not { } kind ||
            assignment.SemanticModel is not { } model ||
            HeldLock.IsAround(assignment.Syntax, model, context.CancellationToken))
        {
            return;
        }

        var starter = new OverlappingRuns(place.Variable, concurrency.Types, context.CancellationToken).StarterOf(assignment, context.ContainingSymbol);
        if (SeverityOf(kind, place, starter, context, concurrency) is { } severity)
        {
            Report(context, assignment, null, severity, [], place.Operation.Syntax.ToString(), Effect(kind, starter), Advice(kind, starter));
        }
    }

    private static DiagnosticSeverity? SeverityOf(StaleWriteKind kind, SharedPlace place, string? starter, in OperationAnalysisContext context, Flow.Concurrency concurrency)
    {
        if (starter is not null)
        {
            return DiagnosticSeverity.Warning;
        }

        if (place.Owner == PlaceOwner.OuterFunction ||
            kind == StaleWriteKind.Transformation ||
            concurrency.Types.IsTestProject ||
            context.ContainingSymbol.ContainingType is not { } type)
        {
            return null;
        }

        var sharing = InstanceSharing.Of(type, concurrency, context.Compilation, context.CancellationToken);
        if (place.Owner == PlaceOwner.Type && sharing != Sharing.Confined)
        {
            sharing = Sharing.Shared;
        }

        // A property is more often a part of what an object tells of itself than a cache. A flag says that something has happened: whether twice matters
        // only where somebody may come twice.
        var isDoubtful = kind == StaleWriteKind.CheckThenAct &&
            (place.Operation is IPropertyReferenceOperation || sharing != Sharing.Shared && context.Operation is ISimpleAssignmentOperation { Value: ILiteralOperation });
        if (sharing == Sharing.Confined || isDoubtful ||
            context.ContainingSymbol is IMethodSymbol method &&
            (RunsOnce.Is(method, context.Operation.SemanticModel, context.CancellationToken) || LockedCallers.Hold(method, context.Operation.SemanticModel, context.CancellationToken)))
        {
            return null;
        }

        return kind == StaleWriteKind.Update && sharing == Sharing.Shared ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
    }

    private static string Effect(StaleWriteKind kind, string? starter) =>
        kind == StaleWriteKind.CheckThenAct
            ? starter is null ? "others who come meanwhile find it unset, too, and do the same again" : $"the runs that '{starter}' starts find it unset, too, and do the same again"
            : starter is null ? "what others write to it meanwhile is lost" : $"what the other runs that '{starter}' starts write to it meanwhile is lost";

    private static string Advice(StaleWriteKind kind, string? starter) =>
        kind == StaleWriteKind.CheckThenAct ? "keep the task instead of its value, or hold a SemaphoreSlim over the check and the assignment"
        : starter is null ? "await into a local first, then update"
        : "return the values and combine them when all have completed, or use Interlocked with a local";
}
