using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>A place in synchronous code where a thread waits for a task, in the words of a message.</summary>
/// <param name="Cost">What the wait costs there, as a relative clause.</param>
/// <param name="Advice">What to do instead, in the imperative.</param>
internal sealed record SyncPlace(string Cost, string Advice)
{
    private const string Usual = "which starves the thread pool under load and deadlocks under a synchronization context";
    private const string AtStart = "which deadlocks if the task ever needs this thread";

    /// <param name="wait">The wait.</param>
    /// <param name="containingSymbol">The member it is part of.</param>
    /// <param name="instead">What would take the wait's place in an async function.</param>
    /// <param name="cancellationToken">Stops the search for <c>yield</c>.</param>
    public static SyncPlace Of(IOperation wait, ISymbol containingSymbol, string instead, CancellationToken cancellationToken)
    {
        if (wait.IsUnderLock())
        {
            return new("while it holds a lock that the task or other threads may need", $"use a SemaphoreSlim instead of the lock, and {instead}");
        }

        return EnclosingFunction.BoundaryOf(wait) switch
        {
            IAnonymousFunctionOperation lambda => InLambda(lambda, instead),
            ILocalFunctionOperation local => InMethod(local.Symbol, wait, instead, cancellationToken),
            _ when containingSymbol is IMethodSymbol method => InMember(method, wait, instead, cancellationToken),
            _ => InInitializer(containingSymbol),
        };
    }

    private static SyncPlace InLambda(IAnonymousFunctionOperation lambda, string instead)
    {
        var parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation or IArgumentOperation)
        {
            parent = parent.Parent;
        }

        return parent is IObjectCreationOperation { Type: { Name: "Lazy", ContainingNamespace.Name: "System" } }
            ? new("and so does every other thread that asks for the value meanwhile", "use a Lazy<Task<T>> and await its Value")
            : new(Usual, $"make the lambda async and {instead}, or let the delegate return the task");
    }

    private static SyncPlace InMember(IMethodSymbol method, IOperation wait, string instead, CancellationToken cancellationToken) => method.MethodKind switch
    {
        MethodKind.Constructor => InConstructor,
        MethodKind.StaticConstructor => InStaticInitialization(method.ContainingType),
        MethodKind.Destructor => new("and with it the thread that runs all finalizers", "do no asynchronous work in a finalizer; implement IAsyncDisposable"),
        MethodKind.PropertyGet => new(Usual, $"a property cannot await, so offer a method that returns the task instead of '{NameOf(method)}'"),
        MethodKind.PropertySet => new(Usual, $"a property cannot await, so offer a method that returns the task instead of setting '{NameOf(method)}'"),
        MethodKind.EventAdd or MethodKind.EventRemove => new(Usual, "an event accessor cannot await, so do this in a method that returns the task"),
        MethodKind.UserDefinedOperator or MethodKind.Conversion => new(Usual, "an operator cannot await, so offer a method that returns the task"),
        _ when IsDispose(method) => new(Usual, $"implement IAsyncDisposable and {instead} in DisposeAsync"),
        _ => InMethod(method, wait, instead, cancellationToken),
    };

    private static SyncPlace InMethod(IMethodSymbol method, IOperation wait, string instead, CancellationToken cancellationToken)
    {
        if (EntryPoint.Is(method))
        {
            return new(AtStart, $"make '{method.Name}' async and {instead}");
        }

        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind is RefKind.Ref or RefKind.Out)
            {
                return new(Usual, $"return the value of '{parameter.Name}' together with the result, so that '{method.Name}' can be async and {instead}");
            }
        }

        if (AwaitsTwin(method, wait))
        {
            return new(Usual, $"let callers await '{method.Name}Async' instead of calling '{method.Name}'");
        }

        return wait.Syntax.FirstAncestorOrSelf<SyntaxNode>(IsFunction) is { } function && Yields(function, cancellationToken)
            ? new(Usual, $"make '{method.Name}' an async stream (IAsyncEnumerable) and {instead}")
            : new(Usual, $"make '{method.Name}' async and {instead}");
    }

    /// <summary>True for <c>Load() => LoadAsync().Result</c>: what callers should use is there already.</summary>
    private static bool AwaitsTwin(IMethodSymbol method, IOperation wait)
    {
        foreach (var operation in wait.Descendants())
        {
            if (operation is IInvocationOperation { TargetMethod: var called } && called.Name.Length == method.Name.Length + "Async".Length && called.Name == method.Name + "Async" &&
                SymbolEqualityComparer.Default.Equals(called.ContainingType, method.ContainingType))
            {
                return true;
            }
        }

        return false;
    }

    private static SyncPlace InConstructor { get; } = new(Usual, "a constructor cannot await, so do this in a static async method that creates the object");

    private static SyncPlace InInitializer(ISymbol member) => member.IsStatic ? InStaticInitialization(member.ContainingType) : InConstructor;

    private static SyncPlace InStaticInitialization(INamedTypeSymbol type) =>
        new($"and so does every other thread that uses '{type.Name}' meanwhile", "keep the task in the field and await it where it is needed");

    private static string NameOf(IMethodSymbol accessor) => accessor.AssociatedSymbol is IPropertySymbol { IsIndexer: false } property ? property.Name : "this[]";

    private static bool IsDispose(IMethodSymbol method) =>
        method is { Name: "Dispose", ReturnsVoid: true, Parameters: [] or [{ Type.SpecialType: SpecialType.System_Boolean }] } or { ExplicitInterfaceImplementations: [{ Name: "Dispose" }, ..] };

    private static bool IsFunction(SyntaxNode node) => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax;

    private static bool Yields(SyntaxNode function, CancellationToken cancellationToken)
    {
        foreach (var node in function.DescendantNodes(node => node == function || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or ExpressionSyntax)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (node is YieldStatementSyntax)
            {
                return true;
            }
        }

        return false;
    }
}
