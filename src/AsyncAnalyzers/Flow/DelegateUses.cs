using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Flow;

/// <summary>
/// Finds out whether a method becomes a delegate anywhere in its compilation: subscribed to an event, passed, stored or returned as a method group.
/// Lazy: asked only for methods about to be reported.
/// </summary>
internal static class DelegateUses
{
    /// <summary>True if the method is subscribed to an event: <c>someEvent += Method</c>, <c>someEvent += new Handler(Method)</c>.</summary>
    public static bool HasSubscription(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken) =>
        Any(method, compilation, onlySubscriptions: true, cancellationToken);

    /// <summary>True if the method is used as a method group at all.</summary>
    public static bool HasAny(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken) =>
        Any(method, compilation, onlySubscriptions: false, cancellationToken);

    private static bool Any(IMethodSymbol method, Compilation compilation, bool onlySubscriptions, CancellationToken cancellationToken)
    {
        foreach (var file in FilesOf(method, compilation, cancellationToken))
        {
            foreach (var name in file.Named(method.Name, cancellationToken))
            {
                if (Means(name, method, file.Tree, compilation, onlySubscriptions, cancellationToken))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The files that can see the method.</summary>
    private static IEnumerable<ValueNames> FilesOf(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
    {
        ISymbol? scope = method is { MethodKind: MethodKind.LocalFunction } ? method : method is { DeclaredAccessibility: Accessibility.Private, ContainingType: { } type } ? type : null;
        return scope is null
            ? ValueNameIndex.Of(compilation, cancellationToken).With(method.Name)
            : scope.DeclaringSyntaxReferences.Select(static reference => reference.SyntaxTree).Distinct().Select(tree => ValueNames.In(tree, cancellationToken));
    }

    private static bool Means(SimpleNameSyntax name, IMethodSymbol method, SyntaxTree tree, Compilation compilation, bool onlySubscriptions, CancellationToken cancellationToken)
    {
        // The use may be in any file; only names that match get here.
        var model = SourceModels.Of(compilation, tree);
        if (!IsVisible(name, method, model, cancellationToken))
        {
            return false;
        }

        var info = model.GetSymbolInfo(name, cancellationToken);

        // A method given as a plain Delegate is only the candidate.
        var used = info.Symbol ?? (info.CandidateSymbols is [var candidate] && !IsNamedOnly(name) ? candidate : null);
        return SymbolEqualityComparer.Default.Equals(used?.OriginalDefinition, method.OriginalDefinition) &&
            (!onlySubscriptions ||
                name.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { RawKind: (int)SyntaxKind.AddAssignmentExpression } assignment &&
                model.GetSymbolInfo(assignment.Left, cancellationToken).Symbol is IEventSymbol);
    }

    /// <summary>False for a name alone, in a type that does not have the method: to know that, no code needs to be bound.</summary>
    private static bool IsVisible(SimpleNameSyntax name, IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken)
    {
        // Static methods may be imported.
        if (method.IsStatic || method.MethodKind == MethodKind.LocalFunction || name.Parent is MemberAccessExpressionSyntax { Expression: not InstanceExpressionSyntax })
        {
            return true;
        }

        for (var declaration = name.FirstAncestorOrSelf<TypeDeclarationSyntax>(); declaration is not null; declaration = declaration.Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>())
        {
            for (ITypeSymbol? type = model.GetDeclaredSymbol(declaration, cancellationToken); type is not null; type = type.BaseType)
            {
                if (type.TypeKind == TypeKind.Interface || SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, method.ContainingType.OriginalDefinition))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>True inside <c>nameof</c>.</summary>
    private static bool IsNamedOnly(SimpleNameSyntax name) =>
        name.FirstAncestorOrSelf<ArgumentSyntax>()?.Parent?.Parent is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } };
}
