using System.Globalization;
using System.Security;
using System.Text;

namespace AsyncAnalyzers.Tests.Docs;

/// <summary>Draws text in columns of one width, as an editor or a terminal shows it, on a dark ground that fits light pages and dark ones.</summary>
internal sealed class Picture
{
    private const int Margin = 16;
    private const double CharWidth = 7.8;
    private const int LineHeight = 19;

    private readonly StringBuilder body = new();
    private int y = Margin;
    private int columns;

    /// <summary>A line of text in parts, each with its colour; spaces keep their place.</summary>
    public void Line(params IEnumerable<(string Text, string Colour)> parts)
    {
        var column = 0;
        foreach (var (text, colour) in parts)
        {
            if (text.Trim().Length > 0)
            {
                var indent = text.Length - text.TrimStart().Length;
                // A width of its own for each part, so that a font which is not quite so wide does not shift what follows.
                body.Append(CultureInfo.InvariantCulture, $"""  <text x="{X(column + indent):0.#}" y="{y + 14}" fill="{colour}" textLength="{text.Trim().Length * CharWidth:0.#}">{SecurityElement.Escape(text.Trim())}</text>""").Append('\n');
            }

            column += text.Length;
        }

        columns = Math.Max(columns, column);
        y += LineHeight;
    }

    /// <summary>A wavy line under columns of the last line.</summary>
    public void Squiggle(int from, int to, string colour)
    {
        var path = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"M{X(from):0.#} {y + 1}"));
        for (var (x, up) = (X(from), true); x + 3 <= X(to); (x, up) = (x + 3, !up))
        {
            path.Append(up ? "l3 -3" : "l3 3");
        }

        body.Append($"""  <path d="{path}" fill="none" stroke="{colour}" stroke-width="1.2"/>""").Append('\n');
        y += 5;
    }

    /// <summary>A box around lines, from a column on.</summary>
    public void Box(int column, IReadOnlyList<(string Text, string Colour)> lines, string fill)
    {
        var width = (lines.Max(line => line.Text.Length) + 2) * CharWidth;
        body.Append(CultureInfo.InvariantCulture, $"""  <rect x="{X(column):0.#}" y="{y}" width="{width:0.#}" height="{(lines.Count * LineHeight) + 8}" rx="4" fill="{fill}"/>""").Append('\n');
        y += 4;
        foreach (var (text, colour) in lines)
        {
            Line((new(' ', column + 1), ""), (text, colour));
        }

        columns = Math.Max(columns, column + lines.Max(line => line.Text.Length) + 2);
        y += 8;
    }

    public void Space() => y += LineHeight / 2;

    public string Draw(string title)
    {
        var width = (int)Math.Ceiling(X(columns)) + Margin;
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{y + Margin}" viewBox="0 0 {width} {y + Margin}" role="img" aria-label="{SecurityElement.Escape(title)}" font-family="ui-monospace, 'Cascadia Code', Consolas, Menlo, 'DejaVu Sans Mono', monospace" font-size="13">
              <rect width="100%" height="100%" rx="8" fill="#1e1e1e"/>
            {body.ToString().TrimEnd('\n')}
            </svg>

            """.ReplaceLineEndings("\n");
    }

    private static double X(int column) => Margin + (column * CharWidth);
}
