using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>
/// Changes to the text of one file. What is not changed stays as it is, to the last space. Pieces may lie in one another: what is put around an outer piece
/// comes to stand around what is put around an inner one.
/// </summary>
internal sealed class TextPatch
{
    private readonly List<Edit> edits = [];

    public bool IsEmpty => edits.Count == 0;

    /// <summary>Puts text around a piece of code.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="before">What comes before it.</param>
    /// <param name="after">What comes behind it.</param>
    /// <param name="layer">Which of two texts around the same piece is the outer one: that with the higher number.</param>
    public void Wrap(TextSpan piece, string before, string after, int layer = 0)
    {
        if (before.Length > 0)
        {
            edits.Add(new(piece.Start, 1, -piece.Length, -layer, 0, before));
        }

        if (after.Length > 0)
        {
            edits.Add(new(piece.End, 0, piece.Length, layer, 0, after));
        }
    }

    /// <summary>Replaces what is not replaced otherwise.</summary>
    public void Replace(TextSpan span, string text) => edits.Add(new(span.Start, 2, 0, 0, span.Length, text));

    public SourceText Apply(SourceText source)
    {
        edits.Sort(static (first, second) => first.CompareTo(second));
        var changes = new List<TextChange>();
        var text = new StringBuilder();
        for (var index = 0; index < edits.Count;)
        {
            var (start, length) = (edits[index].Start, 0);
            text.Clear();
            for (; index < edits.Count && edits[index].Start == start; index++)
            {
                text.Append(edits[index].Text);
                length = Math.Max(length, edits[index].Length);
            }

            changes.Add(new(new(start, length), text.ToString()));
        }

        return source.WithChanges(changes);
    }

    /// <summary>Where a token begins once all changes are made.</summary>
    public int Map(int start)
    {
        var mapped = start;
        foreach (var edit in edits)
        {
            if (edit.Start < start || edit.Start == start && edit.Rank < 2)
            {
                mapped += edit.Text.Length - edit.Length;
            }
        }

        return mapped;
    }

    /// <param name="Start">Where it begins.</param>
    /// <param name="Rank">0 for the end of a piece, 1 for the beginning of one, 2 for a replacement.</param>
    /// <param name="Size">Puts the ends of inner pieces first, and the beginnings of outer ones.</param>
    /// <param name="Layer">Decides between equal pieces.</param>
    /// <param name="Length">How much is taken away.</param>
    /// <param name="Text">What is put there.</param>
    private sealed record Edit(int Start, int Rank, int Size, int Layer, int Length, string Text) : IComparable<Edit>
    {
        public int CompareTo(Edit? other) =>
            other is null ? 1
            : Start != other.Start ? Start.CompareTo(other.Start)
            : Rank != other.Rank ? Rank.CompareTo(other.Rank)
            : Size != other.Size ? Size.CompareTo(other.Size)
            : Layer.CompareTo(other.Layer);
    }
}
