using System.Collections.Immutable;

namespace AsyncAnalyzers.Core;

/// <summary>Reads the text files that ship inside the assembly.</summary>
internal static class DataFile
{
    /// <summary>The lines of <c>Data/&lt;name&gt;</c> that are neither empty nor comments.</summary>
    public static ImmutableArray<string> Lines(string name)
    {
        using var stream = typeof(DataFile).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        var lines = ImmutableArray.CreateBuilder<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Trim() is { Length: > 0 } text && text[0] != '#')
            {
                lines.Add(text);
            }
        }

        return lines.ToImmutable();
    }
}
