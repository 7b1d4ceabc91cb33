using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Flow;

/// <summary>
/// What is known about types and members under concurrent use; one per compilation and set of options. Decided in this order:
/// additional file, attribute, shipped catalogue, immutability; what is left is unknown by itself, and told by what it leads to (<see cref="ReachOf"/>).
/// </summary>
internal sealed class Concurrency
{
    private static readonly ConditionalWeakTable<Compilation, ConditionalWeakTable<AnalyzerOptions, Concurrency>> Instances = new();

    private readonly ConcurrentDictionary<ITypeSymbol, (Judgement Judgement, Listing? Listing)> types = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, Judgement?> members = new(SymbolEqualityComparer.Default);
    private readonly Lazy<ConcurrencyCatalogue[]> catalogues;
    private readonly Immutability immutability;
    private readonly TypeClosure closure;
    private readonly Effects effects;
    private readonly ConcurrentDictionary<ITypeSymbol, Reach> reaches = new(SymbolEqualityComparer.Default);

    private Concurrency(Compilation compilation, AnalyzerOptions options, KnownTypes types)
    {
        Compilation = compilation;
        Types = types;
        closure = new(this, Implementors.Of(compilation));
        effects = new(this);
        immutability = new(type => FindListed(type) is { Judgement.Verdict: Verdict.Safe });
        catalogues = new(() =>
        [
            .. options.AdditionalFiles.Select(static file => ConcurrencyCatalogue.Of(file, CancellationToken.None)).OfType<ConcurrencyCatalogue>(),
            ConcurrencyCatalogue.Shipped,
        ]);
    }

    public Compilation Compilation { get; }

    public KnownTypes Types { get; }

    private ReadOnlySpan<ConcurrencyCatalogue> Own => catalogues.Value.AsSpan(0, catalogues.Value.Length - 1);

    public static Concurrency Of(Compilation compilation, AnalyzerOptions options, KnownTypes types) =>
        Instances.GetOrCreateValue(compilation).GetValue(options, key => new(compilation, key, types));

    /// <summary>May one instance of the type be used by several operations at the same time?</summary>
    public Judgement OfType(ITypeSymbol type) => JudgeType(type).Judgement;

    /// <summary>May an object of the type be used by several operations at the same time, judged by all that it leads to? Dear when first asked about a type.</summary>
    public Reach ReachOf(ITypeSymbol type) => reaches.TryGetValue(type, out var known) ? known : reaches.GetOrAdd(type, closure.Of(type));

    /// <summary>What a function of the compilation does besides yielding a value. Dear when first asked about a function.</summary>
    public Effect EffectOf(IMethodSymbol function) => effects.Of(function);

    /// <summary>True if the type itself is listed or marked, so that the verdict covers all its own methods, those declared in source too.</summary>
    public bool IsListed(ITypeSymbol type) => JudgeType(type).Listing is { IsExact: true };

    /// <summary>True if the type, or one that it derives from or implements, is listed or marked as safe: a service, not just a value that cannot change.</summary>
    public bool IsListedSafe(ITypeSymbol type) => JudgeType(type).Listing is { Judgement.Verdict: Verdict.Safe };

    /// <summary>What is said about the member itself or its static class (a safe method of an otherwise unsafe type); null if nothing is.</summary>
    public Judgement? OfMember(ISymbol member) => members.GetOrAdd(member.OriginalDefinition, FindMember);

    /// <summary>True if the task of the method is nearly always complete already, so that overlapping costs more than it gains.</summary>
    public bool IsFast(IMethodSymbol method, ITypeSymbol? receiver = null) =>
        method.Name is "FlushAsync" or "DisposeAsync" || Lists(method, receiver, CatalogueKind.Fast);

    /// <summary>True if others see the order in which the method is called.</summary>
    public bool IsOrdered(IMethodSymbol method, ITypeSymbol? receiver = null) => Lists(method, receiver, CatalogueKind.Ordered);

    /// <summary>True if the type hands out instances of its own, so that what lies behind it is not shared by those who share it.</summary>
    public bool IsCut(ITypeSymbol type)
    {
        foreach (var catalogue in catalogues.Value)
        {
            if (catalogue.ListsType(type, CatalogueKind.Cut))
            {
                return true;
            }
        }

        return false;
    }

    private (Judgement Judgement, Listing? Listing) JudgeType(ITypeSymbol type) =>
        types.TryGetValue(type, out var known) ? known : types.GetOrAdd(type, FindType(type));

    private (Judgement Judgement, Listing? Listing) FindType(ITypeSymbol type) =>
        FindListed(type) is { } listed ? (listed.Judgement, listed)
        : immutability.IsImmutable(type) ? (new(Verdict.Safe, $"{DisplayName(type)} cannot change"), null)
        : (new(Verdict.Unknown, $"nothing is known about {DisplayName(type)}"), null);

    private Listing? FindListed(ITypeSymbol type)
    {
        foreach (var catalogue in Own)
        {
            if (catalogue.OfType(type) is { } own)
            {
                return own with { IsExact = true };
            }
        }

        return MarkOn(type) is { } mark ? new(mark, true) : ConcurrencyCatalogue.Shipped.OfType(type);
    }

    private Judgement? FindMember(ISymbol member)
    {
        foreach (var catalogue in Own)
        {
            if (catalogue.OfMember(member) is { } own)
            {
                return own;
            }
        }

        return Mark(member, member.Name) ?? (member.ContainingType is { IsStatic: true } container ? Mark(container, container.Name) : null) ?? ConcurrencyCatalogue.Shipped.OfMember(member);
    }

    private bool Lists(IMethodSymbol method, ITypeSymbol? receiver, CatalogueKind kind)
    {
        foreach (var catalogue in catalogues.Value)
        {
            if (catalogue.ListsMember(method, kind) || receiver is not null && catalogue.ListsType(receiver, kind))
            {
                return true;
            }
        }

        return false;
    }

    private static Judgement? MarkOn(ITypeSymbol type)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (Mark(current, type.Name) is { } mark)
            {
                return mark;
            }
        }

        foreach (var contract in type.AllInterfaces)
        {
            if (Mark(contract, type.Name) is { } mark)
            {
                return mark;
            }
        }

        return null;
    }

    private static Judgement? Mark(ISymbol symbol, string name)
    {
        foreach (var attribute in symbol.OriginalDefinition.GetAttributes())
        {
            switch (attribute.AttributeClass?.Name)
            {
                case "ConcurrencySafeAttribute" or "ConcurrencySafe":
                    return new(Verdict.Safe, $"{name} is marked [ConcurrencySafe]");
                case "NotConcurrencySafeAttribute" or "NotConcurrencySafe":
                    return new(Verdict.Unsafe, $"{name} is marked [NotConcurrencySafe]");
            }
        }

        return null;
    }

    private static string DisplayName(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
