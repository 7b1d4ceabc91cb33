using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Style;

/// <summary>
/// AWAIT903: an async method, local function, lambda or anonymous method that awaits nothing. Not: iterators; what only throws; functions with code that is
/// compiled under other conditions, or with a task whose <c>await</c> has been forgotten, as another rule says; <c>async void</c> that AWAIT501 and AWAIT502 report; tests; where CS1998 says the same or has been switched off.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class AsyncWithoutAwait() : AsyncAnalyzer(Rules.AsyncWithoutAwait)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.IsTestProject || CompilerWarning.SaysThatNothingIsAwaited)
        {
            return;
        }

        context.RegisterOperationAction(operation => AnalyzeMethod(operation, types), OperationKind.MethodBody);
        context.RegisterOperationAction(
            operation => Analyze(operation, ((ILocalFunctionOperation)operation.Operation).Symbol, (operation.Operation.Syntax as LocalFunctionStatementSyntax)?.Modifiers ?? default, types),
            OperationKind.LocalFunction);
        context.RegisterOperationAction(
            operation => Analyze(operation, ((IAnonymousFunctionOperation)operation.Operation).Symbol, (operation.Operation.Syntax as AnonymousFunctionExpressionSyntax)?.Modifiers ?? default, types),
            OperationKind.AnonymousFunction);
    }

    private void AnalyzeMethod(in OperationAnalysisContext context, KnownTypes types)
    {
        if (context.ContainingSymbol is IMethodSymbol { IsAsync: true } method && context.Operation.Syntax is MethodDeclarationSyntax declaration)
        {
            Analyze(context, method, declaration.Modifiers, types);
        }
    }

    private void Analyze(in OperationAnalysisContext context, IMethodSymbol function, SyntaxTokenList modifiers, KnownTypes types)
    {
        if (!function.IsAsync || function.ReturnsVoid && !EventHandlers.HasShape(function) || BodyOf(context.Operation.Syntax) is not { } body || NeedsAsync(body))
        {
            return;
        }

        var keyword = modifiers.FirstOrDefault(static modifier => modifier.IsKind(SyntaxKind.AsyncKeyword));
        if (!ThrowingCall.OnlyThrows(body) && !ForgottenAwait.IsIn(context.Operation, types) && !DisabledText.IsIn(body) && !SwitchedOff.Is("CS1998", keyword, context.Compilation, context.CancellationToken))
        {
            Report(
                context,
                context.Operation,
                keyword.GetLocation(),
                function.MethodKind == MethodKind.AnonymousFunction ? "The lambda" : $"'{function.Name}'",
                function.ReturnsVoid ? "remove 'async'" : "remove 'async' and return a completed task");
        }
    }

    private static SyntaxNode? BodyOf(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? method.ExpressionBody?.Expression,
        LocalFunctionStatementSyntax local => (SyntaxNode?)local.Body ?? local.ExpressionBody?.Expression,
        AnonymousFunctionExpressionSyntax lambda => lambda.Body,
        _ => null,
    };

    /// <summary>True if there is an <c>await</c> in any form, or a <c>yield</c>; functions inside are left out.</summary>
    public static bool NeedsAsync(SyntaxNode body)
    {
        foreach (var node in body.DescendantNodesAndSelf(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            var isNeeded = node switch
            {
                AwaitExpressionSyntax or YieldStatementSyntax => true,
                CommonForEachStatementSyntax loop => loop.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
                UsingStatementSyntax section => section.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
                LocalDeclarationStatementSyntax declaration => declaration.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
                _ => false,
            };
            if (isNeeded)
            {
                return true;
            }
        }

        return false;
    }
}
