using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Concurrency;

internal enum Lifetime
{
    Unknown,
    Singleton,
    Scoped,
}

/// <summary>What the dependency injection of a compilation says about the lifetime of its types, by name. Lazy: asked only for types about to be reported.</summary>
internal static class Registrations
{
    private static readonly (string Method, Lifetime Lifetime)[] Methods =
    [
        ("AddSingleton", Lifetime.Singleton),
        ("TryAddSingleton", Lifetime.Singleton),
        ("AddKeyedSingleton", Lifetime.Singleton),
        ("RegisterSingleton", Lifetime.Singleton),
        ("SingleInstance", Lifetime.Singleton),
        ("AddHostedService", Lifetime.Singleton),
        ("AddScoped", Lifetime.Scoped),
        ("TryAddScoped", Lifetime.Scoped),
        ("AddKeyedScoped", Lifetime.Scoped),
        ("AddTransient", Lifetime.Scoped),
        ("TryAddTransient", Lifetime.Scoped),
        ("AddKeyedTransient", Lifetime.Scoped),
        ("AddHttpClient", Lifetime.Scoped),
    ];

    // Kept per tree, so that an edit in an IDE costs only the edited tree again.
    private static readonly ConditionalWeakTable<SyntaxTree, List<(string Type, Lifetime Lifetime)>> Found = new();

    private static readonly ConditionalWeakTable<Compilation, Dictionary<string, Lifetime>> Lifetimes = new();

    public static Lifetime Of(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        if (!Lifetimes.TryGetValue(compilation, out var known))
        {
            known = Lifetimes.GetValue(compilation, key => In(key, cancellationToken));
        }

        return known.TryGetValue(type.Name, out var lifetime) ? lifetime : Lifetime.Unknown;
    }

    private static Dictionary<string, Lifetime> In(Compilation compilation, CancellationToken cancellationToken)
    {
        var lifetimes = new Dictionary<string, Lifetime>(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (!Found.TryGetValue(tree, out var registrations))
            {
                registrations = Found.GetValue(tree, key => Collect(key, cancellationToken));
            }

            foreach (var (type, lifetime) in registrations)
            {
                // One that is registered as a singleton somewhere is one.
                if (!lifetimes.TryGetValue(type, out var before) || before != Lifetime.Singleton)
                {
                    lifetimes[type] = lifetime;
                }
            }
        }

        return lifetimes;
    }

    private static List<(string, Lifetime)> Collect(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var registrations = new List<(string, Lifetime)>();

        // Looking through the text is far cheaper than making nodes of it.
        var text = tree.GetText(cancellationToken).ToString();
        foreach (var (method, lifetime) in Methods)
        {
            for (var at = text.IndexOf(method, StringComparison.Ordinal); at >= 0; at = text.IndexOf(method, at + 1, StringComparison.Ordinal))
            {
                if (tree.GetRoot(cancellationToken).FindToken(at) is not { RawKind: (int)SyntaxKind.IdentifierToken, Parent: SimpleNameSyntax name } token || token.ValueText != method)
                {
                    continue;
                }

                if (name is GenericNameSyntax { TypeArgumentList.Arguments: [.., var implementation] } && NameOf(implementation) is { } type)
                {
                    registrations.Add((type, lifetime));
                }

                foreach (var node in name.FirstAncestorOrSelf<InvocationExpressionSyntax>()?.ArgumentList.DescendantNodes() ?? [])
                {
                    if ((node as TypeOfExpressionSyntax)?.Type is { } named && NameOf(named) is { } listed || (node as ObjectCreationExpressionSyntax)?.Type is { } created && (listed = NameOf(created)) is not null)
                    {
                        registrations.Add((listed!, lifetime));
                    }
                }
            }
        }

        return registrations;
    }

    private static string? NameOf(TypeSyntax type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        QualifiedNameSyntax name => name.Right.Identifier.ValueText,
        _ => null,
    };
}
