using AsyncAnalyzers.AsyncVoid;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>Dropped tasks whose failure somebody sees, or that have none.</summary>
internal static class SettledFailure
{
    private static readonly string[] Tidying = ["Dispose", "Release", "Remove", "TryRemove", "Unregister", "Unsubscribe", "Cancel", "Clear", "Close", "Decrement", "Exit"];

    public static bool Is(IInvocationOperation call, KnownTypes types) => HandlesAll(call, types) || Tidies(call) || IsAsserted(call);

    /// <summary>Work that catches everything itself: <c>Task.Run(async () => { try { … } catch (Exception e) { Log(e); } })</c>.</summary>
    public static bool HandlesAll(IInvocationOperation call, KnownTypes types) =>
        call.TargetMethod.Name == "Run" && types.Awaitables.IsTask(call.TargetMethod.ContainingType) &&
        call.ArgumentAt(0)?.Value.Unwrap() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Body: var body } } && EscapingExceptions.AreHandled(body);

    /// <summary><c>source.Task.ContinueWith(_ => registration.Dispose())</c>: whoever holds the task sees it fail, and what is done afterwards does not.</summary>
    private static bool Tidies(IInvocationOperation call)
    {
        if (call.TargetMethod.Name != "ContinueWith" || call.Receiver()?.Unwrap() is not (ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation) ||
            call.ArgumentAt(0)?.Value.Unwrap() is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol: { IsAsync: false, Parameters: [var antecedent, ..] }, Body: var body } })
        {
            return false;
        }

        var tidies = false;
        foreach (var operation in body.Descendants())
        {
            switch (operation)
            {
                case IParameterReferenceOperation { Parameter: var used } when SymbolEqualityComparer.Default.Equals(used, antecedent):
                case IInvocationOperation { TargetMethod.Name: var name } when !Words.BeginsWithAny(name, Tidying):
                case IObjectCreationOperation or IAnonymousFunctionOperation or IThrowOperation:
                    return false;
                case IInvocationOperation or IEventAssignmentOperation { Adds: false } or ISimpleAssignmentOperation { Value.ConstantValue: { HasValue: true, Value: null or false } }:
                    tidies = true;
                    break;
            }
        }

        return tidies;
    }

    /// <summary><c>Assert.Throws&lt;ArgumentNullException>(() => LoadAsync(null))</c>: an exception that came later would make the assertion fail.</summary>
    private static bool IsAsserted(IInvocationOperation call) =>
        EnclosingFunction.BoundaryOf(call) is IAnonymousFunctionOperation { Symbol.ReturnsVoid: true, Body.Operations: [IExpressionStatementOperation, ..] statements, Parent: IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var outer } } } } &&
        statements.Length <= 2 && outer.ContainingType.Name == "Assert" && (outer.Name.StartsWith("Throws", StringComparison.Ordinal) || outer.Name == "Catch");
}
