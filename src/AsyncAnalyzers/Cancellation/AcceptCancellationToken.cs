using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Cancellation;

/// <summary>
/// AWAIT603 (off): a public or protected asynchronous method that takes no cancellation token although a call in it could be given one. Not: where something else
/// fixes the parameters, an overload takes a token, a token is in scope anyway, and tests, handlers and disposal.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class AcceptCancellationToken() : AsyncAnalyzer(Rules.AcceptCancellationToken)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.CancellationToken is not null)
        {
            var overloads = TokenOverloads.In(context.Compilation, types);
            context.RegisterOperationAction(operation => Analyze(operation, overloads, types), OperationKind.MethodBody);
        }
    }

    private void Analyze(in OperationAnalysisContext context, TokenOverloads overloads, KnownTypes types)
    {
        if (context.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal } method ||
            !types.Awaitables.IsAsyncCapable(method) || method.ReturnsVoid || TokenArgument.IsTakenBy(method, types) || !IsVisible(method.ContainingType) || IsFixed(method, overloads))
        {
            return;
        }

        if (context.Operation.Syntax is MethodDeclarationSyntax declaration && UntakenToken.FirstIn(context.Operation, method, overloads, types) is { } call)
        {
            Report(context, call, declaration.ParameterList.GetLocation(), method.Name, call.TargetMethod.Name);
        }
    }

    private static bool IsVisible(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsFixed(IMethodSymbol method, TokenOverloads overloads) =>
        method is { IsOverride: true } or { IsVirtual: true } or { IsExtern: true } or { IsPartialDefinition: true } or { PartialDefinitionPart: not null } ||
        method.Name.StartsWith("Dispose", StringComparison.Ordinal) ||
        method.Name == "Main" && method.IsStatic ||
        UnusedCancellationToken.ImplementsInterface(method) ||
        EventHandlers.HasShape(method) ||
        EntryPoint.IsTest(method) ||
        !overloads.Of(method.OriginalDefinition).IsEmpty;
}
