using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncAnalyzers.Tests.Hostile;

/// <summary>Damages code the way typing does, and worse: tokens dropped, doubled, swapped, replaced, the text cut off, types renamed to missing ones.</summary>
internal static class Mutation
{
    /// <summary>The code with one to four random edits; the same random numbers give the same result.</summary>
    public static string Of(string code, Random random)
    {
        var tokens = CSharpSyntaxTree.ParseText(code).GetRoot().DescendantTokens().Where(static token => token.Span.Length > 0).Select(static token => token.ToFullString()).ToList();
        for (var edits = random.Next(1, 5); edits > 0 && tokens.Count > 0; edits--)
        {
            Edit(tokens, random);
        }

        return string.Concat(tokens);
    }

    private static void Edit(List<string> tokens, Random random)
    {
        var (one, two) = (random.Next(tokens.Count), random.Next(tokens.Count));
        switch (random.Next(8))
        {
            case 0:
                tokens.RemoveAt(one);
                break;
            case 1:
                tokens.Insert(one, tokens[one]);
                break;
            case 2:
                (tokens[one], tokens[two]) = (tokens[two], tokens[one]);
                break;
            case 3:
                tokens.RemoveRange(one, tokens.Count - one);
                break;
            case 4:
                tokens.Insert(two, tokens[one]);
                break;
            case 5:
                RemoveRange(tokens, Math.Min(one, two), Math.Min(Math.Abs(one - two), 12));
                break;
            case 6:
                Rename(tokens, tokens[one].Trim());
                break;
            default:
                tokens[one] = " " + Junk[random.Next(Junk.Length)] + " ";
                break;
        }
    }

    private static readonly string[] Junk =
        ["await", "async", "=>", "{", "}", "(", ")", "[", "]", ";", "?.", "??", "null", "default", "dynamic", "ref", "out", "in", "var", "_", "this", "base", "yield return", "lock", "unsafe", "static", "params", "..", "is", "void", "Task", "new()", "new[] {", "\"", "'", "#if X", "@", "<", ">", "from x in", "goto", "goto case", "switch", "where", "stackalloc int[1]"];

    private static void RemoveRange(List<string> tokens, int start, int count) => tokens.RemoveRange(start, Math.Min(count, tokens.Count - start));

    private static void Rename(List<string> tokens, string name)
    {
        if (name.Length == 0 || !SyntaxFacts.IsValidIdentifier(name))
        {
            return;
        }

        for (var index = 0; index < tokens.Count; index++)
        {
            if (tokens[index].Trim() == name)
            {
                tokens[index] = tokens[index].Replace(name, "Missing" + name, StringComparison.Ordinal);
            }
        }
    }
}
