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
    private static readonly string[] Parts = ["Singleton", "HostedService", "SingleInstance", "Scoped", "Transient", "AddHttpClient"];

    // Kept per tree, so that an edit in an IDE costs only the edited tree again.
    private static readonly ConditionalWeakTable<SyntaxTree, List<(string Type, Lifetime Lifetime)>> Found = new();

    public static Lifetime Of(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        var lifetime = Lifetime.Unknown;
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (!Found.TryGetValue(tree, out var registrations))
            {
                registrations = Found.GetValue(tree, key => MayRegister(key.GetText(cancellationToken).ToString()) ? Collect(key.GetRoot(cancellationToken)) : []);
            }

            foreach (var registration in registrations)
            {
                // One that is registered as a singleton somewhere is one.
                if (registration.Type == type.Name && lifetime != Lifetime.Singleton)
                {
                    lifetime = registration.Lifetime;
                }
            }
        }

        return lifetime;
    }

    /// <summary>Parts of the names of <see cref="LifetimeOf"/>: looking through the text is far cheaper than making nodes of it.</summary>
    private static bool MayRegister(string text) => Parts.Any(part => text.IndexOf(part, StringComparison.Ordinal) >= 0);

    private static List<(string, Lifetime)> Collect(SyntaxNode root)
    {
        var registrations = new List<(string, Lifetime)>();
        foreach (var token in root.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.Parent is SimpleNameSyntax name && LifetimeOf(token.ValueText) is { } lifetime and not Lifetime.Unknown)
            {
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

    private static Lifetime LifetimeOf(string method) => method switch
    {
        "AddSingleton" or "TryAddSingleton" or "AddKeyedSingleton" or "AddHostedService" or "SingleInstance" or "RegisterSingleton" => Lifetime.Singleton,
        "AddScoped" or "TryAddScoped" or "AddKeyedScoped" or "AddTransient" or "TryAddTransient" or "AddKeyedTransient" or "AddHttpClient" => Lifetime.Scoped,
        _ => Lifetime.Unknown,
    };

    private static string? NameOf(TypeSyntax type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        QualifiedNameSyntax name => name.Right.Identifier.ValueText,
        _ => null,
    };
}
