using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.AsyncVoid;

/// <summary>
/// AWAIT507: <c>ContinueWith</c> in a function that is or could be async, awaited or returned. Not: continuations that are kept or dropped, which run beside what follows;
/// <c>ContinueWith(t => t)</c> and <c>ContinueWith(_ => { })</c>, the ways to wait without an exception; where <c>await</c> is not allowed.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class PreferAwait() : AsyncAnalyzer(Rules.PreferAwait)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name == "ContinueWith" && types.Awaitables.IsTask(call.TargetMethod.ContainingType) && IsAwaitedOrReturned(call) &&
            types.Awaitables.IsAsyncCapable(EnclosingFunction.Of(call, context.ContainingSymbol)) && !TaskOfTask.IsExisting(call, context.CancellationToken) && !DoesNothing(call.ArgumentAt(0)?.Value) && AwaitPlace.Allows(call))
        {
            Report(context, call, PlaceOf(call.Syntax));
        }
    }

    /// <summary><c>ContinueWith(_ => { })</c>, with options or without, is another way to wait without an exception.</summary>
    private static bool DoesNothing(IOperation? work) =>
        work?.Unwrap() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Body.Operations: [] or [IReturnOperation { IsImplicit: true, ReturnedValue: null }] } };

    private static bool IsAwaitedOrReturned(IOperation call)
    {
        var value = call;
        while (value.Parent is IParenthesizedOperation or IConversionOperation { OperatorMethod: null } or IConditionalAccessOperation or ICoalesceOperation or
            IInvocationOperation { TargetMethod: { Name: "ConfigureAwait" } or { Name: "Unwrap", IsExtensionMethod: true } } or IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Unwrap", IsExtensionMethod: true } } })
        {
            value = value.Parent;
        }

        return value.Parent is IAwaitOperation or IReturnOperation;
    }

    /// <summary>From the name on: what the call is made on may be long.</summary>
    private static Location PlaceOf(SyntaxNode call)
    {
        var name = (call as InvocationExpressionSyntax)?.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            _ => null,
        };
        return name is null ? call.GetLocation() : call.SyntaxTree.GetLocation(TextSpan.FromBounds(name.SpanStart, call.Span.End));
    }
}
