namespace AsyncAnalyzers.Corpus;

/// <summary>Which fixes are tried.</summary>
internal enum FixMode
{
    None,
    Each,
    All,
}

/// <summary>What the command line asks for.</summary>
internal sealed record CorpusOptions
{
    public required string Input { get; init; }

    /// <summary>Ids of the rules to run; all if empty.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Runs only the rules that are warnings by default.</summary>
    public bool WarningsOnly { get; init; }

    public FixMode Fix { get; init; }

    /// <summary>How many findings of each rule have their fixes tried; all if 0.</summary>
    public int Limit { get; init; }

    /// <summary>Makes every blocking wait of synchronous code async all the way up, each on its own.</summary>
    public bool AllTheWay { get; init; }

    /// <summary>Writes the result of Fix All to disk.</summary>
    public bool Apply { get; init; }

    /// <summary>How many findings to show with their surroundings, instead of listing all.</summary>
    public int Sample { get; init; }

    public int Seed { get; init; }

    public string? JsonFile { get; init; }

    public string? SarifFile { get; init; }

    /// <summary>Goes on with what could be loaded when some projects could not.</summary>
    public bool KeepGoing { get; init; }

    /// <summary>MSBuild properties for loading the projects.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}
