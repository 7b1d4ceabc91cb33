using System.Collections.Immutable;
using System.Runtime.CompilerServices;
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
    // Kept per tree, so that an edit in an IDE costs only the edited tree again.
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<ImmutableArray<SimpleNameSyntax>>> Names = new();
    private static readonly ConditionalWeakTable<Compilation, ILookup<string, SimpleNameSyntax>> Indexes = new();

    /// <summary>True if the method is subscribed to an event: <c>someEvent += Method</c>, <c>someEvent += new Handler(Method)</c>.</summary>
    public static bool HasSubscription(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken) =>
        Any(method, compilation, onlySubscriptions: true, cancellationToken);

    /// <summary>True if the method is used as a method group at all.</summary>
    public static bool HasAny(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken) =>
        Any(method, compilation, onlySubscriptions: false, cancellationToken);

    private static bool Any(IMethodSymbol method, Compilation compilation, bool onlySubscriptions, CancellationToken cancellationToken)
    {
        if (!Indexes.TryGetValue(compilation, out var index))
        {
            index = Indexes.GetValue(compilation, key => key.SyntaxTrees.SelectMany(tree => NamesIn(tree, cancellationToken)).ToLookup(static name => name.Identifier.ValueText, StringComparer.Ordinal));
        }

        foreach (var name in index[method.Name])
        {
            if (Means(name, method, name.SyntaxTree, compilation, onlySubscriptions, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Means(SimpleNameSyntax name, IMethodSymbol method, SyntaxTree tree, Compilation compilation, bool onlySubscriptions, CancellationToken cancellationToken)
    {
        // The use may be in any file; only names that match get here.
        var model = SourceModels.Of(compilation, tree);
        var info = model.GetSymbolInfo(name, cancellationToken);

        // A method given as a plain Delegate is only the candidate.
        var used = info.Symbol ?? (info.CandidateSymbols is [var candidate] && !IsNamedOnly(name) ? candidate : null);
        return SymbolEqualityComparer.Default.Equals(used?.OriginalDefinition, method.OriginalDefinition) &&
            (!onlySubscriptions ||
                name.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { RawKind: (int)SyntaxKind.AddAssignmentExpression } assignment &&
                model.GetSymbolInfo(assignment.Left, cancellationToken).Symbol is IEventSymbol);
    }

    /// <summary>True inside <c>nameof</c>.</summary>
    private static bool IsNamedOnly(SimpleNameSyntax name) =>
        name.FirstAncestorOrSelf<ArgumentSyntax>()?.Parent?.Parent is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } };

    private static ImmutableArray<SimpleNameSyntax> NamesIn(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!Names.TryGetValue(tree, out var found))
        {
            found = Names.GetValue(tree, key => new(Collect(key.GetRoot(cancellationToken))));
        }

        return found.Value;
    }

    /// <summary>The names that stand where a value is expected and are not called; most of them are variables, which binding tells apart.</summary>
    private static ImmutableArray<SimpleNameSyntax> Collect(SyntaxNode root)
    {
        var names = ImmutableArray.CreateBuilder<SimpleNameSyntax>();
        foreach (var node in root.DescendantNodes())
        {
            if (node is SimpleNameSyntax name && IsValue(name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name))
            {
                names.Add(name);
            }
        }

        return names.ToImmutable();
    }

    private static bool IsValue(ExpressionSyntax expression) => expression.Parent switch
    {
        ArgumentSyntax or EqualsValueClauseSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax or CastExpressionSyntax or
            ConditionalExpressionSyntax or InitializerExpressionSyntax or ExpressionElementSyntax or SwitchExpressionArmSyntax => true,
        ParenthesizedExpressionSyntax parenthesized => IsValue(parenthesized),
        AssignmentExpressionSyntax assignment => assignment.Right == expression,
        BinaryExpressionSyntax binary => binary.IsKind(SyntaxKind.CoalesceExpression),
        _ => false,
    };
}
