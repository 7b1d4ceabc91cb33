using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>
/// AWAIT102: a local is given a task that is started there, and nothing ever reads the local; as a suggestion, some path leaves, throws or assigns
/// another value before anything has read it. Not: names that say it is meant, tasks nobody need await (delays, timers), starts that a later condition
/// may ask about, throws inside <c>try</c>, locals that lambdas see.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ObserveTaskVariable() : AsyncAnalyzer(Rules.ObserveTaskVariable)
{
    private static readonly string[] NamesOfUnused = ["unused", "ignore", "discard", "forget", "dummy", "notused", "unobserved", "unawaited"];

    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        context.RegisterOperationAction(
            operation =>
            {
                if (operation.Operation is IVariableDeclaratorOperation { Symbol: { RefKind: RefKind.None } local } declarator && types.Awaitables.IsTaskOrValueTask(local.Type) &&
                    declarator.GetVariableInitializer() is { } initializer && !IsDisposed(declarator.Syntax))
                {
                    Analyze(operation, local, initializer.Value, types);
                }
            },
            OperationKind.VariableDeclarator);
        context.RegisterOperationAction(
            operation =>
            {
                if (operation.Operation is ISimpleAssignmentOperation { IsRef: false, Target: ILocalReferenceOperation { Local: { RefKind: RefKind.None } local }, Parent: IExpressionStatementOperation } assignment &&
                    types.Awaitables.IsTaskOrValueTask(local.Type))
                {
                    Analyze(operation, local, assignment.Value, types);
                }
            },
            OperationKind.SimpleAssignment);
    }

    private void Analyze(in OperationAnalysisContext context, ILocalSymbol local, IOperation value, KnownTypes types)
    {
        if (StartedBy(value, context, types) is not { } call || IsNamedUnused(local.Name))
        {
            return;
        }

        var loss = Observation.LossOf(local, context.Operation, context);
        if (loss == TaskLoss.None || loss != TaskLoss.NeverRead && !MustBeAwaited(call, types))
        {
            return;
        }

        var function = EnclosingFunction.Of(context.Operation, context.ContainingSymbol);
        var place = context.Operation.Syntax is VariableDeclaratorSyntax declarator ? declarator.Identifier.GetLocation() : ((AssignmentExpressionSyntax)context.Operation.Syntax).Left.GetLocation();
        var severity = loss == TaskLoss.NeverRead ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
        Report(context, context.Operation, place, severity, [], call.DisplayName(), local.Name, Fate(loss), Advice(loss, types.Awaitables.IsAsyncCapable(function)));
    }

    /// <summary>The first call in the value that starts a task; null if there is none, or its task may be dropped.</summary>
    private static IInvocationOperation? StartedBy(IOperation value, in OperationAnalysisContext context, KnownTypes types)
    {
        switch (value.Unwrap())
        {
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                return StartedBy(choice.WhenTrue, context, types) ?? StartedBy(otherwise, context, types);
            case ICoalesceOperation coalesce:
                return StartedBy(coalesce.WhenNull, context, types) ?? StartedBy(coalesce.Value, context, types);
            case ISwitchExpressionOperation { Arms: var arms }:
                foreach (var arm in arms)
                {
                    if (StartedBy(arm.Value, context, types) is { } started)
                    {
                        return started;
                    }
                }

                return null;
            case { } single when single.InnermostCall() is { } call && types.Awaitables.IsTaskOrValueTask(call.Type):
                return call is { TargetMethod.Name: "AsTask" or "Preserve", Instance: { } receiver } && types.Awaitables.IsValueTask(receiver.Type) ? StartedBy(receiver, context, types)
                    : BornComplete.Is(call, types) || ExistingTask.IsHandedOutBy(call.TargetMethod) || FireAndForget.ObservesFailure(call) || SettledFailure.HandlesAll(call, types) ? null
                    : FireAndForget.Allows(call, Options.FireAndForgetMethods.Read(context.Options, context.Operation.Syntax.SyntaxTree)) ? null
                    : call;
            default:
                return null;
        }
    }

    /// <summary>True for work of one's own, whose failure matters: not for a delay, a timer or what only waits for another task.</summary>
    private static bool MustBeAwaited(IInvocationOperation call, KnownTypes types) => call.TargetMethod switch
    {
        { Name: "Run" or "StartNew" } => true,
        { Name: "WaitAsync" or "WaitForNextTickAsync" or "WaitToReadAsync" or "WaitToWriteAsync" } => false,
        { IsAsync: true } => true,
        var method => method.Name.EndsWith("Async", StringComparison.Ordinal) && !types.Awaitables.IsTask(method.ContainingType),
    };

    private static bool IsNamedUnused(string name)
    {
        if (name.Trim('_').Length == 0)
        {
            return true;
        }

        foreach (var part in NamesOfUnused)
        {
            if (name.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A <c>using</c> reads what it declares.</summary>
    private static bool IsDisposed(SyntaxNode declarator) =>
        declarator.Parent?.Parent is UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword };

    private static string Fate(TaskLoss loss) => loss switch
    {
        TaskLoss.NeverRead => "is never awaited",
        TaskLoss.Overwritten => "is overwritten before anything awaits it",
        TaskLoss.Thrown => "is not awaited where the function throws",
        _ => "is not awaited on every path",
    };

    private static string Advice(TaskLoss loss, bool isAsyncCapable) => (loss, isAsyncCapable) switch
    {
        (TaskLoss.NeverRead, true) => "await it",
        (TaskLoss.NeverRead, false) => "await it in an async function, or discard it with '_ =' if that is meant",
        (TaskLoss.Overwritten, _) => "await it first",
        _ => "start it later, or await it before that",
    };
}
