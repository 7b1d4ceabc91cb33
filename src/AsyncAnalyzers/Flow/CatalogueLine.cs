using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncAnalyzers.Flow;

/// <summary>One line of a <see cref="ConcurrencyCatalogue"/>.</summary>
internal sealed class CatalogueLine
{
    private readonly string id;

    private CatalogueLine(CatalogueKind kind, string id, string? @namespace, string name, string? reason)
    {
        this.id = id;
        Kind = kind;
        Namespace = @namespace;
        Name = name;
        Reason = reason;
    }

    /// <summary>What may stand on a line, for messages.</summary>
    public static string Accepted =>
        "write safe, unsafe, ordered, fast or cut, then a documentation-comment id such as T:Acme.Client or M:Acme.Client.Load, or a namespace such as Acme.Clients.*";

    public CatalogueKind Kind { get; }

    /// <summary>The namespace whose types are meant, those of nested namespaces included; null for a line with an id.</summary>
    public string? Namespace { get; }

    /// <summary>The simple name of the type or member; for a namespace the end that the names of its types must have.</summary>
    public string Name { get; }

    /// <summary>The comment behind the id.</summary>
    public string? Reason { get; }

    /// <summary>True for an empty line or one that is all comment.</summary>
    public static bool IsBlank(string line) => line.TrimStart() is "" or ['#', ..];

    /// <summary><c>safe T:Acme.Client # reason</c>; null if that is not what the line says.</summary>
    public static CatalogueLine? TryParse(string line)
    {
        var (content, reason) = SplitComment(line);
        if (content.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries) is not [var word, var target] || KindOf(word) is not { } kind)
        {
            return null;
        }

        if (target.StartsWith("N:", StringComparison.Ordinal))
        {
            target = target.Substring(2) + ".*";
        }
        else if (SymbolList.IsId(target))
        {
            return new(kind, target, null, SymbolList.NameOf(target), reason);
        }

        var star = target.IndexOf(".*", StringComparison.Ordinal);
        if (star <= 0)
        {
            return null;
        }

        var (name, ending) = (target.Substring(0, star), target.Substring(star + 2));
        return name.Split('.').All(SyntaxFacts.IsValidIdentifier) && ending.All(SyntaxFacts.IsIdentifierPartCharacter)
            ? new(kind, target, name, ending, reason)
            : null;
    }

    /// <summary>True if the full id is this one; an id without parameters means all overloads, one without arity every arity.</summary>
    public bool Matches(string full) =>
        full == id || full.StartsWith(id, StringComparison.Ordinal) && full[id.Length] is '(' or '`' or '~';

    private static CatalogueKind? KindOf(string word) => word switch
    {
        "safe" => CatalogueKind.Safe,
        "unsafe" => CatalogueKind.Unsafe,
        "ordered" => CatalogueKind.Ordered,
        "fast" => CatalogueKind.Fast,
        "cut" => CatalogueKind.Cut,
        _ => null,
    };

    // Documentation-comment ids may contain '#' (M:Acme.Client.#ctor): a comment has white space in front.
    private static (string Content, string? Reason) SplitComment(string line)
    {
        for (var index = 1; index < line.Length; index++)
        {
            if (line[index] == '#' && char.IsWhiteSpace(line[index - 1]))
            {
                var reason = line.Substring(index + 1).Trim();
                return (line.Substring(0, index), reason.Length == 0 ? null : reason);
            }
        }

        return (line, null);
    }
}
