using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Flow;

/// <summary>What a line of a catalogue says about a type or member.</summary>
internal enum CatalogueKind
{
    /// <summary>One instance (or the static member) may be used by several operations at the same time.</summary>
    Safe,

    /// <summary>It may not.</summary>
    Unsafe,

    /// <summary>Others see the order of the calls.</summary>
    Ordered,

    /// <summary>Nearly always complete at once: overlapping costs more than it gains.</summary>
    Fast,

    /// <summary>Hands out instances of its own: what lies behind it is not shared.</summary>
    Cut,
}

/// <summary>What a catalogue says about a type: the judgement and whether the type itself is listed, not one that it derives from.</summary>
internal readonly record struct Listing(Judgement Judgement, bool IsExact);

/// <summary>
/// A list of types and members with what is known of them under concurrency: the shipped <c>Data/concurrency.txt</c> or an additional file
/// <c>AsyncAnalyzers.Concurrency.txt</c>. One <c>kind id # reason</c> a line; see the head of the shipped one.
/// </summary>
internal sealed class ConcurrencyCatalogue
{
    public const string FileName = "AsyncAnalyzers.Concurrency.txt";

    private static readonly Lazy<ConcurrencyCatalogue> ShippedLines = new(ReadShipped);
    private static readonly ConditionalWeakTable<SourceText, ConcurrencyCatalogue> Read = new();

    private readonly ILookup<string, CatalogueLine> byName;

    // By the last part of its name: most namespaces need not be spelled out to see that nothing is said about them.
    private readonly ILookup<string, CatalogueLine> byNamespace;

    private ConcurrencyCatalogue(SourceText text)
    {
        var lines = new List<CatalogueLine>();
        var unreadable = ImmutableArray.CreateBuilder<TextSpan>();
        foreach (var line in text.Lines)
        {
            var content = line.ToString();
            if (CatalogueLine.IsBlank(content))
            {
                continue;
            }

            if (CatalogueLine.TryParse(content) is { } parsed)
            {
                lines.Add(parsed);
            }
            else
            {
                var start = line.Start + content.Length - content.TrimStart().Length;
                unreadable.Add(TextSpan.FromBounds(start, line.Start + content.TrimEnd().Length));
            }
        }

        Unreadable = unreadable.ToImmutable();
        byName = lines.Where(static line => line.Namespace is null).ToLookup(static line => line.Name, StringComparer.Ordinal);
        byNamespace = lines.Where(static line => line.Namespace is not null).ToLookup(static line => line.Namespace!.Substring(line.Namespace.LastIndexOf('.') + 1), StringComparer.Ordinal);
    }

    public static ConcurrencyCatalogue Shipped => ShippedLines.Value;

    /// <summary>Where the lines stand that could not be read.</summary>
    public ImmutableArray<TextSpan> Unreadable { get; }

    /// <summary>The catalogue in an additional file; null for any other file or one that cannot be read.</summary>
    public static ConcurrencyCatalogue? Of(AdditionalText file, CancellationToken cancellationToken) =>
        string.Equals(Path.GetFileName(file.Path), FileName, StringComparison.OrdinalIgnoreCase) && file.GetText(cancellationToken) is { } text
            ? Read.GetValue(text, static key => new(key))
            : null;

    public static ConcurrencyCatalogue Parse(string text) => new(SourceText.From(text));

    /// <summary>Is the type, or one that it derives from or implements, listed as safe or unsafe? The nearest base class decides, then unsafe interfaces, then safe ones.</summary>
    public Listing? OfType(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (VerdictOn(current) is { } line)
            {
                return new(Explain(line, type, current), ReferenceEquals(current, type));
            }
        }

        Listing? found = null;
        foreach (var contract in type.AllInterfaces)
        {
            if (VerdictOn(contract) is { } line && (found is null || line.Kind == CatalogueKind.Unsafe))
            {
                found = new(Explain(line, type, contract), false);
            }
        }

        return found;
    }

    /// <summary>Is the member, what it overrides or implements, or the static class it stands in listed as safe or unsafe?</summary>
    public Judgement? OfMember(ISymbol member)
    {
        for (var current = member; current is not null; current = Overridden(current))
        {
            if (LineFor(current, CatalogueKind.Unsafe) is { } risky)
            {
                return Explain(risky, current, current);
            }

            if (LineFor(current, CatalogueKind.Safe) is { } harmless)
            {
                return Explain(harmless, current, current);
            }
        }

        return member.ContainingType is { IsStatic: true } container && VerdictOn(container) is { } line ? Explain(line, container, container) : null;
    }

    /// <summary>True if the member is listed as of that kind: by itself, by what it overrides, or by its type.</summary>
    public bool ListsMember(ISymbol member, CatalogueKind kind)
    {
        for (var current = member; current is not null; current = Overridden(current))
        {
            if (LineFor(current, kind) is not null)
            {
                return true;
            }
        }

        return member.ContainingType is { } type && ListsType(type, kind);
    }

    /// <summary>True if the type, or one that it derives from or implements, is listed as of that kind.</summary>
    public bool ListsType(ITypeSymbol type, CatalogueKind kind)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (LineFor(current, kind) is not null)
            {
                return true;
            }
        }

        foreach (var contract in type.AllInterfaces)
        {
            if (LineFor(contract, kind) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static ConcurrencyCatalogue ReadShipped()
    {
        using var stream = typeof(ConcurrencyCatalogue).Assembly.GetManifestResourceStream("concurrency.txt");
        return new(SourceText.From(stream!));
    }

    private static ISymbol? Overridden(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };

    private static Judgement Explain(CatalogueLine line, ISymbol subject, ISymbol listed)
    {
        var (verdict, phrase) = line.Kind == CatalogueKind.Safe
            ? (Verdict.Safe, "is safe for concurrent use")
            : (Verdict.Unsafe, "is not safe for concurrent use");
        var name = listed.ContainingType is { } container && listed is not ITypeSymbol ? $"{container.Name}.{listed.Name}" : listed.Name;
        var derived = ReferenceEquals(subject, listed) || subject.Name == listed.Name ? name : $"{subject.Name} is a {name}, which";
        return new(verdict, line.Reason is null ? $"{derived} {phrase}" : $"{derived} {phrase}: {line.Reason}");
    }

    private CatalogueLine? VerdictOn(ITypeSymbol type) => LineFor(type, CatalogueKind.Unsafe) ?? LineFor(type, CatalogueKind.Safe);

    /// <summary>The line that lists the symbol itself; one that names it wins over one that names its namespace.</summary>
    private CatalogueLine? LineFor(ISymbol symbol, CatalogueKind kind)
    {
        var definition = ((symbol as IMethodSymbol)?.ReducedFrom ?? symbol).OriginalDefinition;
        string? id = null;
        foreach (var line in byName[definition.Name])
        {
            if (line.Kind == kind && line.Matches(id ??= definition.GetDocumentationCommentId() ?? ""))
            {
                return line;
            }
        }

        // A type that has a verdict of its own is judged by it: `safe Acme.*` says nothing about `unsafe T:Acme.Context`.
        return definition is ITypeSymbol type && (kind is not (CatalogueKind.Safe or CatalogueKind.Unsafe) || !HasOwnVerdict(type, id)) ? NamespaceLineFor(type, kind) : null;
    }

    private bool HasOwnVerdict(ITypeSymbol type, string? id)
    {
        foreach (var line in byName[type.Name])
        {
            if (line.Kind is CatalogueKind.Safe or CatalogueKind.Unsafe && line.Matches(id ??= type.GetDocumentationCommentId() ?? ""))
            {
                return true;
            }
        }

        return false;
    }

    private CatalogueLine? NamespaceLineFor(ITypeSymbol type, CatalogueKind kind)
    {
        if (byNamespace.Count == 0)
        {
            return null;
        }

        for (var around = type.ContainingNamespace; around is { IsGlobalNamespace: false }; around = around.ContainingNamespace)
        {
            foreach (var line in byNamespace[around.Name])
            {
                if (line.Kind == kind && type.Name.EndsWith(line.Name, StringComparison.Ordinal) && around.ToDisplayString() == line.Namespace)
                {
                    return line;
                }
            }
        }

        return null;
    }
}
