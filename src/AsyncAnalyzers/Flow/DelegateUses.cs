using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>
/// Finds out whether a method becomes a delegate anywhere in its compilation: subscribed to an event, passed, stored or returned as a method group.
/// Of overloads, any may be the one. Lazy: asked only for methods about to be reported.
/// </summary>
internal static class DelegateUses
{
    // Methods of one name ask about the same places.
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<(ValueNames File, string Name), Use[]>> Uses = new();

    // A member with hundreds of local functions is looked through once.
    private static readonly ConditionalWeakTable<IOperation, HashSet<IMethodSymbol>> Groups = new();

    /// <summary>True if the method is subscribed to an event: <c>someEvent += Method</c>, <c>someEvent += new Handler(Method)</c>.</summary>
    public static bool HasSubscription(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken) =>
        Any(method, compilation, onlySubscriptions: true, cancellationToken);

    /// <summary>True if the method is used as a method group at all.</summary>
    public static bool HasAny(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken) =>
        Any(method, compilation, onlySubscriptions: false, cancellationToken);

    /// <summary>True if the local function is used as a method group in the code around it, which is bound already.</summary>
    public static bool HasAny(ILocalFunctionOperation function) => Groups.GetValue(function.Root(), GroupsIn).Contains(function.Symbol);

    private static HashSet<IMethodSymbol> GroupsIn(IOperation code)
    {
        var groups = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in code.Descendants())
        {
            if (operation is IMethodReferenceOperation { Method: var method })
            {
                groups.Add(method.OriginalDefinition);
            }
        }

        return groups;
    }

    private static bool Any(IMethodSymbol method, Compilation compilation, bool onlySubscriptions, CancellationToken cancellationToken)
    {
        var known = Uses.GetOrCreateValue(compilation);
        foreach (var file in FilesOf(method, compilation, cancellationToken))
        {
            var key = (file, method.Name);
            if (!known.TryGetValue(key, out var uses))
            {
                uses = known.GetOrAdd(key, [.. file.Named(method.Name, cancellationToken).Select(name => new Use(name, file))]);
            }

            foreach (var use in uses)
            {
                if (use.Means(method, compilation, cancellationToken) && (!onlySubscriptions || use.IsSubscription(compilation, cancellationToken)))
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

    /// <summary>A name that stands where a value is expected.</summary>
    private sealed class Use(SimpleNameSyntax name, ValueNames file)
    {
        private readonly bool isNameAlone = name.Parent is not MemberAccessExpressionSyntax { Expression: not InstanceExpressionSyntax };
        private volatile StrongBox<bool>? isOfType;
        private volatile StrongBox<ISymbol?>? meaning;

        public bool Means(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
        {
            if (meaning is null)
            {
                // The use may be in any file; only names that match get here. What is told from the type's name alone is asked before what looks the type up.
                var model = SourceModels.Of(compilation, file.Tree);
                if (!IsVisible(method, model, cancellationToken) || !method.IsStatic && IsOfType(compilation, model, cancellationToken))
                {
                    return false;
                }

                var declared = Declared(compilation, model, cancellationToken);
                if (declared.Of(name) is { } member)
                {
                    meaning = new(member is IMethodSymbol && IsNamedOnly() ? null : member.OriginalDefinition);
                }
                else if (declared.IsOverloaded(name, method))
                {
                    return !IsNamedOnly();
                }
                else
                {
                    meaning = new(Bound(model, cancellationToken));
                }
            }

            return SymbolEqualityComparer.Default.Equals(meaning.Value, method.OriginalDefinition);
        }

        public bool IsSubscription(Compilation compilation, CancellationToken cancellationToken) =>
            name.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { RawKind: (int)SyntaxKind.AddAssignmentExpression } assignment &&
            SourceModels.Of(compilation, file.Tree).GetSymbolInfo(assignment.Left, cancellationToken).Symbol is IEventSymbol;

        private ISymbol? Bound(SemanticModel model, CancellationToken cancellationToken)
        {
            var info = model.GetSymbolInfo(name, cancellationToken);

            // A method given as a plain Delegate is only the candidate.
            var symbol = info.Symbol ?? (info.CandidateSymbols is [var candidate] && !IsNamedOnly() ? candidate : null);
            return ((symbol as IMethodSymbol)?.ReducedFrom ?? symbol)?.OriginalDefinition;
        }

        private bool IsOfType(Compilation compilation, SemanticModel model, CancellationToken cancellationToken) =>
            (isOfType ??= new(Declared(compilation, model, cancellationToken).IsOfType(name))).Value;

        private DeclaredMember Declared(Compilation compilation, SemanticModel model, CancellationToken cancellationToken) =>
            new(file.Text, file.HasStaticImports || ValueNameIndex.Of(compilation, cancellationToken).HasGlobalStaticImports, model, cancellationToken);

        /// <summary>False for a name alone, in a type that does not have the method: to know that, no code needs to be bound.</summary>
        private bool IsVisible(IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken)
        {
            // Static methods may be imported.
            if (method.IsStatic || method.MethodKind == MethodKind.LocalFunction || !isNameAlone)
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
        private bool IsNamedOnly() =>
            name.FirstAncestorOrSelf<ArgumentSyntax>()?.Parent?.Parent is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } };
    }
}
