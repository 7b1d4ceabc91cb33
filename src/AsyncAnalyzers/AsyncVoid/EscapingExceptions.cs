using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.AsyncVoid;

/// <summary>Says whether something that is awaited or thrown in the body of an <c>async void</c> function may leave it, which ends the process.</summary>
internal static class EscapingExceptions
{
    /// <summary>True if that stands outside of a <c>try</c> that catches everything; functions inside are left out, and what a <c>catch</c> or <c>finally</c> does.</summary>
    public static bool MayLeave(IOperation part) => MayLeave(part, pausesCount: true);

    /// <summary>True if work given to <c>Task.Run</c> catches everything that it awaits or throws, and says so with a <c>try</c>; pauses without a token do not fail.</summary>
    public static bool AreHandled(IOperation body) => body.Descendants().Any(static part => part is ITryOperation guarded && CatchesAll(guarded)) && !MayLeave(body, pausesCount: false);

    private static bool MayLeave(IOperation part, bool pausesCount) => part switch
    {
        IAwaitOperation awaited when !pausesCount && IsPause(awaited) => false,
        IAwaitOperation or IThrowOperation or IForEachLoopOperation { IsAsynchronous: true } or IUsingOperation { IsAsynchronous: true } or IUsingDeclarationOperation { IsAsynchronous: true } => true,
        IAnonymousFunctionOperation or ILocalFunctionOperation => false,
        ITryOperation guarded => !CatchesAll(guarded) && AnyMayLeave(guarded, pausesCount),
        _ => AnyMayLeave(part, pausesCount),
    };

    private static bool AnyMayLeave(IOperation parts, bool pausesCount)
    {
        foreach (var part in parts.ChildOperations)
        {
            if (MayLeave(part, pausesCount))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPause(IAwaitOperation awaited) =>
        awaited.AwaitedCall() is { TargetMethod: { Name: "Delay", ContainingType.Name: "Task", Parameters: var parameters } } && !parameters.Any(static parameter => parameter.Type.Name == "CancellationToken");

    private static bool CatchesAll(ITryOperation guarded)
    {
        foreach (var handler in guarded.Catches)
        {
            if (handler.Filter is null && handler.ExceptionType is null or { SpecialType: SpecialType.System_Object } or { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return !Rethrows(handler.Handler);
            }
        }

        return false;
    }

    private static bool Rethrows(IOperation handler)
    {
        foreach (var part in handler.ChildOperations)
        {
            if (part is IThrowOperation || part is not (IAnonymousFunctionOperation or ILocalFunctionOperation) && Rethrows(part))
            {
                return true;
            }
        }

        return false;
    }
}
