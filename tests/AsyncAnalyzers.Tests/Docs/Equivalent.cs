using System.Collections.Immutable;

namespace AsyncAnalyzers.Tests.Docs;

/// <summary>How far a rule of ours takes the place of another package's.</summary>
internal enum Extent
{
    /// <summary>There is no such rule here.</summary>
    None,

    /// <summary>Theirs stays on; this package adds a fix.</summary>
    Fix,

    /// <summary>Ours takes over a part of it.</summary>
    Part,

    /// <summary>Ours takes its place.</summary>
    All,
}

/// <summary>A line of <c>docs/equivalents.txt</c>: rules of another package, and ours.</summary>
/// <param name="Ids">Theirs.</param>
/// <param name="Finds">What they report.</param>
/// <param name="Ours">The ids of ours; empty if there are none.</param>
/// <param name="Note">What differs, or why there is no rule.</param>
internal sealed record Equivalent(ImmutableArray<string> Ids, string Finds, ImmutableArray<string> Ours, Extent Extent, string Note);

/// <summary>A package with rules about async code.</summary>
internal sealed record OtherPackage(string Name, string Remark, ImmutableArray<Equivalent> Rules)
{
    /// <summary>All packages in the order of the file.</summary>
    public static ImmutableArray<OtherPackage> All { get; } = Read();

    private static ImmutableArray<OtherPackage> Read()
    {
        var packages = ImmutableArray.CreateBuilder<OtherPackage>();
        foreach (var line in GeneratedText.Read("docs/equivalents.txt").Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var cells = line.Split('|').Select(cell => cell.Trim()).ToArray();
            if (cells[0].StartsWith("== ", StringComparison.Ordinal))
            {
                packages.Add(new(cells[1], cells[2], []));
                continue;
            }

            Assert.True(cells.Length == 5, line);
            var rule = new Equivalent(List(cells[0]), cells[1], List(cells[2]), Enum.Parse<Extent>(cells[3], ignoreCase: true), cells[4]);
            packages[^1] = packages[^1] with { Rules = packages[^1].Rules.Add(rule) };
        }

        return packages.ToImmutable();
    }

    private static ImmutableArray<string> List(string cell) => [.. cell.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
}
