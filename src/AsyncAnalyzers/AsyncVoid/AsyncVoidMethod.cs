using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.AsyncVoid;

/// <summary>
/// AWAIT501: <c>async void</c> methods and local functions. Not: event handlers, by the types of their parameters or because they are subscribed
/// somewhere; methods that become a delegate, which is where AWAIT502 reports them; what overrides or implements a <c>void</c> member of another assembly;
/// commands generated from an attribute.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class AsyncVoidMethod() : AsyncAnalyzer(Rules.AsyncVoidMethod)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        context.RegisterSymbolAction(AnalyzeMethod, SymbolKind.Method);
        context.RegisterOperationAction(AnalyzeLocalFunction, OperationKind.LocalFunction);
    }

    private void AnalyzeMethod(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method is { IsAsync: true, ReturnsVoid: true, PartialImplementationPart: null, MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } &&
            method.Locations is [{ IsInSource: true, SourceTree: { } tree } location, ..] &&
            !IsImposed(method) &&
            !IsDelegate(method, context.Options, tree, context.Compilation, context.CancellationToken))
        {
            Report(context, location, method.Name);
        }
    }

    private void AnalyzeLocalFunction(OperationAnalysisContext context)
    {
        var function = ((ILocalFunctionOperation)context.Operation).Symbol;
        if (function is { IsAsync: true, ReturnsVoid: true, Locations: [{ SourceTree: { } tree } location, ..] } &&
            !IsDelegate(function, context.Options, tree, context.Compilation, context.CancellationToken))
        {
            Report(context, context.Operation, location, function.Name);
        }
    }

    private static bool IsDelegate(IMethodSymbol method, AnalyzerOptions options, SyntaxTree tree, Compilation compilation, CancellationToken cancellationToken) =>
        Options.IncludeEventHandlers.Read(options, tree)
            ? !DelegateUses.HasSubscription(method, compilation, cancellationToken) && DelegateUses.HasAny(method, compilation, cancellationToken)
            : EventHandlers.HasShape(method) || DelegateUses.HasAny(method, compilation, cancellationToken);

    /// <summary>True if another assembly or a source generator says that the method returns void.</summary>
    private static bool IsImposed(IMethodSymbol method)
    {
        if (method is { IsOverride: true, OverriddenMethod: null })
        {
            // The base is missing.
            return true;
        }

        for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (overridden.DeclaringSyntaxReferences.IsEmpty)
            {
                return true;
            }
        }

        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass?.Name.EndsWith("CommandAttribute", StringComparison.Ordinal) == true)
            {
                return true;
            }
        }

        return ImplementsMetadata(method);
    }

    private static bool ImplementsMetadata(IMethodSymbol method)
    {
        if (method.DeclaredAccessibility != Accessibility.Public && method.ExplicitInterfaceImplementations.IsEmpty)
        {
            return false;
        }

        foreach (var contract in method.ContainingType.AllInterfaces)
        {
            if (!contract.DeclaringSyntaxReferences.IsEmpty)
            {
                continue;
            }

            foreach (var member in contract.GetMembers())
            {
                if (member is IMethodSymbol { ReturnsVoid: true } && SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
