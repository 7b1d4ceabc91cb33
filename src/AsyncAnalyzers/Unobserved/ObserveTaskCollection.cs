using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>
/// AWAIT103: nobody awaits the tasks of a sequence or collection: a <c>Select</c> that starts tasks is dropped, lazy or copied to a list; so is what a
/// method returns that starts several; or a local that holds such tasks is only filled, counted or walked over. Not: discards, collections that anybody else
/// may see, selectors that only read tasks, locals whose names say that they are ignored, what tests provoke, and what is listed as fire-and-forget.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ObserveTaskCollection() : AsyncAnalyzer(Rules.ObserveTaskCollection)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        context.RegisterOperationAction(operation => AnalyzeStatement(operation, types), OperationKind.ExpressionStatement);
        context.RegisterOperationAction(operation => AnalyzeLocal(operation, types), OperationKind.VariableDeclarator);
    }

    private void AnalyzeStatement(OperationAnalysisContext context, KnownTypes types)
    {
        var dropped = ((IExpressionStatementOperation)context.Operation).Operation;
        if (dropped.InnermostCall() is not { TargetMethod.ReturnsVoid: false } call)
        {
            return;
        }

        var counted = IsCount(call) ? call.Receiver() : null;
        var sequence = counted ?? call;
        if (TaskSequence.ElementOf(sequence.Unwrap().Type, types) is null)
        {
            return;
        }

        var fireAndForget = Options.FireAndForgetMethods.Read(context.Options, dropped.Syntax.SyntaxTree);
        if ((TaskSequence.Of(sequence, types, fireAndForget) ?? (counted is null ? StartingCall.Of(call, types, context.CancellationToken) : null)) is not { } lost)
        {
            return;
        }

        var function = EnclosingFunction.Of(dropped, context.ContainingSymbol);
        if (!FireAndForget.Allows(call, fireAndForget) &&
            !IsAwaitedAsSuch(dropped, call, function, types) &&
            !(types.IsTestProject && DroppedStream.ProvokesException(call, context.ContainingSymbol)))
        {
            var isLazy = lost.IsLazy && counted is null;
            Report(
                context,
                dropped,
                null,
                isLazy ? $"'{call.DisplayName()}' is lazy and nobody enumerates its tasks" : $"The tasks started by {lost.Starter} are dropped",
                isLazy ? NeverRuns(lost) : "nothing waits for them and their exceptions are lost",
                Advice(function, types));
        }
    }

    private void AnalyzeLocal(OperationAnalysisContext context, KnownTypes types)
    {
        var declarator = (IVariableDeclaratorOperation)context.Operation;
        var local = declarator.Symbol;
        if (declarator.Initializer?.Value is not { } value || TaskSequence.ElementOf(local.Type, types) is null || local.IsRef || IsMeantToBeIgnored(local.Name))
        {
            return;
        }

        var fireAndForget = Options.FireAndForgetMethods.Read(context.Options, declarator.Syntax.SyntaxTree);
        var initial = TaskSequence.Of(value, types, fireAndForget);
        if ((initial is not null || MakesCollection(value.Unwrap())) &&
            TaskCollectionUses.Lost(declarator, initial, types, fireAndForget, context.CancellationToken) is { } lost)
        {
            Report(
                context,
                declarator,
                declarator.Syntax is VariableDeclaratorSyntax { Identifier: var identifier } ? identifier.GetLocation() : null,
                lost.IsLazy ? $"'{local.Name}' is lazy and nobody enumerates its tasks" : $"Nobody looks at the tasks in '{local.Name}', started by {lost.Starter}",
                lost.IsLazy ? NeverRuns(lost) : "nothing waits for them and their exceptions are lost",
                Advice(EnclosingFunction.Of(declarator, context.ContainingSymbol), types));
        }
    }

    /// <summary>An empty collection to be filled: <c>new List&lt;Task&gt;()</c>, <c>new Task[n]</c>, <c>[]</c>.</summary>
    private static bool MakesCollection(IOperation value) =>
        value is IArrayCreationOperation or { Syntax: CollectionExpressionSyntax } || value is IObjectCreationOperation { Type: { } type } && TaskSequence.IsOfFramework(type);

    private static bool IsCount(IInvocationOperation call) =>
        call.TargetMethod is { Name: "Count" or "LongCount", Parameters.Length: 1 } method && TaskSequence.IsLinq(method);

    /// <summary>With an extension <c>GetAwaiter</c> for sequences, CS4014 and AWAIT101 are at home here.</summary>
    private static bool IsAwaitedAsSuch(IOperation dropped, IInvocationOperation call, IMethodSymbol? function, KnownTypes types) =>
        (CompilerWarning.UnobservedAwaitable(dropped, function) || call.TargetMethod.Name.EndsWith("Async", StringComparison.Ordinal)) &&
        types.Awaitables.IsAwaitable(call.Type, call.SemanticModel!, call.Syntax.SpanStart);

    private static bool IsMeantToBeIgnored(string name) =>
        name.StartsWith("_", StringComparison.Ordinal) ||
        name.StartsWith("ignore", StringComparison.OrdinalIgnoreCase) ||
        name.StartsWith("unused", StringComparison.OrdinalIgnoreCase) ||
        name.StartsWith("discard", StringComparison.OrdinalIgnoreCase) ||
        name.IndexOf("forget", StringComparison.OrdinalIgnoreCase) >= 0;

    private static string NeverRuns(TaskSequence sequence) => $"{sequence.Starter} never runs";

    private static string Advice(IMethodSymbol? function, KnownTypes types) =>
        types.Awaitables.IsAsyncCapable(function) ? "await them with Task.WhenAll" : "await them with Task.WhenAll in an async function";
}
