using System.Collections.Immutable;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Sequential;

/// <summary>An awaited <c>Task.Run</c>, or <c>Task.Factory.StartNew(…).Unwrap()</c>, that does nothing but make one asynchronous call.</summary>
/// <param name="Run">The call that takes a thread of the pool.</param>
/// <param name="Inner">The asynchronous call, or the method that a method group names.</param>
/// <param name="DropsToken">True if the token that may cancel the start is not given to the call, too.</param>
internal readonly record struct WrappedCall(IInvocationOperation Run, IOperation Inner, bool DropsToken)
{
    /// <summary>Null for any other await.</summary>
    public static WrappedCall? Of(IAwaitOperation awaited, KnownTypes types)
    {
        if (WithoutConfiguration(awaited.Operation) is not IInvocationOperation run || StarterOf(run, types) is not { } starter || InnerOf(starter, types) is not { } inner)
        {
            return null;
        }

        return new(run, inner, starter.ArgumentAt(1)?.Value is { } token && !IsNone(token) && !Takes(inner, token));
    }

    /// <summary>The operation without <c>ConfigureAwait</c>.</summary>
    public static IOperation WithoutConfiguration(IOperation operation)
    {
        operation = operation.Unwrap();
        return operation is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task } ? task.Unwrap() : operation;
    }

    /// <summary>The call that is given the work; null where options or a scheduler say that a thread of its own is meant.</summary>
    private static IInvocationOperation? StarterOf(IInvocationOperation run, KnownTypes types)
    {
        var method = run.TargetMethod;
        if (method.Name == "Run")
        {
            return SymbolEqualityComparer.Default.Equals(method.ContainingType, types.Task) ? run : null;
        }

        return method is { Name: "Unwrap", IsExtensionMethod: true } &&
            run.Receiver()?.Unwrap() is IInvocationOperation { TargetMethod: { Name: "StartNew", ContainingType: { Name: "TaskFactory", Arity: 0 } } start } starter &&
            (start.Parameters.Length == 1 || start.Parameters is [_, var token] && SymbolEqualityComparer.Default.Equals(token.Type, types.CancellationToken))
            ? starter
            : null;
    }

    private static IOperation? InnerOf(IInvocationOperation starter, KnownTypes types)
    {
        switch ((starter.ArgumentAt(0)?.Value.Unwrap() as IDelegateCreationOperation)?.Target)
        {
            case IMethodReferenceOperation { Method: { Parameters.IsEmpty: true } method } reference:
                return types.Awaitables.IsTask(method.ReturnType) && !HoldsCall(reference) ? reference : null;
            case IAnonymousFunctionOperation lambda when OnlyValue(lambda.Body.Operations) is { } value:
                var task = value is IAwaitOperation awaited ? WithoutConfiguration(awaited.Operation) : value;
                return (value is IAwaitOperation) == lambda.Symbol.IsAsync && types.Awaitables.IsTask(lambda.Symbol.ReturnType) &&
                    task is IInvocationOperation { TargetMethod.MethodKind: not MethodKind.DelegateInvoke } call &&
                    types.Awaitables.IsTaskOrValueTask(call.Type) && !BornComplete.Is(call, types) && !HoldsCall(call)
                    ? call
                    : null;
            default:
                return null;
        }
    }

    /// <summary>What the only statement returns or evaluates.</summary>
    private static IOperation? OnlyValue(ImmutableArray<IOperation> statements)
    {
        if (statements.Length != 1 && statements is not [_, IReturnOperation { IsImplicit: true, ReturnedValue: null }])
        {
            return null;
        }

        return statements[0] switch
        {
            IReturnOperation { ReturnedValue: { } returned } => returned.Unwrap(),
            IExpressionStatementOperation { Operation: var evaluated } => evaluated.Unwrap(),
            _ => null,
        };
    }

    /// <summary>True if anything is called to get at the receiver or the arguments, which the pool may have been meant for.</summary>
    private static bool HoldsCall(IOperation operation)
    {
        foreach (var part in operation.ChildOperations)
        {
            if (part is IInvocationOperation or IAwaitOperation or IObjectCreationOperation { Arguments.IsEmpty: false } || part is not IAnonymousFunctionOperation && HoldsCall(part))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNone(IOperation token) =>
        token.Unwrap() is IDefaultValueOperation or IPropertyReferenceOperation { Property: { IsStatic: true, Name: "None" } };

    private static bool Takes(IOperation inner, IOperation token)
    {
        if (inner is IInvocationOperation call)
        {
            foreach (var argument in call.Arguments)
            {
                if (argument.ArgumentKind != ArgumentKind.DefaultValue && argument.Value.Syntax.IsEquivalentTo(token.Syntax, topLevel: false))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
