using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>What an <c>await</c> or <c>await foreach</c> waits for, and where it goes on.</summary>
/// <param name="Task">The task or stream.</param>
/// <param name="Syntax">What to show as the await.</param>
/// <param name="Leaves">False if it goes on in the context, true if it need not; null if that cannot be told, as of awaitables that switch threads.</param>
internal readonly record struct AwaitedValue(IOperation Task, SyntaxNode Syntax, bool? Leaves)
{
    public static AwaitedValue Of(IOperation point, KnownTypes types, CancellationToken cancellationToken)
    {
        var (value, syntax) = point is IForEachLoopOperation loop
            ? (loop.Collection, ((CommonForEachStatementSyntax)loop.Syntax).Expression)
            : (((IAwaitOperation)point).Operation, point.Syntax);
        value = value.Unwrap();
        if (value is ILocalReferenceOperation local && IsConfigured(local.Type) && LocalTask.ValueOf(local, cancellationToken) is { } initial)
        {
            value = initial.Unwrap();
        }

        bool? leaves = IsConfigured(value.Type) ? true
            : types.Awaitables.IsTaskOrValueTask(value.Type) || types.Awaitables.IsAsyncStream(value.Type) || value.Type is { Name: "YieldAwaitable" } ? false
            : null;
        while (value is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "WithCancellation" } call && call.Receiver() is { } receiver)
        {
            if (call.TargetMethod.Name == "ConfigureAwait")
            {
                leaves = Leaving(call);
            }
            else if (receiver.Unwrap() is { } stream && !IsConfigured(stream.Type))
            {
                leaves = false;
            }

            value = receiver.Unwrap();
        }

        return new(value, syntax, leaves);
    }

    private static bool IsConfigured(ITypeSymbol? type) => type is not null && type.Name.StartsWith("Configured", StringComparison.Ordinal);

    /// <summary>Whether a call of <c>ConfigureAwait</c> leaves the context, by the constant given: <c>false</c>, or options without <c>ContinueOnCapturedContext</c>.</summary>
    public static bool? Leaving(IInvocationOperation call) => (call.Arguments is [.., { Value.ConstantValue: var given }] ? given : default) switch
    {
        { HasValue: true, Value: bool stays } => !stays,
        { HasValue: true, Value: int options } => (options & 1) == 0,
        _ => null,
    };
}
