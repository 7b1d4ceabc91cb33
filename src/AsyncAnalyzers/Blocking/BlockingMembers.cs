using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Blocking;

/// <summary>The members known to block, and what to do instead.</summary>
internal static class BlockingMembers
{
    private static readonly Dictionary<string, Entry[]> Shipped = DataFile.Lines("blocking-members.txt")
        .Select(Entry.Read)
        .GroupBy(static entry => entry.Name, StringComparer.Ordinal)
        .ToDictionary(static group => group.Key, static group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>What to do instead of using a shipped member; null for any other.</summary>
    public static string? AlternativeTo(ISymbol member)
    {
        if (Shipped.TryGetValue(member.Name, out var entries))
        {
            foreach (var entry in entries)
            {
                // Every delegate has an Invoke and every list an Add, and ids are dear to make.
                if (entry.Type == member.ContainingType?.Name && entry.Member.Contains(member))
                {
                    return entry.Alternative;
                }
            }
        }

        return null;
    }

    private sealed record Entry(string Type, string Name, SymbolList Member, string Alternative)
    {
        public static Entry Read(string line)
        {
            var end = line.IndexOf(' ');
            var id = line.Substring(0, end);
            var path = id.Split('(')[0];
            return new(SymbolList.NameOf(path.Substring(0, path.LastIndexOf('.'))), SymbolList.NameOf(id), SymbolList.Of([id]), line.Substring(end + 1));
        }
    }
}
