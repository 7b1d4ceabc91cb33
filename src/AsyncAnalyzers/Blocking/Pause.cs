using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>How a loop passes the time that does nothing else.</summary>
internal enum Pause
{
    /// <summary>It does other work, too.</summary>
    Work,

    /// <summary>Not at all, or for moments: <c>Thread.Yield</c>, <c>SpinWait</c>.</summary>
    Spin,

    /// <summary><c>Thread.Sleep</c>, <c>Application.DoEvents</c>.</summary>
    Sleep,

    /// <summary><c>await Task.Delay</c>, <c>await Task.Yield</c>.</summary>
    Await,
}

/// <summary>Tells the pauses in the body of a loop from work.</summary>
internal static class Pauses
{
    /// <summary>The longest pause of a body that does nothing else.</summary>
    public static Pause Of(IOperation? body) => body switch
    {
        null or IEmptyOperation => Pause.Spin,
        IBlockOperation block => Of(block),
        IExpressionStatementOperation { Operation: var operation } => operation.Unwrap() switch
        {
            IAwaitOperation awaited => IsDelay(awaited.Operation.Unwrap()) ? Pause.Await : Pause.Work,
            IInvocationOperation call => Of(call),
            _ => Pause.Work,
        },
        _ => Pause.Work,
    };

    private static Pause Of(IBlockOperation block)
    {
        var longest = Pause.Spin;
        foreach (var statement in block.Operations)
        {
            var pause = Of(statement);
            if (pause == Pause.Work)
            {
                return pause;
            }

            longest = pause > longest ? pause : longest;
        }

        return longest;
    }

    private static Pause Of(IInvocationOperation call) => (call.TargetMethod.ContainingType.Name, call.TargetMethod.Name) switch
    {
        ("Thread", "Sleep") or ("Application", "DoEvents") => Pause.Sleep,
        ("Thread", "Yield" or "SpinWait") or ("SpinWait", "SpinOnce") => Pause.Spin,
        _ => Pause.Work,
    };

    private static bool IsDelay(IOperation awaited) => awaited is IInvocationOperation call &&
        (call is { TargetMethod.Name: "ConfigureAwait", Instance: { } task } ? IsDelay(task.Unwrap()) : call.TargetMethod is { Name: "Delay" or "Yield", ContainingType.Name: "Task" });
}
