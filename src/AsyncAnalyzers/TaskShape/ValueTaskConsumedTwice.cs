using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>
/// AWAIT709: a <c>ValueTask</c> in a local, parameter or read-only field is awaited, converted or read a second time on one path or in a loop, or is kept
/// where several may consume it: in a field or property, or a collection in one. Not: preserved and complete ones; consumptions in different branches; fields
/// that whoever awaits them renews; collections in locals; blocking reads, which are AWAIT201's and AWAIT202's.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ValueTaskConsumedTwice() : AsyncAnalyzer(Rules.ValueTaskConsumedTwice)
{
    private const string Convert = "convert it once, with AsTask()";

    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.ValueTask is null && types.ValueTaskOfT is null)
        {
            return;
        }

        context.RegisterOperationAction(operation => AnalyzeConsumption(operation, ((IAwaitOperation)operation.Operation).Operation, types), OperationKind.Await);
        context.RegisterOperationAction(operation => AnalyzeCall(operation, types), OperationKind.Invocation);
        context.RegisterOperationAction(
            operation =>
            {
                if (operation.Operation is IPropertyReferenceOperation { Property.Name: "Result", Instance: { } task })
                {
                    AnalyzeConsumption(operation, task, types);
                }
            },
            OperationKind.PropertyReference);
        context.RegisterOperationAction(operation => AnalyzeAssignment(operation, types), OperationKind.SimpleAssignment);
    }

    private void AnalyzeCall(in OperationAnalysisContext context, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        switch (call.TargetMethod.Name)
        {
            // Awaited, 'ConfigureAwait' is seen there.
            case "AsTask" or "GetAwaiter" when call.Instance is { } task:
                AnalyzeConsumption(context, task, types);
                break;
            default:
                if (call.Arguments.IsEmpty || KeptValueTask.PlaceOf(call) is not { } place || call.TargetMethod.ContainingType is not { TypeArguments: [.., var kept] } || !types.Awaitables.IsValueTask(kept))
                {
                    break;
                }

                var added = call.Arguments[call.Arguments.Length - 1].Value.Unwrap();
                if (!BornComplete.Is(added, types))
                {
                    ReportKept(context, added, place);
                }

                break;
        }
    }

    private void AnalyzeAssignment(in OperationAnalysisContext context, KnownTypes types)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is IMemberReferenceOperation or IArrayElementReferenceOperation && types.Awaitables.IsValueTask(assignment.Target.Type) && assignment.Value.Unwrap() is IInvocationOperation { TargetMethod.Name: not "Preserve" } call &&
            !BornComplete.Is(call, types) && KeptValueTask.PlaceOf(assignment, context.CancellationToken) is { } place)
        {
            ReportKept(context, call, place);
        }
    }

    private void ReportKept(in OperationAnalysisContext context, IOperation value, string place) =>
        Report(context, value, null, (value as IInvocationOperation)?.DisplayName() ?? value.Syntax.ToString(), $"is kept in '{place}', from where it may be consumed more than once", "keep a Task instead, made with AsTask()");

    private void AnalyzeConsumption(in OperationAnalysisContext context, IOperation task, KnownTypes types)
    {
        // Not through AsTask, which is a consumption of its own.
        var mention = Configured(task);
        if (!types.Awaitables.IsValueTask(mention.Type) || ValueTaskHistory.VariableOf(mention) is not { } variable || Mentions.Of(mention.Root()).IsHuge ||
            ValueTaskHistory.Of(variable, mention, types, context.CancellationToken) is not { } history ||
            IsBlocking(context.Operation) && !Completion.IsKnownComplete(mention, context, types))
        {
            return;
        }

        if (history.Before(mention) is { } earlier)
        {
            Report(context, mention, null, [earlier.Syntax.GetLocation()], variable.Name, "is consumed here a second time", Convert);
        }
        else if (history.IsRepeated(mention))
        {
            Report(context, mention, null, variable.Name, "is consumed again in each iteration", Convert);
        }
    }

    private static bool IsBlocking(IOperation consumption) =>
        consumption is IPropertyReferenceOperation || consumption is IInvocationOperation { TargetMethod.Name: "GetAwaiter", Parent: IInvocationOperation { TargetMethod.Name: "GetResult" } };

    private static IOperation Configured(IOperation task)
    {
        task = task.Unwrap();
        return task is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } instance } ? instance.Unwrap() : task;
    }
}
