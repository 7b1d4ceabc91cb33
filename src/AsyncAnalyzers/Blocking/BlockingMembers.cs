using System.Collections.Concurrent;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Blocking;

/// <summary>The members known to block, and what to do instead.</summary>
/// <param name="configured">Reads what the <c>.editorconfig</c> of a file adds.</param>
internal sealed class BlockingMembers(Func<SyntaxTree, SymbolList> configured)
{
    private static readonly Dictionary<string, Entry[]> Shipped = DataFile.Lines("blocking-members.txt")
        .Select(Entry.Read)
        .GroupBy(static entry => entry.Name, StringComparer.Ordinal)
        .ToDictionary(static group => group.Key, static group => group.ToArray(), StringComparer.Ordinal);

    // Asked for each call and property of a file, while its options never change.
    private readonly ConcurrentDictionary<SyntaxTree, SymbolList> byTree = new();

    /// <summary>What to do instead of using a shipped member; null for any other.</summary>
    public static string? AlternativeTo(ISymbol member)
    {
        if (Shipped.TryGetValue(member.Name, out var entries))
        {
            foreach (var entry in entries)
            {
                if (entry.Member.Contains(member))
                {
                    return entry.Alternative;
                }
            }
        }

        return null;
    }

    public bool IsConfigured(ISymbol member, SyntaxTree tree) => byTree.GetOrAdd(tree, configured).Contains(member);

    private sealed record Entry(string Name, SymbolList Member, string Alternative)
    {
        public static Entry Read(string line)
        {
            var end = line.IndexOf(' ');
            var id = line.Substring(0, end);
            return new(SymbolList.NameOf(id), SymbolList.Of([id]), line.Substring(end + 1));
        }
    }
}
