using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Flow;

/// <summary>Finds out whether a method is subscribed to an event anywhere in its compilation. Lazy: asked only for methods about to be reported.</summary>
internal static class EventSubscriptions
{
    // Kept per tree, so that an edit in an IDE costs only the edited tree again.
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<ImmutableArray<SimpleNameSyntax>>> Handlers = new();

    /// <summary>True if <c>someEvent += Method</c> occurs, also as <c>new Handler(Method)</c>.</summary>
    public static bool Contain(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var name in HandlersIn(tree, cancellationToken))
            {
                if (name.Identifier.ValueText == method.Name && IsSubscription(name, method, tree, compilation, cancellationToken))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsSubscription(SimpleNameSyntax name, IMethodSymbol method, SyntaxTree tree, Compilation compilation, CancellationToken cancellationToken)
    {
#pragma warning disable RS0030 // The subscription may be in any file; only names that match get here.
        var model = compilation.GetSemanticModel(tree);
#pragma warning restore RS0030
        var assignment = name.FirstAncestorOrSelf<AssignmentExpressionSyntax>();
        return assignment is not null &&
            model.GetSymbolInfo(assignment.Left, cancellationToken).Symbol is IEventSymbol &&
            SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol?.OriginalDefinition, method.OriginalDefinition);
    }

    private static ImmutableArray<SimpleNameSyntax> HandlersIn(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!Handlers.TryGetValue(tree, out var found))
        {
            found = Handlers.GetValue(tree, key => new(Collect(key.GetRoot(cancellationToken))));
        }

        return found.Value;
    }

    private static ImmutableArray<SimpleNameSyntax> Collect(SyntaxNode root)
    {
        var names = ImmutableArray.CreateBuilder<SimpleNameSyntax>();
        foreach (var node in root.DescendantNodes())
        {
            if (node.IsKind(SyntaxKind.AddAssignmentExpression) && NameOf(((AssignmentExpressionSyntax)node).Right) is { } name)
            {
                names.Add(name);
            }
        }

        return names.ToImmutable();
    }

    private static SimpleNameSyntax? NameOf(ExpressionSyntax handler) => handler switch
    {
        SimpleNameSyntax name => name,
        MemberAccessExpressionSyntax { Name: var name } => name,
        ParenthesizedExpressionSyntax { Expression: var inner } => NameOf(inner),
        CastExpressionSyntax { Expression: var inner } => NameOf(inner),
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var inner }] } => NameOf(inner),
        _ => null,
    };
}
