using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>
/// AWAIT101: the awaitable result of a call is dropped where the compiler's CS4014 does not say so: in synchronous functions, void expression bodies
/// and lambdas, and behind <c>?.</c>. Not: discards, fluent builders that happen to be awaitable, continuations that look at the failure or only tidy up, work that
/// catches everything itself, what an assertion expects to throw, elements taken out of a collection, and what is listed as fire-and-forget.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ObserveTask() : AsyncAnalyzer(Rules.ObserveTask)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.ExpressionStatement);

    private void Analyze(OperationAnalysisContext context, KnownTypes types)
    {
        var statement = (IExpressionStatementOperation)context.Operation;
        var dropped = statement.Operation;
        var isDiscard = false;
        if (dropped is ISimpleAssignmentOperation { Target: IDiscardOperation, Value: var discarded })
        {
            dropped = discarded.Unwrap();
            isDiscard = true;
        }

        if (dropped.InnermostCall() is not { TargetMethod.ReturnsVoid: false } call || !IsTask(call, types))
        {
            return;
        }

        var function = EnclosingFunction.Of(statement, context.ContainingSymbol);
        if (isDiscard
            ? !Options.ReportDiscards.Read(context.Options, statement.Syntax.SyntaxTree)
            : CompilerWarning.UnobservedAwaitable(dropped, function))
        {
            return;
        }

        if (!IsMeantToBeDropped(call, types) && !FireAndForget.Allows(call, Options.FireAndForgetMethods.Read(context.Options, statement.Syntax.SyntaxTree)))
        {
            Report(context, dropped, null, Named(call).DisplayName(), Advice(function, types, isDiscard));
        }
    }

    /// <summary>What is awaited only by an extension method need not be a task at all: the name must say so.</summary>
    private static bool IsTask(IInvocationOperation call, KnownTypes types) =>
        types.Awaitables.IsAwaitable(call.Type) ||
        call.TargetMethod.Name.EndsWith("Async", StringComparison.Ordinal) && types.Awaitables.IsAwaitable(call.Type, call.SemanticModel!, call.Syntax.SpanStart);

    private static bool IsMeantToBeDropped(IInvocationOperation call, KnownTypes types)
    {
        // AWAIT504 says more about asynchronous code that is given to StartNew.
        if (ExistingTask.IsHandedOutBy(call.TargetMethod) || TaskOfTask.IsStartNew(call, types))
        {
            return true;
        }

        if (types.Awaitables.IsTaskOrValueTask(call.Type))
        {
            return FireAndForget.ObservesFailure(call) || SettledFailure.Is(call, types);
        }

        // An awaitable that is its own builder is configured by the call.
        return SymbolEqualityComparer.Default.Equals(call.Receiver()?.Unwrap().Type?.OriginalDefinition, call.Type?.OriginalDefinition);
    }

    private static IInvocationOperation Named(IInvocationOperation call) =>
        call is { TargetMethod.Name: "ConfigureAwait", Instance: { } configured } && configured.Unwrap() is IInvocationOperation inner ? inner : call;

    private static string Advice(IMethodSymbol? function, KnownTypes types, bool isDiscard) =>
        types.Awaitables.IsAsyncCapable(function) ? "await it"
        : isDiscard ? "await it in an async function"
        : "await it in an async function, or discard it with '_ =' if that is meant";
}
