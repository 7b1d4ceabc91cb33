using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using AsyncAnalyzers.Style;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.AsyncVoid;

/// <summary>
/// AWAIT503: an <c>async void</c> event handler, method, local function or lambda, that awaits or throws outside of a <c>try</c> that catches everything. Not: what AWAIT501 and AWAIT502
/// report, for which a task is the cure, and AWAIT903, which never awaits; what a <c>catch</c> or <c>finally</c> does itself.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UnhandledAsyncVoid() : AsyncAnalyzer(Rules.UnhandledAsyncVoid)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(Analyze, OperationKind.MethodBody, OperationKind.LocalFunction, OperationKind.AnonymousFunction);

    private void Analyze(OperationAnalysisContext context)
    {
        var (function, body) = context.Operation switch
        {
            IMethodBodyOperation method => (context.ContainingSymbol as IMethodSymbol, method.BlockBody ?? method.ExpressionBody),
            ILocalFunctionOperation local => (local.Symbol, local.Body),
            IAnonymousFunctionOperation lambda => (lambda.Symbol, lambda.Body),
            _ => (null, null),
        };
        if (function is not { IsAsync: true, ReturnsVoid: true } || body is null || KeywordOf(context.Operation.Syntax) is not { } keyword || !EscapingExceptions.MayLeave(body) || !AsyncWithoutAwait.NeedsAsync(body.Syntax) || !IsHandler(context.Operation, function, context))
        {
            return;
        }

        Report(context, context.Operation, keyword.GetLocation(), function.MethodKind == MethodKind.AnonymousFunction ? "this handler" : $"'{function.Name}'");
    }

    private static bool IsHandler(IOperation operation, IMethodSymbol function, in OperationAnalysisContext context)
    {
        if (operation is IAnonymousFunctionOperation)
        {
            return EventHandlers.HasShape(function) || EventHandlers.IsSubscription(operation);
        }

        return !Options.IncludeEventHandlers.Read(context.Options, operation.Syntax.SyntaxTree) &&
            (EventHandlers.HasShape(function) || DelegateUses.HasSubscription(function, context.Compilation, context.CancellationToken));
    }

    private static SyntaxToken? KeywordOf(SyntaxNode function)
    {
        var modifiers = function switch
        {
            MethodDeclarationSyntax method => method.Modifiers,
            LocalFunctionStatementSyntax local => local.Modifiers,
            AnonymousFunctionExpressionSyntax lambda => lambda.Modifiers,
            _ => default,
        };
        foreach (var modifier in modifiers)
        {
            if (modifier.IsKind(SyntaxKind.AsyncKeyword))
            {
                return modifier;
            }
        }

        return null;
    }
}
