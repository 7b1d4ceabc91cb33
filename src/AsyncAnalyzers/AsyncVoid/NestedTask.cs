using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using AsyncAnalyzers.Sequential;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.AsyncVoid;

/// <summary>
/// AWAIT505: a task in a task, of which only the outer one is awaited, or kept, returned or passed on as plain <c>Task</c>. Not: <c>Task.WhenAny</c>, whose
/// inner task is one of those given to it, <c>task.ContinueWith(t => t)</c> and continuations that give a complete one; variables whose inner task other code gets at; discards and casts, which say so; <c>StartNew</c> (AWAIT504); tasks that are made complete (AWAIT307)
/// or with <c>new</c>, whose outer one has to be handed to a scheduler; the task of a completion source.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class NestedTask() : AsyncAnalyzer(Rules.NestedTask)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        context.RegisterOperationAction(operation => AnalyzeAwait(operation, types), OperationKind.Await);
        context.RegisterOperationAction(operation => AnalyzeConversion(operation, types), OperationKind.Conversion);
    }

    private void AnalyzeAwait(in OperationAnalysisContext context, KnownTypes types)
    {
        var awaited = (IAwaitOperation)context.Operation;
        if (awaited.Parent is not IExpressionStatementOperation)
        {
            return;
        }

        switch (awaited.Type)
        {
            case INamedTypeSymbol { Name: "Task" or "ValueTask" } when types.Awaitables.IsTaskOrValueTask(awaited.Type):
                var task = BlockingWait.Peel(awaited.Operation, types);
                if (TaskOfTask.Is(task.Type, types) && task is not IConditionalAccessOperation && IsLost(task, types, context.CancellationToken))
                {
                    Report(context, awaited, null, NameOf(task), "awaited", CureFor(task));
                }

                break;
            case IArrayTypeSymbol { ElementType: INamedTypeSymbol { Name: "Task" } } array when types.Awaitables.IsTask(array.ElementType):
                if (BlockingWait.Peel(awaited.Operation, types) is IInvocationOperation { TargetMethod.Name: "WhenAll" } all && !HoldsStartNew(all, types) && CompletedAwait.Of(awaited, types) is null)
                {
                    Report(context, awaited, null, "Task.WhenAll", "awaited", "await Task.WhenAll of the result, too");
                }

                break;
        }
    }

    private void AnalyzeConversion(in OperationAnalysisContext context, KnownTypes types)
    {
        var conversion = (IConversionOperation)context.Operation;
        if (conversion.Type is { Name: "Task" } && TaskOfTask.Is(conversion.Operand.Type, types) && InnerTask.IsNarrowed(conversion, types) &&
            OriginOf(conversion.Operand, context.CancellationToken) is not IObjectCreationOperation && IsLost(conversion.Operand, types, context.CancellationToken))
        {
            Report(context, conversion.Operand, null, NameOf(conversion.Operand), UseOf(conversion), CureFor(conversion.Operand));
        }
    }

    /// <summary>False for what other rules report, and where the inner task was there before, also behind <c>WaitAsync</c> and the like.</summary>
    private static bool IsLost(IOperation task, KnownTypes types, CancellationToken cancellationToken)
    {
        if (task is ILocalReferenceOperation local && IsReachedElsewhere(local, types, cancellationToken))
        {
            return false;
        }

        var origin = OriginOf(task, cancellationToken);
        if (origin is IConditionalOperation { WhenFalse: { } otherwise } choice)
        {
            return IsLost(choice.WhenTrue.Unwrap(), types, cancellationToken) || IsLost(otherwise.Unwrap(), types, cancellationToken);
        }

        while (origin is IInvocationOperation { TargetMethod: not { Name: "ContinueWith" } } limited && TaskOfTask.Is(limited.Receiver()?.Type, types))
        {
            origin = limited.Receiver()!.Unwrap();
        }

        return !(origin is IInvocationOperation call && TaskOfTask.IsStartNew(call, types)) && !BornComplete.Is(origin, types) && !GivesComplete(origin, types) && !TaskOfTask.IsExisting(origin, cancellationToken);
    }

    /// <summary>True if other code awaits the variable for its inner task, or reads its result.</summary>
    private static bool IsReachedElsewhere(ILocalReferenceOperation task, KnownTypes types, CancellationToken cancellationToken)
    {
        foreach (var operation in task.Root().Descendants())
        {
            if (operation is ILocalReferenceOperation other && other != task && SymbolEqualityComparer.Default.Equals(other.Local, task.Local) &&
                !(other.Parent is ISimpleAssignmentOperation assignment && assignment.Target == other) && !InnerTask.IsLost(other, types, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>task.ContinueWith(_ => Task.CompletedTask)</c>: there is nothing more to wait for.</summary>
    private static bool GivesComplete(IOperation origin, KnownTypes types) =>
        origin is IInvocationOperation { TargetMethod.Name: "ContinueWith" } call &&
        call.ArgumentAt(0)?.Value.Unwrap() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } given }] } } && BornComplete.Is(given.Unwrap(), types);

    private static IOperation OriginOf(IOperation task, CancellationToken cancellationToken) =>
        task is ILocalReferenceOperation local ? LocalHistory.Of(local.Local, local, cancellationToken)?.Value.Unwrap() ?? task : task;

    /// <summary>True if AWAIT504 reports where the tasks of the sequence are started.</summary>
    private static bool HoldsStartNew(IInvocationOperation all, KnownTypes types)
    {
        foreach (var part in all.Descendants())
        {
            if (part is IInvocationOperation call && TaskOfTask.IsStartNew(call, types))
            {
                return true;
            }
        }

        return false;
    }

    private static string NameOf(IOperation task) => task.InnermostCall() is { } call ? call.DisplayName() : task.Syntax.ToString();

    private static string UseOf(IConversionOperation conversion) => conversion.Parent switch
    {
        IReturnOperation => "returned",
        IArgumentOperation => "passed on",
        _ => "kept",
    };

    private static string CureFor(IOperation task) =>
        task.Type is INamedTypeSymbol { Name: "Task", TypeArguments: [INamedTypeSymbol { Name: "Task" }] } ? "call Unwrap() on it" : "await its result, too";
}
