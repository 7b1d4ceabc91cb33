using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>
/// AWAIT201: a blocking wait for a task (<c>Wait</c>, <c>Result</c>, <c>GetAwaiter().GetResult()</c>, <c>WaitAll</c>, <c>WaitAny</c>, <c>RunSynchronously</c>)
/// in an async-capable function or in a synchronous lambda that it runs.
/// Not: tasks known to be complete, waits of zero time, awaiters, delegates that are stored and run some other time.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class BlockingWaitInAsync() : AsyncAnalyzer(Rules.BlockingWaitInAsync)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        context.RegisterOperationAction(
            operation =>
            {
                if (operation.Operation is IPropertyReferenceOperation { Property.Name: "Result" })
                {
                    Analyze(operation, types);
                }
            },
            OperationKind.PropertyReference);
        context.RegisterOperationAction(
            operation =>
            {
                if (BlockingWait.IsName(((IInvocationOperation)operation.Operation).TargetMethod.Name))
                {
                    Analyze(operation, types);
                }
            },
            OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownTypes types)
    {
        if (BlockingWait.Of(context.Operation, types) is not { } wait ||
            AsyncCode.Of(context.Operation, context.ContainingSymbol, types) is not { } place ||
            wait.HasTimeout && IsZero((IInvocationOperation)context.Operation) ||
            context.ContainingSymbol.ContainingType is { } container && Awaitables.IsAwaiter(container) ||
            SyncBranch.Contains(context.Operation) ||
            IsComplete(wait, context, types))
        {
            return;
        }

        Report(context, context.Operation, null, NameOf(wait.Kind, context.Operation), Advice(wait, context.Operation, place));
    }

    private static bool IsComplete(BlockingWait wait, in OperationAnalysisContext context, KnownTypes types)
    {
        if (wait.Kind is not (BlockingWaitKind.WaitAll or BlockingWaitKind.WaitAny))
        {
            return Completion.IsKnownComplete(wait.Task, context, types);
        }

        if (!wait.Task.TryGetElements(out var elements))
        {
            return Completion.AreElementsKnownComplete(wait.Task, context, types);
        }

        foreach (var element in elements)
        {
            var isComplete = Completion.IsKnownComplete(element, context, types);
            if (isComplete != (wait.Kind == BlockingWaitKind.WaitAll))
            {
                return isComplete;
            }
        }

        return wait.Kind == BlockingWaitKind.WaitAll;
    }

    private static bool IsZero(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name is "millisecondsTimeout" or "timeout")
            {
                return argument.Value.Unwrap() is { ConstantValue: { HasValue: true, Value: 0 } } or
                    IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } } or
                    IDefaultValueOperation;
            }
        }

        return false;
    }

    private static string NameOf(BlockingWaitKind kind, IOperation operation) => kind switch
    {
        BlockingWaitKind.Result => $"{((IPropertyReferenceOperation)operation).Property.ContainingType.Name}.Result",
        BlockingWaitKind.GetResult => "GetAwaiter().GetResult()",
        _ => $"Task.{kind}",
    };

    private static string Advice(BlockingWait wait, IOperation operation, AsyncPlace place)
    {
        var instead = wait.Kind switch
        {
            BlockingWaitKind.WaitAll => "await Task.WhenAll",
            BlockingWaitKind.WaitAny => "await Task.WhenAny",
            BlockingWaitKind.RunSynchronously => "start the task with Task.Run and await it",
            BlockingWaitKind.Wait when wait.HasTimeout => "await the task with WaitAsync",
            _ => "await the task",
        };
        return operation.Syntax.FirstAncestorOrSelf<LockStatementSyntax>() is { } section && section.Statement.Span.Contains(operation.Syntax.Span)
            ? $"{instead} outside the lock"
            : place == AsyncPlace.SynchronousLambda ? $"make the lambda async and {instead}" : instead;
    }
}
