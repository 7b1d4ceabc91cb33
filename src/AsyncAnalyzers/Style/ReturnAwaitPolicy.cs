using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using AsyncAnalyzers.TaskShape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Style;

/// <summary>
/// AWAIT902: by policy, an async function that only returns one awaited task (<c>never</c>, <c>in_scope</c>), or a function that returns a task which it could await
/// (<c>always</c>; <c>in_scope</c> inside <c>try</c> and <c>using</c>). Not: where returning the task itself would change what happens, see
/// <see cref="ElidableAwaits"/>; lambdas that return a task; what AWAIT701 and AWAIT702 report; tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ReturnAwaitPolicy() : AsyncAnalyzer(Rules.ReturnAwaitPolicy)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.IsTestProject)
        {
            context.RegisterOperationAction(operation => AnalyzeAwait(operation, types), OperationKind.Await);
            context.RegisterOperationAction(operation => AnalyzeReturn(operation, types), OperationKind.Return);
        }
    }

    private void AnalyzeAwait(in OperationAnalysisContext context, KnownTypes types)
    {
        var awaited = (IAwaitOperation)context.Operation;
        if (awaited.Parent is not (IReturnOperation or IExpressionStatementOperation) ||
            Options.ReturnAwait.Read(context.Options, awaited.Syntax.SyntaxTree) == ReturnAwait.Always ||
            EnclosingFunction.Of(awaited, context.ContainingSymbol) is not { IsAsync: true } function ||
            ElidableAwaits.Of(awaited, function, types) is not [var first, ..] || first != awaited)
        {
            return;
        }

        ReportFaded(
            context,
            awaited,
            (awaited.Syntax as AwaitExpressionSyntax)?.AwaitKeyword.GetLocation(),
            $"{NameOf(function)} does nothing after '{NameOf(BlockingWait.Peel(awaited.Operation, types))}' but hand on its result",
            "return the task itself");
    }

    private void AnalyzeReturn(in OperationAnalysisContext context, KnownTypes types)
    {
        var statement = (IReturnOperation)context.Operation;
        if (statement.ReturnedValue is not { } value || !types.Awaitables.IsTaskOrValueTask(value.Type) ||
            value.Unwrap() is not IInvocationOperation call || !types.Awaitables.IsTaskOrValueTask(call.Type) || BornComplete.Is(call, types) ||
            EnclosingFunction.Of(statement, context.ContainingSymbol) is not { IsAsync: false, MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.ExplicitInterfaceImplementation } function ||
            !IsWanted(statement, context) || !MayBeAsync(function) || !AwaitPlace.Allows(statement) ||
            TaskEscape.ByReturn(statement, context, types) is not null || TaskEscapesTry.StartOf(statement, context, types, out _) is not null)
        {
            return;
        }

        ReportFaded(context, value, null, $"{NameOf(function)} returns the task of '{call.DisplayName()}' without waiting for it, so it is missing from the stack traces of its exceptions", "await the task");
    }

    private static bool IsWanted(IReturnOperation statement, in OperationAnalysisContext context) => Options.ReturnAwait.Read(context.Options, statement.Syntax.SyntaxTree) switch
    {
        ReturnAwait.Always => true,
        ReturnAwait.InScope => GuardedRegion.Around(statement) is not null || UsedResource.Around(statement).Count > 0,
        _ => false,
    };

    private static bool MayBeAsync(IMethodSymbol function)
    {
        foreach (var parameter in function.Parameters)
        {
            if (parameter.RefKind != RefKind.None || parameter.Type.IsRefLikeType)
            {
                return false;
            }
        }

        return function.RefKind == RefKind.None;
    }

    private static string NameOf(IMethodSymbol function) => function.MethodKind == MethodKind.AnonymousFunction ? "The lambda" : $"'{function.Name}'";

    private static string NameOf(IOperation task) => task is IInvocationOperation call ? call.DisplayName() : task.Syntax.ToString();
}
