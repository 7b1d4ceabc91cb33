using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>What became of a task between its start and an await. Walks the function once; only for candidates.</summary>
internal static class StartedTask
{
    /// <summary>True if the local is declared with a call that starts a task, is never assigned again, and nobody else had it before <paramref name="firstAwait"/>.</summary>
    public static bool IsRunningUntouched(ILocalSymbol local, IOperation firstAwait, KnownTypes types, CancellationToken cancellationToken)
    {
        var isStarted = false;
        foreach (var operation in FunctionOf(firstAwait).Descendants())
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (operation)
            {
                case IVariableDeclaratorOperation { Symbol: var declared, Initializer.Value: var value } when Same(declared, local):
                    if (value.Unwrap() is not IInvocationOperation start || start.TargetMethod.MethodKind == MethodKind.PropertyGet || QueuedCall.Is(start) || !types.Awaitables.IsTask(start.Type))
                    {
                        return false;
                    }

                    isStarted = declared.DeclaringSyntaxReferences is [var declaration] && declaration.Span.Start < firstAwait.Syntax.SpanStart;
                    break;
                case ILocalReferenceOperation { Local: var used } reference when Same(used, local) && IsTouched(reference, firstAwait):
                    return false;
            }
        }

        return isStarted;
    }

    /// <summary>True if the same variable was an argument of <c>WhenAll</c>, <c>WhenAny</c> and the like before the loop.</summary>
    public static bool IsAwaitedTogetherBefore(IOperation source, IOperation loop)
    {
        var symbol = SymbolOf(source);
        foreach (var operation in FunctionOf(loop).Descendants())
        {
            if (operation.Syntax.SpanStart >= loop.Syntax.SpanStart)
            {
                continue;
            }

            if (operation is IInvocationOperation { TargetMethod.Name: "WhenAll" or "WaitAll" or "WhenAny" or "WaitAny" or "WhenEach" } call &&
                call.Descendants().Any(inner => SymbolEqualityComparer.Default.Equals(SymbolOf(inner), symbol)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Any mention before the first await lets the task escape, any assignment makes it another one.</summary>
    private static bool IsTouched(ILocalReferenceOperation reference, IOperation firstAwait) =>
        reference.Syntax.SpanStart < firstAwait.Syntax.SpanStart && !firstAwait.Syntax.Span.Contains(reference.Syntax.Span) ||
        reference.Parent is IAssignmentOperation assignment && assignment.Target == reference ||
        reference.Parent is IArgumentOperation { Parameter.RefKind: not RefKind.None };

    private static IOperation FunctionOf(IOperation operation)
    {
        var current = operation;
        while (current.Parent is { } parent && current is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            current = parent;
        }

        return current;
    }

    private static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation member => member.Member,
        _ => null,
    };

    private static bool Same(ISymbol one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one, other);
}
