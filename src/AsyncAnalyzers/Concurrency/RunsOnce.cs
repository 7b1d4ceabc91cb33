using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using static AsyncAnalyzers.Core.Words;

namespace AsyncAnalyzers.Concurrency;

/// <summary>Methods that run once for an instance, or one run after the other, because of who calls them.</summary>
internal static class RunsOnce
{
    private const int MaxDepth = 2;

    /// <summary>True for what the host or a framework calls at the beginning and the end, and for private helpers that only such methods call.</summary>
    public static bool Is(IMethodSymbol method, SemanticModel? model, CancellationToken cancellationToken) => Is(method, model, 0, cancellationToken);

    private static bool Is(IMethodSymbol method, SemanticModel? model, int depth, CancellationToken cancellationToken)
    {
        if (method.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor || EntryPoint.IsTest(method) || IsLifecycle(method))
        {
            return true;
        }

        if (method.DeclaredAccessibility != Accessibility.Private || depth > MaxDepth)
        {
            return false;
        }

        var isCalled = false;
        foreach (var use in MethodUses.InFile(method, model, cancellationToken))
        {
            if (use is not IInvocationOperation || MemberAround(use, cancellationToken) is not { } caller || !SymbolEqualityComparer.Default.Equals(caller, method) && !Is(caller, model, depth + 1, cancellationToken))
            {
                return false;
            }

            isCalled = true;
        }

        return isCalled;
    }

    /// <summary>The method, constructor or accessor that holds the operation.</summary>
    public static IMethodSymbol? MemberAround(IOperation operation, CancellationToken cancellationToken)
    {
        var symbol = operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart, cancellationToken);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol as IMethodSymbol;
    }

    private static bool IsLifecycle(IMethodSymbol method) => method.Name switch
    {
        "Main" or WellKnownMemberNames.TopLevelStatementsEntryPointMethodName => method.IsStatic,
        "StartAsync" or "StopAsync" or "Start" or "Stop" or "DisposeAsync" or "DisposeAsyncCore" or "DisposeCoreAsync" => true,
        "ExecuteAsync" => method.IsOverride,
        var name => Begins(name, "Init") || Begins(name, "OnInit") || Begins(name, "OnParametersSet") || Begins(name, "OnAfterRender") || Begins(name, "OnStart") ||
            Begins(name, "OnLoad") || Begins(name, "OnNavigatedTo") || Begins(name, "OnAppearing") || Begins(name, "SetUp") || Begins(name, "Setup") || Begins(name, "Configure"),
    };
}
