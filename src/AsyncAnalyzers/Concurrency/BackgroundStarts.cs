using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>Calls that run a delegate on the thread pool while the caller goes on.</summary>
internal static class BackgroundStarts
{
    public static bool Is(IMethodSymbol method) => method.Name switch
    {
        "Run" => method.ContainingType is { Name: "Task", ContainingNamespace: { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } },
        "StartNew" => method.ContainingType is { Name: "TaskFactory", ContainingNamespace: { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } },
        _ => false,
    };

    /// <summary>The lambda that the call runs; null if the call is another one, or runs something else.</summary>
    public static IAnonymousFunctionOperation? LambdaOf(IInvocationOperation call) =>
        Is(call.TargetMethod) && call.Arguments is [{ Value: IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } }, ..] ? lambda : null;
}
