using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Cancellation;

/// <summary>
/// AWAIT605: a <c>catch</c> of all exceptions around an await that is cancelled by the caller's token swallows the cancellation. Not: with a filter, a clause for
/// cancellation before it, a <c>throw</c>, or any use of the exception or token other than to log it; loops that end when the token is cancelled; functions
/// that return nothing, which nobody awaits; cleaning up, whose failure must not hide what it cleans up after; test projects.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class SwallowedCancellation() : AsyncAnalyzer(Rules.SwallowedCancellation)
{
    private static readonly string[] LogWords = ["Log", "Trace", "Debug", "Info", "Warn", "Error", "Fatal", "Critical", "Verbose", "Write", "Print", "Capture", "Record", "Track", "Report"];

    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.CancellationToken is not null && !types.IsTestProject && types.Find("System.Exception") is { } exception)
        {
            context.RegisterOperationAction(operation => Analyze(operation, exception, types), OperationKind.Try);
        }
    }

    private void Analyze(in OperationAnalysisContext context, INamedTypeSymbol exception, KnownTypes types)
    {
        var section = (ITryOperation)context.Operation;
        if (CatchOfAll(section, exception) is { } handler &&
            EnclosingFunction.Of(section, context.ContainingSymbol) is { IsAsync: true, ReturnsVoid: false } &&
            CancelledAwait(section.Body, types) is var (call, token) &&
            !TellsCancellation(handler, types) &&
            !IsInCancelledLoop(section) &&
            !Cleanup.Contains(section.Syntax))
        {
            Report(context, handler, ((Microsoft.CodeAnalysis.CSharp.Syntax.CatchClauseSyntax)handler.Syntax).CatchKeyword.GetLocation(), call.DisplayName(), token.Syntax.ToString());
        }
    }

    /// <summary>The clause that catches everything; null if it has a filter, or another takes cancellation before it.</summary>
    private static ICatchClauseOperation? CatchOfAll(ITryOperation section, INamedTypeSymbol exception)
    {
        foreach (var handler in section.Catches)
        {
            if (handler.ExceptionType is { Name: "OperationCanceledException" or "TaskCanceledException" })
            {
                return null;
            }

            if (handler.ExceptionType is { SpecialType: SpecialType.System_Object } || SymbolEqualityComparer.Default.Equals(handler.ExceptionType, exception))
            {
                return handler.Filter is null ? handler : null;
            }
        }

        return null;
    }

    /// <summary>An awaited call that is given a token of the caller: a parameter, its member, or a member of <c>this</c>.</summary>
    private static (IInvocationOperation Call, IOperation Token)? CancelledAwait(IBlockOperation body, KnownTypes types)
    {
        foreach (var part in body.Parts())
        {
            if (part is IAwaitOperation awaited && awaited.AwaitedCall() is { } call && !IsPauseOrEnd(call) && PassedTokens.Of(call, types) is { } token && IsCallers(token) && !IsGuarded(awaited, body))
            {
                return (call, token);
            }
        }

        return null;
    }

    /// <summary>A pause may end early, and closing must not fail: nothing is lost there.</summary>
    private static bool IsPauseOrEnd(IInvocationOperation call) => call.TargetMethod.Name is var name &&
        (name == "Delay" || name.StartsWith("Close", StringComparison.Ordinal) || name.StartsWith("Stop", StringComparison.Ordinal) || name.StartsWith("Disconnect", StringComparison.Ordinal) ||
         name.StartsWith("Dispose", StringComparison.Ordinal) || name.StartsWith("Shutdown", StringComparison.Ordinal) || name.StartsWith("Rollback", StringComparison.Ordinal) || name.StartsWith("Cancel", StringComparison.Ordinal));

    private static bool IsCallers(IOperation token) => token switch
    {
        IParameterReferenceOperation => true,
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation, Member: not IPropertySymbol { IsStatic: true } } => true,
        IMemberReferenceOperation { Instance: { } instance, Member.Name: not "Token" } => IsCallers(instance.Unwrap()),
        _ => false,
    };

    /// <summary>True inside another <c>try</c> that catches something.</summary>
    private static bool IsGuarded(IOperation operation, IOperation body)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not null && child != body; (child, parent) = (parent, parent.Parent!))
        {
            if (parent is ITryOperation { Catches.IsEmpty: false } inner && (inner.Body == child || child is ICatchClauseOperation))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if the handler throws, hands the exception on, or asks about cancellation.</summary>
    private static bool TellsCancellation(ICatchClauseOperation handler, KnownTypes types)
    {
        var caught = (handler.ExceptionDeclarationOrExpression as IVariableDeclaratorOperation)?.Symbol;
        foreach (var operation in handler.Handler.Descendants())
        {
            if (operation is IThrowOperation ||
                TokenArgument.IsToken(operation.Type, types) && operation is IParameterReferenceOperation or IPropertyReferenceOperation { Property.Name: not "None" } or IFieldReferenceOperation ||
                operation is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, caught) && !IsLogged(operation) ||
                operation is IInvocationOperation { TargetMethod: { ContainingType.Name: "Environment", Name: "Exit" or "FailFast" } })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if all that becomes of the exception, or of what it says, is text in a log.</summary>
    private static bool IsLogged(IOperation caught)
    {
        for (var parent = caught.Parent; parent is not null and not IBlockOperation; parent = parent.Parent)
        {
            if (parent is IInvocationOperation { TargetMethod.ContainingType: not { Name: "ExceptionDispatchInfo" } } call && (IsLog(call.TargetMethod.Name) || IsLog(call.TargetMethod.ContainingType?.Name ?? "") || call.TargetMethod.ContainingType?.Name.EndsWith("Logger", StringComparison.Ordinal) == true))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLog(string name) => Words.BeginsWithAny(name, LogWords);

    /// <summary>True in a loop whose condition looks at the token: it ends by itself.</summary>
    private static bool IsInCancelledLoop(IOperation section)
    {
        for (var parent = section.Parent; parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); parent = parent.Parent)
        {
            if (parent is IWhileLoopOperation { Condition: { } condition } && condition.DescendantsAndSelf().Any(static part => part is IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" }))
            {
                return true;
            }
        }

        return false;
    }
}
