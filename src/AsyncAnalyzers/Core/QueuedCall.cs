using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using static AsyncAnalyzers.Core.Words;

namespace AsyncAnalyzers.Core;

/// <summary>Calls that only put something into a batch: <c>var order = batch.QuerySingle(orders);</c>. Nothing runs, and their tasks complete, when the batch is executed.</summary>
internal static class QueuedCall
{
    public static bool Is(IInvocationOperation call) =>
        call.Receiver()?.Unwrap().Type is { } type && type.Name.IndexOf("Batch", StringComparison.Ordinal) >= 0 && type.Name != "DbBatch" && !Ends(call.TargetMethod.Name);

    private static bool Ends(string method) =>
        Begins(method, "Execute") || Begins(method, "Send") || Begins(method, "Run") || Begins(method, "Flush") || Begins(method, "Commit") || Begins(method, "Dispose") || Begins(method, "Start") ||
        Begins(method, "Wait") || Begins(method, "Process");
}
