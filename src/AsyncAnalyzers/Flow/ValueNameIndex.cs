using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Flow;

/// <summary>Tells which files of a compilation hold a name among their <see cref="ValueNames"/>: thousands of names would otherwise be looked for in thousands of files.</summary>
internal sealed class ValueNameIndex
{
    private static readonly ConditionalWeakTable<Compilation, ValueNameIndex> Instances = new();

    // Sorted by hash; the files go along.
    private readonly int[] hashes;
    private readonly ValueNames[] files;

    private ValueNameIndex(Compilation compilation, CancellationToken cancellationToken)
    {
        var (foundHashes, foundFiles) = (new List<int>(), new List<ValueNames>());
        foreach (var tree in compilation.SyntaxTrees)
        {
            var file = ValueNames.In(tree, cancellationToken);
            HasGlobalStaticImports |= file.HasGlobalStaticImports;
            var last = (int?)null;
            foreach (var hash in file.Hashes)
            {
                if (hash != last)
                {
                    foundHashes.Add(hash);
                    foundFiles.Add(file);
                    last = hash;
                }
            }
        }

        hashes = [.. foundHashes];
        files = [.. foundFiles];
        Array.Sort(hashes, files);
    }

    /// <summary>True if some file says <c>global using static</c>.</summary>
    public bool HasGlobalStaticImports { get; }

    public static ValueNameIndex Of(Compilation compilation, CancellationToken cancellationToken) =>
        Instances.TryGetValue(compilation, out var index) ? index : Instances.GetValue(compilation, key => new(key, cancellationToken));

    /// <summary>The files that may hold the name.</summary>
    public IEnumerable<ValueNames> With(string name)
    {
        var hash = ValueNames.HashOf(name);
        for (var index = ValueNames.FirstOf(hash, hashes); index >= 0 && index < hashes.Length && hashes[index] == hash; index++)
        {
            yield return files[index];
        }
    }
}
