using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Sequential;

/// <summary>
/// AWAIT307: an <c>await</c> of a task that is made complete in the same expression, of <c>Task.Run</c> for a value that is known, or of <c>Task.WhenAll</c>
/// and <c>Task.WhenAny</c> of one task. Not: what only fills an async function that awaits nothing else; tasks that are complete only on one of several
/// paths (<c>a ?? Task.CompletedTask</c>); waits that must not throw (<c>await Task.WhenAny(task);</c>); <c>Task.WaitAll</c>, which blocks (AWAIT201, AWAIT202).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class AwaitOfCompletedTask() : AsyncAnalyzer(Rules.AwaitOfCompletedTask)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Await);

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        var awaited = (IAwaitOperation)context.Operation;
        if (CompletedAwait.Of(awaited, types) is { } completed && !IsNested(completed, types) && !FillsIterator(awaited, context, types) &&
            !(awaited.Parent is IExpressionStatementOperation && IsSilentAsStatement(awaited, completed, types, context.CancellationToken)))
        {
            var (what, cure) = Describe(completed);
            Report(context, awaited, null, what, cure);
        }
    }

    /// <summary>True for <c>Task.WhenAll</c> of one <c>Task&lt;Task></c>, which has a worse fault: the inner task is lost (AWAIT505).</summary>
    private static bool IsNested(in CompletedAwait completed, KnownTypes types) =>
        completed is { Kind: CompletedAwaitKind.All, Value.Type: INamedTypeSymbol { TypeArguments: [var result] } } && types.Awaitables.IsTaskOrValueTask(result);

    /// <summary>True for the only await of an async iterator, which has to be async and gets a warning of the compiler (CS1998) without.</summary>
    private static bool FillsIterator(IAwaitOperation awaited, in OperationAnalysisContext context, KnownTypes types) =>
        EnclosingFunction.Of(awaited, context.ContainingSymbol) is { IsAsync: true, ReturnType: var stream } && types.Awaitables.IsAsyncStream(stream) &&
        !NeededAwait.IsIn((EnclosingFunction.BoundaryOf(awaited) ?? awaited.Root()).Syntax, awaited.SemanticModel!, types, context.CancellationToken);

    /// <summary>True for the usual way to wait without an exception, and for what fills a function that has to be async.</summary>
    private static bool IsSilentAsStatement(IAwaitOperation awaited, CompletedAwait completed, KnownTypes types, CancellationToken cancellationToken)
    {
        switch (completed)
        {
            case { Kind: CompletedAwaitKind.Any }:
                return true;
            case { Kind: CompletedAwaitKind.Nothing } or { Kind: CompletedAwaitKind.Value, Value: null or { ConstantValue.HasValue: true } or ILiteralOperation }:
                var function = (EnclosingFunction.BoundaryOf(awaited) ?? awaited.Root()).Syntax;
                // Under other conditions the function may await something else.
                return DisabledText.IsIn(function) || !NeededAwait.IsIn(function, awaited.SemanticModel!, types, cancellationToken);
            default:
                return false;
        }
    }

    private static (string What, string Cure) Describe(CompletedAwait completed)
    {
        var name = NameOf(completed.Task);
        var complete = $"'{name}' is complete already, so nothing is awaited here";
        return completed.Kind switch
        {
            CompletedAwaitKind.Nothing => (complete, "remove the await"),
            CompletedAwaitKind.Failure => ($"'{name}' has failed already, so nothing is awaited here", "throw the exception"),
            CompletedAwaitKind.NoDelay => ($"'{name}' without any time is complete already and gives nobody else a turn", "remove it, or await Task.Yield() if others shall run first"),
            CompletedAwaitKind.KnownResult => ($"'{name}' takes a thread of the pool to return '{completed.Value!.Syntax}', which is known here", "use the value itself"),
            CompletedAwaitKind.All => ($"'{name}' is given one task only", $"await '{completed.Value!.Syntax}' itself"),
            CompletedAwaitKind.Any => ($"'{name}' is given one task only, which is always the one it returns", $"await '{completed.Value!.Syntax}' itself"),
            _ => (complete, "use the value itself"),
        };
    }

    private static string NameOf(IOperation task) => task switch
    {
        IInvocationOperation call => call.DisplayName(),
        IPropertyReferenceOperation { Property: var property } => $"{property.ContainingType.Name}.{property.Name}",
        IObjectCreationOperation => "new ValueTask",
        _ => "default(ValueTask)",
    };
}
