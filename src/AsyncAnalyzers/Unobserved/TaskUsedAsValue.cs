using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>
/// AWAIT107: a task stands where its result was meant: in interpolated and concatenated text, before <c>ToString()</c>, among the arguments of logs, formatters
/// and serializers, in a comparison with <c>null</c> or with a value. Not: a task without a result that is written by its name to a log, which may be meant;
/// a variable that is compared with <c>null</c>; calls that may return no task at all, and in tests any null check; casts to <c>object</c>.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class TaskUsedAsValue() : AsyncAnalyzer(Rules.TaskUsedAsValue)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        context.RegisterOperationAction(operation => AnalyzeText(operation, ((IInterpolationOperation)operation.Operation).Expression, types), OperationKind.Interpolation);
        context.RegisterOperationAction(operation => AnalyzeAppended(operation, types), OperationKind.InterpolatedStringAppendFormatted);
        context.RegisterOperationAction(operation => AnalyzeCompound(operation, types), OperationKind.CompoundAssignment);
        context.RegisterOperationAction(operation => AnalyzeCall(operation, types), OperationKind.Invocation);
        context.RegisterOperationAction(operation => AnalyzeBinary(operation, types), OperationKind.Binary);
        if (!types.IsTestProject)
        {
            context.RegisterOperationAction(operation => AnalyzeNullCheck(operation, ComparedTask.WithNull((IIsPatternOperation)operation.Operation), types), OperationKind.IsPattern);
            context.RegisterOperationAction(operation => AnalyzeNullCheck(operation, ComparedTask.WithNull((ICoalesceOperation)operation.Operation), types), OperationKind.Coalesce);
        }
    }

    private void AnalyzeText(in OperationAnalysisContext context, IOperation? value, KnownTypes types)
    {
        if (UsedTask.Of(value, types) is { } task)
        {
            Report(context, task, ConsequenceForText(task), types);
        }
    }

    /// <summary>A hole of a string that is built by another type; only those of the platform are known to write text.</summary>
    private void AnalyzeAppended(in OperationAnalysisContext context, KnownTypes types)
    {
        if (((IInterpolatedStringAppendOperation)context.Operation).AppendCall is IInvocationOperation { Arguments: [var argument, ..], TargetMethod.ContainingType: var handler } && IsPlatform(handler))
        {
            AnalyzeText(context, argument.Value, types);
        }
    }

    private void AnalyzeCompound(in OperationAnalysisContext context, KnownTypes types)
    {
        if (context.Operation is ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } assignment)
        {
            AnalyzeText(context, assignment.Value, types);
        }
    }

    private void AnalyzeBinary(in OperationAnalysisContext context, KnownTypes types)
    {
        var binary = (IBinaryOperation)context.Operation;
        if (binary is { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String })
        {
            AnalyzeText(context, binary.LeftOperand, types);
            AnalyzeText(context, binary.RightOperand, types);
        }
        else if (!types.IsTestProject)
        {
            AnalyzeNullCheck(context, ComparedTask.WithNull(binary), types);
        }
    }

    private void AnalyzeNullCheck(in OperationAnalysisContext context, IOperation? value, KnownTypes types)
    {
        if (value is not null && UsedTask.Of(value, types) is { } task && ComparedTask.IsNeverNull(task, types, context.CancellationToken))
        {
            Report(context, task, "the comparison asks whether there is a task, which there always is", types);
        }
    }

    private void AnalyzeCall(in OperationAnalysisContext context, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        switch (call.TargetMethod.Name)
        {
            case "ToString" when call.Arguments.IsEmpty:
                if (UsedTask.Of(call.Instance, types) is { } printed && (printed.HasResult || printed.IsCall))
                {
                    Report(context, printed, ConsequenceForText(printed), types);
                }

                break;
            case "Equals":
                if (ComparedTask.WithValue(call, types) is { } compared)
                {
                    Report(context, compared, "it never equals what it is compared with", types);
                }

                break;
            default:
                foreach (var given in ValueSinks.TasksIn(call, types))
                {
                    if (given.HasResult || given.IsCall || given.IsSequence)
                    {
                        Report(context, given, $"'{call.DisplayName()}' gets {(given.IsSequence ? "tasks" : "the task")}{(given.HasResult ? $", not {(given.IsSequence ? "their results" : "its result")}" : "")}", types);
                    }
                }

                break;
        }
    }

    private static string ConsequenceForText(UsedTask task) => task.HasResult ? "the text does not show its result" : "the text shows no more than the name of its type";

    private void Report(in OperationAnalysisContext context, UsedTask task, string consequence, KnownTypes types)
    {
        var subject = task.IsSequence ? "The tasks" : "The task";
        var awaited = task.IsSequence ? "await Task.WhenAll of them" : "await it";
        var place = types.Awaitables.IsAsyncCapable(EnclosingFunction.Of(task.Value, context.ContainingSymbol)) ? "" : " in an async function";
        Report(context, task.Value, null, $"{subject} {task.Name}", task.IsSequence ? "are" : "is", consequence, awaited + place);
    }

    private static bool IsPlatform(ISymbol handler) => RootNamespace.Of(handler) is "System" or "Microsoft";
}
