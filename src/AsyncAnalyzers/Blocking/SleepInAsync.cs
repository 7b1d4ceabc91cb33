using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>
/// AWAIT204: <c>Thread.Sleep</c> in an async-capable function, and loops that spin (<c>Thread.Yield</c>, <c>Thread.SpinWait</c>, <c>SpinWait</c>).
/// Not: spinning around an <c>Interlocked</c> operation, which is how lock-free code retries; the synchronous branch of code for both worlds;
/// loops that only poll a task, which are AWAIT207.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class SleepInAsync() : AsyncAnalyzer(Rules.SleepInAsync)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        var thread = types.Find("System.Threading.Thread");
        var spinWait = types.Find("System.Threading.SpinWait");
        context.RegisterOperationAction(operation => Analyze(operation, types, thread, spinWait), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownTypes types, INamedTypeSymbol? thread, INamedTypeSymbol? spinWait)
    {
        var call = (IInvocationOperation)context.Operation;
        var method = call.TargetMethod;
        var isSleep = method.Name == "Sleep";
        if (!isSleep && method.Name is not ("Yield" or "SpinWait" or "SpinOnce" or "SpinUntil") ||
            !SymbolEqualityComparer.Default.Equals(method.ContainingType, method.Name is "SpinOnce" or "SpinUntil" ? spinWait : thread) ||
            !types.Awaitables.IsAsyncCapable(EnclosingFunction.Of(call, context.ContainingSymbol)) ||
            SyncBranch.Contains(call) ||
            IsPolling(call, types))
        {
            return;
        }

        if (isSleep)
        {
            Report(context, call, null, "Thread.Sleep", "use 'await Task.Delay(...)'");
        }
        else if (method.Name == "SpinUntil" || IsSpinning(call))
        {
            Report(context, call, null, $"{method.ContainingType.Name}.{method.Name}", "await what the loop waits for, such as a TaskCompletionSource or a SemaphoreSlim");
        }
    }

    private static bool IsPolling(IOperation call, KnownTypes types)
    {
        var loop = call.Parent;
        while (loop is IExpressionStatementOperation or IBlockOperation)
        {
            loop = loop.Parent;
        }

        return TaskPoll.Of(loop is ILoopOperation ? loop : call, types) is not null;
    }

    private static bool IsSpinning(IOperation call)
    {
        for (var parent = call.Parent; parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); parent = parent.Parent)
        {
            if (parent is ILoopOperation)
            {
                return !parent.Descendants().Any(static inner => inner is IInvocationOperation { TargetMethod.ContainingType: { Name: "Interlocked", ContainingNamespace.Name: "Threading" } });
            }
        }

        return false;
    }
}
