namespace AsyncAnalyzers.Corpus;

/// <summary>What a path on the command line stands for.</summary>
internal static class Input
{
    public static bool IsSolution(string file) => Path.GetExtension(file).ToLowerInvariant() is ".sln" or ".slnx" or ".slnf";

    /// <summary>A part of a solution that lies beside it.</summary>
    private static bool IsFilter(string file) => Path.GetExtension(file).Equals(".slnf", StringComparison.OrdinalIgnoreCase);

    /// <summary>The full path of one solution, or of one or several projects.</summary>
    public static IReadOnlyList<string> FilesOf(string input)
    {
        var path = Path.GetFullPath(input);
        if (Directory.Exists(path))
        {
            return FilesIn(path);
        }

        if (!File.Exists(path))
        {
            throw new BadInputException($"There is no file or folder '{input}'.");
        }

        return IsSolution(path) || Path.GetExtension(path).Equals(".csproj", StringComparison.OrdinalIgnoreCase)
            ? [path]
            : throw new BadInputException($"'{input}' is not a solution (.sln, .slnx, .slnf), a C# project (.csproj) or a folder.");
    }

    private static IReadOnlyList<string> FilesIn(string folder)
    {
        var solutions = Directory.GetFiles(folder).Where(static file => IsSolution(file) && !IsFilter(file)).Order(StringComparer.Ordinal).ToList();
        if (solutions.Count > 1)
        {
            throw new BadInputException($"'{folder}' has several solutions; name one of {string.Join(", ", solutions.Select(Path.GetFileName))}.");
        }

        if (solutions.Count == 1)
        {
            return solutions;
        }

        var projects = Directory.GetFiles(folder, "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        return projects.Count > 0 ? projects : throw new BadInputException($"'{folder}' has no solution and no C# project.");
    }
}
