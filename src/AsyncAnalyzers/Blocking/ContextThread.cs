using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>
/// Says whether synchronous code of a project that has a context may run under it. Not: <c>Main</c>, which runs before there is one; finalizers; what other threads run
/// (<see cref="OtherThreads"/>); services, hubs and controllers of a server; startup classes; code that sets the context itself, or goes to the dispatcher and so is elsewhere; assemblies
/// whose awaits a weaver configures (<c>[assembly: ConfigureAwait(false)]</c>).
/// </summary>
internal static class ContextThread
{
    public static bool MayRun(IOperation operation, ISymbol containingSymbol, CancellationToken cancellationToken)
    {
        if (containingSymbol is IMethodSymbol method && (EntryPoint.Is(method) || method.MethodKind == MethodKind.Destructor || EntryPoint.IsTopLevel(method)) ||
            IsOfServer(containingSymbol.ContainingType) || MindsContext(operation) || IsWoven(containingSymbol.ContainingAssembly))
        {
            return false;
        }

        // A lambda runs where it is called; a local function or method where its callers are.
        var current = operation;
        while (EnclosingFunction.BoundaryOf(current) is IAnonymousFunctionOperation lambda)
        {
            if (OtherThreads.Run(lambda))
            {
                return false;
            }

            current = lambda;
        }

        return EnclosingFunction.Of(current, containingSymbol) is not { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } function ||
            !OtherThreads.Run(function, operation.SemanticModel, cancellationToken);
    }

    private static bool IsOfServer(INamedTypeSymbol? type)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (current.Name is "ControllerBase" or "BackgroundService" or "Hub" or "PageModel" or "ServiceBase" || current.Name.EndsWith("Startup", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return type is not null && type.AllInterfaces.Any(static contract => contract.Name is "IHostedService" or "IMiddleware");
    }

    private static bool IsWoven(IAssemblySymbol assembly)
    {
        foreach (var attribute in assembly.GetAttributes())
        {
            if (attribute is { AttributeClass.Name: "ConfigureAwaitAttribute", ConstructorArguments: [{ Value: false }] })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>By the names in the member: whoever sets the context, or asks for the thread of the interface, has thought about where the code runs.</summary>
    private static bool MindsContext(IOperation operation)
    {
        // What is handed to the dispatcher is where it should be.
        var isInLambda = EnclosingFunction.BoundaryOf(operation) is IAnonymousFunctionOperation;
        foreach (var token in operation.Root().Syntax.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken) &&
                (token.ValueText is not ("SynchronizationContext" or "FromCurrentSynchronizationContext") && token.ValueText.Contains("SynchronizationContext") ||
                    !isInLambda && IsOfDispatcher(token.ValueText)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfDispatcher(string name) => name is "Dispatcher" or "DispatcherQueue" or "UIThread" or "MainThread" or "InvokeRequired" or "CheckAccess" or "HasThreadAccess";
}
