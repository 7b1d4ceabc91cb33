using System.Collections.Immutable;
using AsyncAnalyzers.Blocking;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Cancellation;

/// <summary>
/// AWAIT601: a call that could be given the cancellation token in scope and is not: an optional parameter is left out or given <c>default</c>, or there is
/// an overload. Not: <c>CancellationToken.None</c>, cleaning up, also behind a change that is saved, work that is let go or runs later, calls that another rule wants to be asynchronous first,
/// async streams that are enumerated here (AWAIT602), time limits (AWAIT610), waits of no time, objects that have the token themselves, tokens that are cancelled already, what a substitute is told, and what CA2016 reports where it is switched on.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ForwardCancellationToken() : AsyncAnalyzer(Rules.ForwardCancellationToken)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.CancellationToken is not null)
        {
            var overloads = TokenOverloads.In(context.Compilation, types);
            context.RegisterOperationAction(operation => Analyze(operation, overloads, types), OperationKind.Invocation);
        }
    }

    private void Analyze(in OperationAnalysisContext context, TokenOverloads overloads, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (MissingToken.MayTake(call, overloads, types, out var candidates, out var written) &&
            TokenInScope.Find(call, context.ContainingSymbol, types) is { } token &&
            !IsAboutToken(call) &&
            !IsKnownToCallee(call, token) &&
            !IsCancelledBefore(call, token) &&
            !BeyondRequest.Contains(call, token) &&
            !WaitTime.IsZero(call) &&
            !TwoWorlds.IsToldToBlock(call) &&
            !IsToldNotToStop(call) &&
            !TestDouble.IsToldBy(call) &&
            !Cleanup.GivesBack(call.TargetMethod.Name) &&
            !SettledWork.Contains(call) &&
            CallersWork.Contains(call, types) &&
            !IsToBecomeAsync(call, context, types) &&
            !IsReportedBySdk(call, token, candidates, written, context) &&
            MissingToken.Of(call, candidates, written, token.Expression, types) is not null)
        {
            Report(context, call, Location(call), call.TargetMethod.Name, token.Expression);
        }
    }

    /// <summary>The name only: the whole call is what other rules report.</summary>
    private static Location Location(IInvocationOperation call) => call.Syntax is InvocationExpressionSyntax { Expression: var called }
        ? called switch
        {
            MemberAccessExpressionSyntax access => access.Name.GetLocation(),
            MemberBindingExpressionSyntax binding => binding.Name.GetLocation(),
            _ => called.GetLocation(),
        }
        : call.Syntax.GetLocation();

    /// <summary>True for a call on a token or its source itself, as <c>source.CancelAfter(…)</c>.</summary>
    private static bool IsAboutToken(IInvocationOperation call) => call.Receiver()?.Unwrap() is { Type.Name: "CancellationToken" or "CancellationTokenSource" };

    /// <summary>
    /// True for <c>context.Publish(…)</c>, <c>Handle(context)</c> and <c>Send(new Done(context))</c> where the token would be <c>context.CancellationToken</c>, which whoever is called has already, and for a method
    /// that sets the field which the token would be.
    /// </summary>
    private static bool IsKnownToCallee(IInvocationOperation call, TokenInScope token)
    {
        if (token.Symbol is not { } owner)
        {
            return Sets(call.TargetMethod, token.Expression);
        }

        if (token.Expression.Length <= owner.Name.Length)
        {
            return false;
        }

        if (Is(call.Receiver(), owner))
        {
            return true;
        }

        foreach (var argument in call.Arguments)
        {
            if (Is(argument.Value, owner) || argument.Value.Unwrap() is IObjectCreationOperation made && made.Arguments.Any(inner => Is(inner.Value, owner)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True behind <c>source.Cancel()</c> in the same function, where the token is a local one: the call would end at once.</summary>
    private static bool IsCancelledBefore(IInvocationOperation call, TokenInScope token)
    {
        if (token.Symbol is not ILocalSymbol { DeclaringSyntaxReferences: [var declaration] } local)
        {
            return false;
        }

        var boundary = EnclosingFunction.BoundaryOf(call) ?? call.Root();
        foreach (var operation in boundary.Descendants())
        {
            if (operation is IInvocationOperation { TargetMethod: { Name: "Cancel" or "CancelAsync", ContainingType.Name: "CancellationTokenSource" } } cancel && cancel.Syntax.Span.End < call.Syntax.SpanStart &&
                cancel.Instance?.Unwrap() is ILocalReferenceOperation { Local: var source } &&
                (SymbolEqualityComparer.Default.Equals(source, local) || declaration.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var name } } } && name == source.Name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Sets(IMethodSymbol method, string member) =>
        method.DeclaringSyntaxReferences is [var reference] && reference.SyntaxTree.GetText().ToString(reference.Span).Contains(member) && reference.GetSyntax().DescendantNodes().Any(node => node is AssignmentExpressionSyntax { Left: var left } && left switch
        {
            IdentifierNameSyntax name => name.Identifier.ValueText == member,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name.Identifier.ValueText: var name } => name == member,
            _ => false,
        });

    private static bool Is(IOperation? value, ISymbol variable) => value?.Unwrap() switch
    {
        ILocalReferenceOperation { Local: var local } => SymbolEqualityComparer.Default.Equals(local, variable),
        IParameterReferenceOperation { Parameter: var parameter } => SymbolEqualityComparer.Default.Equals(parameter, variable),
        _ => false,
    };

    /// <summary>True for <c>Begin(isCancellable: false)</c>.</summary>
    private static bool IsToldNotToStop(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument is { Parameter: { Type.SpecialType: SpecialType.System_Boolean, Name: var name }, Value.ConstantValue: { HasValue: true, Value: false }, ArgumentKind: ArgumentKind.Explicit } &&
                name.IndexOf("cancel", StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for a synchronous call that AWAIT201, 202, 205 or 206 has something to say about.</summary>
    private static bool IsToBecomeAsync(IInvocationOperation call, in OperationAnalysisContext context, KnownTypes types)
    {
        if (types.Awaitables.IsAwaitable(call.Type) || types.Awaitables.IsAsyncStream(call.Type))
        {
            return false;
        }

        return SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, types.Task) ||
            types.Awaitables.IsAsyncCapable(EnclosingFunction.Of(call, context.ContainingSymbol)) &&
            (BlockingMembers.AlternativeTo(call.TargetMethod) is not null || !AsyncTwins.In(context.Compilation, types).Of(call).IsEmpty);
    }

    /// <summary>True if CA2016 is on and sees it: the token is the last parameter of the innermost function, and the call lacks it as its last argument.</summary>
    private static bool IsReportedBySdk(IInvocationOperation call, TokenInScope token, ImmutableArray<IMethodSymbol> candidates, IArgumentOperation? written, in OperationAnalysisContext context) =>
        written is null &&
        token.Symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { Parameters: var parameters } owner } parameter &&
        SymbolEqualityComparer.Default.Equals(parameters[parameters.Length - 1], parameter) &&
        SymbolEqualityComparer.Default.Equals(owner, EnclosingFunction.Of(call, context.ContainingSymbol)) &&
        candidates is [{ Parameters: [.., { Type.Name: "CancellationToken" }] } candidate] &&
        (SymbolEqualityComparer.Default.Equals(candidate, call.TargetMethod.OriginalDefinition) ||
         candidate.Arity == 0 && SymbolEqualityComparer.Default.Equals(candidate.ContainingType, call.TargetMethod.ContainingType)) &&
        OptInRule.IsOn("CA2016", context.Compilation, call.Syntax.SyntaxTree, context.CancellationToken);
}
