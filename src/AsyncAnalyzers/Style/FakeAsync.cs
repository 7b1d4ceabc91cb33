using System.Collections.Immutable;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Style;

/// <summary>
/// AWAIT904: a method that does nothing but give synchronous work to <c>Task.Run</c> or <c>StartNew</c>. Not: overrides and implementations, which have to return a task; work that is
/// asynchronous; delegates, of which nothing is known; projects whose code runs under a context, which has to be kept free; tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class FakeAsync() : AsyncAnalyzer(Rules.FakeAsync)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.IsTestProject && !types.HasContext)
        {
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
        }
    }

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is "Run" or "StartNew" && IsStarter(call.TargetMethod, types) && IsSynchronous(call.ArgumentAt(0)?.Value.Unwrap(), types) &&
            context.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsOverride: false } method && !Contract.Demands(method) && types.Awaitables.IsAsyncCapable(method) && IsAll(call))
        {
            Report(context, call, (call.Syntax as InvocationExpressionSyntax)?.Expression.GetLocation(), method.Name, call.TargetMethod.Name);
        }
    }

    private static bool IsStarter(IMethodSymbol method, KnownTypes types) =>
        method.Name == "Run" ? SymbolEqualityComparer.Default.Equals(method.ContainingType, types.Task) : method.ContainingType is { Name: "TaskFactory", ContainingNamespace.Name: "Tasks" };

    /// <summary>True for a lambda or method group that returns no task; one that only gives a constant is AWAIT307's.</summary>
    private static bool IsSynchronous(IOperation? work, KnownTypes types) => (work as IDelegateCreationOperation)?.Target switch
    {
        IMethodReferenceOperation { Method: var method } => !types.Awaitables.IsAsyncCapable(method),
        IAnonymousFunctionOperation { Symbol: var symbol, Body.Operations: var statements } => !types.Awaitables.IsAsyncCapable(symbol) && !IsConstant(statements),
        _ => false,
    };

    private static bool IsConstant(ImmutableArray<IOperation> statements) => statements is [IReturnOperation { ReturnedValue.ConstantValue.HasValue: true }];

    /// <summary>True if the method consists of the call: returned or awaited, and nothing beside.</summary>
    private static bool IsAll(IOperation call)
    {
        var value = call;
        while (value.Parent is IConversionOperation or IParenthesizedOperation or IAwaitOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
        {
            value = value.Parent;
        }

        return value.Parent is IReturnOperation or IExpressionStatementOperation { Operation: IAwaitOperation } &&
            value.Parent.Parent is IBlockOperation { Parent: IMethodBodyOperation, Operations: var statements } &&
            (statements.Length == 1 || statements is [_, IReturnOperation { IsImplicit: true }]);
    }
}
