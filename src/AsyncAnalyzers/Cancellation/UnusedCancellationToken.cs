using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Cancellation;

/// <summary>
/// AWAIT611: a cancellation token parameter of an asynchronous method or local function that its body never uses although a call in it could take it. Not: where
/// something else fixes the parameters (an interface, a base, an event, a delegate), and lambdas.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UnusedCancellationToken() : AsyncAnalyzer(Rules.UnusedCancellationToken)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.CancellationToken is not null)
        {
            var overloads = TokenOverloads.In(context.Compilation, types);
            context.RegisterOperationAction(operation => Analyze(operation, (context.Compilation, overloads, types)), OperationKind.MethodBody, OperationKind.LocalFunction);
        }
    }

    private void Analyze(in OperationAnalysisContext context, (Compilation Compilation, TokenOverloads Overloads, KnownTypes Types) scope)
    {
        var function = context.Operation is ILocalFunctionOperation local ? local.Symbol : context.ContainingSymbol as IMethodSymbol;
        if (function is not { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction, Parameters.IsEmpty: false } || TokenOf(function, scope.Types) is not { } parameter || !scope.Types.Awaitables.IsAsyncCapable(function))
        {
            return;
        }

        if (!IsMentioned(parameter, context.Operation.Syntax, context.CancellationToken) && !IsFixed(function, scope.Compilation, context.CancellationToken))
        {
            foreach (var (call, _) in UnusedToken.CallsFor(parameter, context.Operation, context.ContainingSymbol, scope.Overloads, scope.Types))
            {
                Report(context, call, parameter.Locations[0], parameter.Name, call.TargetMethod.Name);
                return;
            }
        }
    }

    /// <summary>The parameter of the function that is a token; null if there is none, or more than one.</summary>
    public static IParameterSymbol? TokenOf(IMethodSymbol function, KnownTypes types)
    {
        IParameterSymbol? found = null;
        foreach (var parameter in function.Parameters)
        {
            if (parameter.Type.Name is "CancellationToken" && TokenArgument.IsToken(parameter, types))
            {
                if (found is not null)
                {
                    return null;
                }

                found = parameter;
            }
        }

        return found;
    }

    private static bool IsMentioned(IParameterSymbol parameter, SyntaxNode declaration, CancellationToken cancellationToken)
    {
        // To look through the text is far cheaper than to make nodes of it.
        var text = declaration.SyntaxTree.GetText(cancellationToken).ToString();
        var (start, end) = (declaration.SpanStart, declaration.Span.End);
        for (var at = ValueNames.Next(text, parameter.Name, start, end); at >= 0; at = ValueNames.Next(text, parameter.Name, at + 1, end))
        {
            if (declaration.FindToken(at) is { Parent: IdentifierNameSyntax { Parent: not NameColonSyntax } } token && token.ValueText == parameter.Name)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFixed(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
    {
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return false;
        }

        return method is { IsOverride: true } or { IsVirtual: true } or { IsAbstract: true } or { IsPartialDefinition: true } or { PartialDefinitionPart: not null } or { ExplicitInterfaceImplementations.IsEmpty: false } ||
            ImplementsInterface(method) ||
            DelegateUses.HasAny(method, compilation, cancellationToken);
    }

    /// <summary>True for the implementation of an interface member.</summary>
    public static bool ImplementsInterface(IMethodSymbol method)
    {
        foreach (var contract in method.ContainingType.AllInterfaces)
        {
            foreach (var member in contract.GetMembers(method.Name))
            {
                if (SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
