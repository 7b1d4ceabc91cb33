using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.AsyncVoid;

/// <summary>
/// AWAIT504: <c>TaskFactory.StartNew</c> with code that returns a task, of which only the outer task is awaited, kept or dropped. Not: where the inner one is
/// awaited or unwrapped, or the nested task is handed to somebody who may do so, or discarded by
/// <c>_ =</c> where <c>Task.Run</c> could not do it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class StartNewAsync() : AsyncAnalyzer(Rules.StartNewAsync)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (TaskOfTask.IsStartNew(call, types) && InnerTask.IsLost(call, types, context.CancellationToken) && !(IsDiscarded(call) && !IsLongRunning(call) && !IsPlain(call, types)))
        {
            Report(
                context,
                call,
                null,
                (call.Syntax as InvocationExpressionSyntax)?.Expression.ToString() ?? "StartNew",
                IsLongRunning(call) ? "nobody waits for the rest or sees it fail, and its thread of its own is given up there" : "nobody waits for the rest or sees it fail",
                IsPlain(call, types) ? "use Task.Run" : "call Unwrap() on it");
        }
    }

    /// <summary>True for <c>_ = factory.StartNew(…)</c>: to unwrap what nobody wants changes nothing.</summary>
    private static bool IsDiscarded(IOperation value)
    {
        while (value.Parent is IParenthesizedOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
        {
            value = value.Parent;
        }

        return value.Parent is ISimpleAssignmentOperation { Target: IDiscardOperation };
    }

    /// <summary>True if the call says nothing that <c>Task.Run</c> could not: <c>Task.Factory</c>, no state, no options, no scheduler but the default one.</summary>
    public static bool IsPlain(IInvocationOperation call, KnownTypes types)
    {
        if (call is not { TargetMethod.ContainingType.Arity: 0, Instance: IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Factory", ContainingType: var owner } } } ||
            !SymbolEqualityComparer.Default.Equals(owner, types.Task))
        {
            return false;
        }

        foreach (var argument in call.Arguments)
        {
            var isPlain = argument.Parameter?.Type switch
            {
                { TypeKind: TypeKind.Delegate } => true,
                { Name: "CancellationToken" } => true,
                { Name: "TaskCreationOptions" } => argument.Value.ConstantValue is { HasValue: true, Value: (int)TaskCreationOptions.None or (int)TaskCreationOptions.DenyChildAttach },
                { Name: "TaskScheduler" } => argument.Value.Unwrap() is IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Default" } },
                _ => false,
            };
            if (!isPlain)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLongRunning(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument is { Parameter.Type.Name: "TaskCreationOptions", Value.ConstantValue: { HasValue: true, Value: int options } })
            {
                return (options & (int)TaskCreationOptions.LongRunning) != 0;
            }
        }

        return false;
    }
}
