using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>
/// AWAIT710: a public async method begins with checks of its arguments, which throw only where its task is awaited, or its stream enumerated. Not:
/// <c>async void</c>, methods that others of the assembly only can call, tests, checks that need an await or stand after other code.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ValidateArgumentsEagerly() : AsyncAnalyzer(Rules.ValidateArgumentsEagerly)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.MethodBody);

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        if (context.ContainingSymbol is IMethodSymbol { IsAsync: true, ReturnsVoid: false, Parameters.IsEmpty: false } method &&
            context.Operation is IMethodBodyOperation { BlockBody: { } body, Syntax: MethodDeclarationSyntax declaration } &&
            IsPublic(method) && !EntryPoint.IsTest(method) &&
            ArgumentChecks.CountIn(body) is > 0 and var count && count < body.Operations.Length && HasRest(body, count))
        {
            var isStream = types.Awaitables.IsAsyncStream(method.ReturnType);
            Report(
                context,
                body,
                declaration.Identifier.GetLocation(),
                method.Name,
                isStream ? "somebody enumerates it" : "its task is awaited",
                isStream ? "an iterator" : "async");
        }
    }

    /// <summary>False if only the end of the function, or a local function, follows.</summary>
    private static bool HasRest(IBlockOperation body, int count)
    {
        for (var index = count; index < body.Operations.Length; index++)
        {
            if (body.Operations[index] is not ILocalFunctionOperation and { IsImplicit: false })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPublic(IMethodSymbol method)
    {
        for (ISymbol? symbol = method; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }
}
