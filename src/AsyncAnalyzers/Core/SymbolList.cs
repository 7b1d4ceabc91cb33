using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Core;

/// <summary>
/// Members and types named by documentation-comment ids. A method id without a parameter list means all overloads;
/// a type id means all its members. An override or implementation is listed if what it overrides or implements is.
/// </summary>
internal sealed class SymbolList
{
    public static readonly SymbolList Empty = new([]);

    private readonly ImmutableDictionary<string, ImmutableArray<string>> idsByName;

    private SymbolList(IEnumerable<string> ids) =>
        idsByName = ids.GroupBy(NameOf, StringComparer.Ordinal).ToImmutableDictionary(static group => group.Key, static group => group.ToImmutableArray(), StringComparer.Ordinal);

    public bool IsEmpty => idsByName.IsEmpty;

    /// <summary>Reads ids separated by <c>|</c>; false if one of them is no documentation-comment id.</summary>
    public static bool TryParse(string text, out SymbolList list)
    {
        var ids = text.Split(['|'], StringSplitOptions.RemoveEmptyEntries).Select(static id => id.Trim()).Where(static id => id.Length > 0).ToArray();
        list = new(ids);
        return ids.All(IsId);
    }

    /// <summary>A list of ids known to be well-formed, such as a shipped one.</summary>
    public static SymbolList Of(IEnumerable<string> ids) => new(ids);

    /// <summary>True for <c>M:Acme.Jobs.Start</c> and the like.</summary>
    public static bool IsId(string id) =>
        id.Length > 2 && id[1] == ':' && id[0] is 'M' or 'T' or 'P' or 'F' or 'E' or 'N' && !char.IsWhiteSpace(id[2]) && id.IndexOf(' ') < 0;

    public bool Contains(ISymbol symbol)
    {
        if (IsEmpty)
        {
            return false;
        }

        var definition = (symbol as IMethodSymbol)?.ReducedFrom ?? symbol.OriginalDefinition;
        return Lists(definition) || definition.ContainingType is { } type && Lists(type.OriginalDefinition) ||
            definition is IMethodSymbol { OverriddenMethod: { } overridden } && Contains(overridden) ||
            ImplementsListed(definition);
    }

    /// <summary>The simple name in an id: <c>Start</c> of <c>M:Acme.Jobs.Start(System.Int32)</c>.</summary>
    public static string NameOf(string id)
    {
        var end = id.IndexOf('(');
        var path = end < 0 ? id.Substring(2) : id.Substring(2, end - 2);
        var name = path.Substring(path.LastIndexOf('.') + 1);
        var arity = name.IndexOf('`');
        return arity < 0 ? name : name.Substring(0, arity);
    }

    private bool ImplementsListed(ISymbol member)
    {
        if (!idsByName.ContainsKey(member.Name) || member is not (IMethodSymbol or IPropertySymbol) || member.ContainingType is not { TypeKind: not TypeKind.Interface } type)
        {
            return false;
        }

        foreach (var contract in type.AllInterfaces)
        {
            foreach (var candidate in contract.GetMembers(member.Name))
            {
                if (Lists(candidate.OriginalDefinition) && SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(candidate), member))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool Lists(ISymbol symbol)
    {
        if (!idsByName.TryGetValue(symbol.Name, out var ids) || symbol.GetDocumentationCommentId() is not { } full)
        {
            return false;
        }

        foreach (var id in ids)
        {
            if (full == id || full.StartsWith(id, StringComparison.Ordinal) && full[id.Length] is '(' or '`' or '~')
            {
                return true;
            }
        }

        return false;
    }
}
