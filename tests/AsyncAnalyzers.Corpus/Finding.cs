using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Corpus;

/// <summary>One diagnostic; found once even if the project is compiled for several target frameworks.</summary>
/// <param name="Id">The rule.</param>
/// <param name="File">The path, relative to the input; empty if the diagnostic has no place.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">What the rule says.</param>
/// <param name="Diagnostic">The diagnostic in the first project instance that had it.</param>
/// <param name="Project">That project instance.</param>
internal sealed record Finding(string Id, string File, int Line, int Column, string Message, Diagnostic Diagnostic, ProjectId Project)
{
    public string Place => File.Length == 0 ? "(no place)" : $"{File}:{Line}";

    /// <summary>The text of the reported line.</summary>
    public string SourceLine => Lines is { } lines ? lines[Line - 1].ToString().Trim() : "";

    private Microsoft.CodeAnalysis.Text.TextLineCollection? Lines => Diagnostic.Location.SourceTree?.GetText().Lines;

    public static Finding Of(Diagnostic diagnostic, ProjectId project, string folder)
    {
        var span = diagnostic.Location.GetLineSpan();
        var file = diagnostic.Location.SourceTree is { } tree ? Path.GetRelativePath(folder, tree.FilePath) : "";
        return new Finding(diagnostic.Id, file, span.StartLinePosition.Line + 1, span.StartLinePosition.Character + 1, diagnostic.GetMessage(), diagnostic, project);
    }

    /// <summary>The reported line among those around it, marked.</summary>
    public IEnumerable<string> Context(int around)
    {
        if (Lines is not { } lines)
        {
            yield break;
        }

        for (var line = Math.Max(Line - around, 1); line <= Math.Min(Line + around, lines.Count); line++)
        {
            yield return $"{(line == Line ? '>' : ' ')} {line,5}  {lines[line - 1]}";
        }
    }
}
