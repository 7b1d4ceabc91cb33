using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>
/// AWAIT108: a lambda or method group that yields <c>Task&lt;T&gt;</c> becomes a delegate that returns <c>Task</c>, so that the result is silently dropped,
/// although the call is made for nothing else. Not: async lambdas, casts and lambdas with a return type, which say so; calls that do something, whose result
/// is by the way; tests, which drop results all the time; and what only measures the work or asks for its exceptions.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class NarrowedTaskResult() : AsyncAnalyzer(Rules.NarrowedTaskResult)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.IsTestProject)
        {
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.DelegateCreation);
        }
    }

    private void Analyze(OperationAnalysisContext context, KnownTypes types)
    {
        var creation = (IDelegateCreationOperation)context.Operation;
        var (at, method) = creation.Target switch
        {
            IMethodReferenceOperation { Method.ReturnType: INamedTypeSymbol { Arity: 1 } } reference => (reference, reference.Method),
            IAnonymousFunctionOperation { Symbol: { IsAsync: false, ReturnType: INamedTypeSymbol { Name: "Task", Arity: 0 } } } lambda => Narrowed(lambda, types),
            _ => default((IOperation, IMethodSymbol)),
        };
        if (at is null ||
            creation.Type is not INamedTypeSymbol { DelegateInvokeMethod.ReturnType: INamedTypeSymbol { Name: "Task", Arity: 0 } returned } type ||
            !SymbolEqualityComparer.Default.Equals(returned, types.Task))
        {
            return;
        }

        if (types.Awaitables.IsTaskOrValueTask(method.ReturnType) && ResultOf(method) is { } result && !types.Awaitables.IsTaskOrValueTask(result) &&
            IgnorableResult.IsAskedFor(method, result, types, context.CancellationToken) && !IsAboutTheRun(creation))
        {
            Report(context, at, null, result.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), method.Name, type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
        }
    }

    /// <summary>The first call whose result is dropped, if the lambda returns nothing but such calls.</summary>
    private static (IOperation At, IMethodSymbol Method) Narrowed(IAnonymousFunctionOperation lambda, KnownTypes types)
    {
        if (lambda.Syntax is ParenthesizedLambdaExpressionSyntax { ReturnType: not null })
        {
            return default;
        }

        (IOperation, IMethodSymbol) first = default;
        foreach (var operation in lambda.Body.Descendants())
        {
            if (operation is IReturnOperation { ReturnedValue: { } value } && EnclosingFunction.BoundaryOf(operation) == lambda)
            {
                if (value is not IConversionOperation { IsImplicit: true, Operand: var dropped } || CallOf(dropped, types) is not { } call)
                {
                    return default;
                }

                first = first == default ? (dropped, call.TargetMethod) : first;
            }
        }

        return first;
    }

    /// <summary>The call that the task comes from, before <c>AsTask</c>.</summary>
    private static IInvocationOperation? CallOf(IOperation task, KnownTypes types) =>
        task.InnermostCall() is not { } call ? null
        : call is { TargetMethod.Name: "AsTask", Instance: { } value } && types.Awaitables.IsValueTask(value.Type) ? value.Unwrap() as IInvocationOperation
        : call;

    /// <summary>The type of the result; null if there is none.</summary>
    private static ITypeSymbol? ResultOf(IMethodSymbol method) => method.ReturnType is INamedTypeSymbol { TypeArguments: [var result] } ? result : null;

    /// <summary>What asks how the work goes, not what comes out of it: <c>Assert.ThrowsAsync&lt;E&gt;(() => …)</c>, <c>MeasureAsync(() => …)</c>.</summary>
    private static bool IsAboutTheRun(IOperation creation)
    {
        var parent = creation.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: var name } } &&
            (name is "Awaiting" or "Invoking" || Says("Throw") || Says("Exception") || Says("Measure") || Says("Compare") || Says("Bench") || Says("Profile") || Says("Warm") || Says("Time"));

        bool Says(string word) => name.IndexOf(word, StringComparison.Ordinal) >= 0;
    }
}
