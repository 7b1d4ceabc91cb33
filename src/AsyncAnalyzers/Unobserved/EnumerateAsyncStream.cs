using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>
/// AWAIT104: the async stream that a call returns is dropped, so that nothing of it ever runs, where the compiler's CS4014 does not say so. Not: discards,
/// streams taken out of a collection or handed back by a generic helper, methods that do something before they return the stream, calls recorded by a
/// substitute, and the exceptions of argument checks that tests provoke.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class EnumerateAsyncStream() : AsyncAnalyzer(Rules.EnumerateAsyncStream)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.AsyncEnumerable is not null)
        {
            var configured = types.Find("System.Runtime.CompilerServices.ConfiguredCancelableAsyncEnumerable`1");
            context.RegisterOperationAction(operation => Analyze(operation, types, configured), OperationKind.ExpressionStatement);
        }
    }

    private void Analyze(OperationAnalysisContext context, KnownTypes types, INamedTypeSymbol? configured)
    {
        var dropped = ((IExpressionStatementOperation)context.Operation).Operation;
        if (dropped.InnermostCall() is not { Type: INamedTypeSymbol, TargetMethod.ReturnsVoid: false } call || !IsStream(call, types, configured))
        {
            return;
        }

        var source = SourceOf(call);
        if (!CompilerWarning.UnobservedAwaitable(dropped, enclosing: null) &&
            !DroppedStream.IsMeant(source, context.ContainingSymbol, types, context.CancellationToken) &&
            !FireAndForget.Allows(source, Options.FireAndForgetMethods.Read(context.Options, dropped.Syntax.SyntaxTree)))
        {
            var isAsync = types.Awaitables.IsAsyncCapable(EnclosingFunction.Of(dropped, context.ContainingSymbol));
            Report(context, dropped, null, source.DisplayName(), isAsync ? "enumerate it with 'await foreach'" : "enumerate it with 'await foreach' in an async function");
        }
    }

    /// <summary>The interfaces themselves; a type that implements them only from a method that says by its name that it returns nothing else of use.</summary>
    private static bool IsStream(IInvocationOperation call, KnownTypes types, INamedTypeSymbol? configured)
    {
        var type = call.Type!.OriginalDefinition;
        if (types.Awaitables.IsAsyncStream(type) || SymbolEqualityComparer.Default.Equals(type, configured))
        {
            return true;
        }

        return call.TargetMethod.Name.EndsWith("Async", StringComparison.Ordinal) &&
            type.AllInterfaces.Any(types.Awaitables.IsAsyncStream) &&
            !SymbolEqualityComparer.Default.Equals(call.Receiver()?.Unwrap().Type?.OriginalDefinition, type) &&
            !types.Awaitables.IsAwaitable(call.Type, call.SemanticModel!, call.Syntax.SpanStart);
    }

    /// <summary>The call that made the stream, which <c>WithCancellation</c> and <c>ConfigureAwait</c> only dress up.</summary>
    private static IInvocationOperation SourceOf(IInvocationOperation call)
    {
        while (call.TargetMethod.Name is "ConfigureAwait" or "WithCancellation" && call.Receiver()?.Unwrap() is IInvocationOperation inner)
        {
            call = inner;
        }

        return call;
    }
}
