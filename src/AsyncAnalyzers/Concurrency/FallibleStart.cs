using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static AsyncAnalyzers.Core.Words;

namespace AsyncAnalyzers.Concurrency;

/// <summary>Recognises what starts asynchronous work that yields a value or prepares something, and may fail.</summary>
internal static class FallibleStart
{
    /// <summary>The names of methods whose task is kept to be waited for, not for its outcome.</summary>
    private static readonly string[] Activities = ["Run", "Loop", "Process", "Listen", "Consume", "Receive", "Pump", "Work", "Monitor", "Watch", "Poll", "Dispose", "Close", "Stop", "Shutdown", "Drain", "Flush", "Start", "Execute", "Delay", "Wait", "WhenAll", "WhenAny"];

    /// <summary>How the start is named in messages; null if it is none, or cannot fail.</summary>
    public static string? Of(IOperation value, KnownTypes types)
    {
        value = value.Unwrap();
        switch (value is IDelegateCreationOperation creation ? creation.Target : value)
        {
            case IAnonymousFunctionOperation lambda:
                return OfLambda(lambda, types);
            case IMethodReferenceOperation { Method: var method }:
                return types.Awaitables.IsTaskOrValueTask(method.ReturnType) ? OfMethod(method, method.Name) : null;
            case IInvocationOperation { TargetMethod: { Name: "AsTask" }, Instance: { } inner }:
                return Of(inner, types);
            case IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call:
                return types.Awaitables.IsTaskOrValueTask(call.Type) ? call.DisplayName() : null;
            case IInvocationOperation call:
                return types.Awaitables.IsTaskOrValueTask(call.Type) && !BornComplete.Is(call, types)
                    ? IsOnPool(call, types) ? call.ArgumentAt(0) is { } work && Of(work.Value, types) is not null ? call.DisplayName() : null
                        : OfMethod(call.TargetMethod, call.DisplayName())
                    : null;
            // GetOrAdd(key, _ => new Lazy<Task<T>>(() => LoadAsync()))
            case IObjectCreationOperation { Type.Name: "Lazy", Arguments: [var factory, ..] }:
                return Of(factory.Value, types);
            default:
                return null;
        }
    }

    private static bool IsOnPool(IInvocationOperation call, KnownTypes types) => call.TargetMethod.Name is "Run" && types.Awaitables.IsTask(call.TargetMethod.ContainingType);

    private static string? OfMethod(IMethodSymbol method, string name) =>
        (method.IsAsync || method.Name.EndsWith("Async", StringComparison.Ordinal)) && !IsActivity(method) && !Catches(method) ? name : null;

    private static string? OfLambda(IAnonymousFunctionOperation lambda, KnownTypes types)
    {
        if (lambda.Symbol.IsAsync)
        {
            return !HasCatch(lambda.Syntax) && StaleWrite.HasAwait(((AnonymousFunctionExpressionSyntax)lambda.Syntax).Body) && !WaitsOnly(lambda) ? "the async lambda" : null;
        }

        foreach (var inner in lambda.Body.Descendants())
        {
            if (inner is IReturnOperation { ReturnedValue: { } returned } && EnclosingFunction.BoundaryOf(inner) == lambda)
            {
                return !HasCatch(lambda.Syntax) ? Of(returned, types) : null;
            }
        }

        return null;
    }

    /// <summary>True if the lambda awaits nothing that could fail by itself.</summary>
    private static bool WaitsOnly(IAnonymousFunctionOperation lambda)
    {
        foreach (var inner in lambda.Body.Descendants())
        {
            if (inner is IAwaitOperation { Operation: var awaited } && !(BlockingWaitless(awaited) is IInvocationOperation { TargetMethod.Name: "Delay" or "Yield" }))
            {
                return false;
            }
        }

        return true;
    }

    private static IOperation BlockingWaitless(IOperation awaited) =>
        awaited.Unwrap() is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } inner } ? inner.Unwrap() : awaited.Unwrap();

    private static bool IsActivity(IMethodSymbol method)
    {
        foreach (var word in Activities)
        {
            if (BeginsWithWord(method.Name, word) || method.Name.EndsWith(word + "Async", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A method that deals with its failures, or takes itself out of the cache.</summary>
    private static bool Catches(IMethodSymbol method)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            if (HasCatch(reference.GetSyntax()))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasCatch(SyntaxNode function)
    {
        foreach (var node in function.DescendantNodes())
        {
            if (node is CatchClauseSyntax { Block: var block } && !EndsWithThrow(block))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsWithThrow(BlockSyntax block) => block.Statements.LastOrDefault() is ThrowStatementSyntax;
}
