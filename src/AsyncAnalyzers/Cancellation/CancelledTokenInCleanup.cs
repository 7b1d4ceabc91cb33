using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Cancellation;

/// <summary>
/// AWAIT607: an await in <c>catch (OperationCanceledException)</c> or <c>finally</c> is given the token that the <c>try</c> is cancelled by, so that it is cancelled
/// before it begins. Not: in methods that stop or close, whose token says when to hurry; under a condition that asks about cancellation, clauses with a filter that does, and the delay of a retry; tests, whose token ends the whole run.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class CancelledTokenInCleanup() : AsyncAnalyzer(Rules.CancelledTokenInCleanup)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.CancellationToken is not null && !types.IsTestProject)
        {
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Try);
        }
    }

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        var section = (ITryOperation)context.Operation;
        foreach (var handler in section.Catches)
        {
            if (handler.ExceptionType is { Name: "OperationCanceledException" or "TaskCanceledException" } && (handler.Filter is null || !AsksFor(handler.Filter)))
            {
                Analyze(context, section, handler.Handler, "This clause runs when", types);
            }
        }

        if (section.Finally is { } last)
        {
            Analyze(context, section, last, "This block runs also when", types);
        }
    }

    private void Analyze(in OperationAnalysisContext context, ITryOperation section, IBlockOperation cleanup, string when, KnownTypes types)
    {
        foreach (var part in cleanup.Parts())
        {
            if (part is IAwaitOperation awaited && awaited.AwaitedCall() is { } call &&
                PassedTokens.Of(call, types) is { } token && token is IParameterReferenceOperation or ILocalReferenceOperation or IMemberReferenceOperation &&
                !(call.TargetMethod.Name == "Delay" && cleanup != section.Finally) &&
                !IsUnderQuestion(awaited, cleanup) &&
                Cancels(section.Body, token, types) &&
                !(token is IParameterReferenceOperation && Cleanup.IsEnd(context.ContainingSymbol.Name)))
            {
                Report(context, token, null, when, token.Syntax.ToString(), call.DisplayName());
            }
        }
    }

    /// <summary>True if something in the <c>try</c> is cancelled by the token.</summary>
    private static bool Cancels(IBlockOperation body, IOperation token, KnownTypes types)
    {
        foreach (var part in body.Parts())
        {
            if (part is IInvocationOperation call &&
                (PassedTokens.AreSame(call.TargetMethod.Name == "ThrowIfCancellationRequested" ? call.Instance : PassedTokens.Of(call, types), token)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsUnderQuestion(IOperation operation, IOperation cleanup)
    {
        for (var parent = operation.Parent; parent is not null && parent != cleanup; parent = parent.Parent)
        {
            if (parent is IConditionalOperation { Condition: var condition } && AsksFor(condition) || parent is ITryOperation)
            {
                return true;
            }
        }

        return false;
    }

    private static bool AsksFor(IOperation condition)
    {
        foreach (var part in condition.DescendantsAndSelf())
        {
            if (part is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } && operand.Unwrap() is IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } ||
                part is IPropertyReferenceOperation { Property: { Name: "CancellationToken", ContainingType.Name: "OperationCanceledException" } } ||
                part is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } or IIsPatternOperation && part.Descendants().Any(static inner => inner is IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" }))
            {
                return true;
            }
        }

        return false;
    }
}
