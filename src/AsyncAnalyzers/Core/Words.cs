namespace AsyncAnalyzers.Core;

/// <summary>The words that the names of members begin with.</summary>
internal static class Words
{
    /// <summary>True for <c>Disposed</c> and <c>DisposeAsync</c>, if the word is <c>Dispose</c>.</summary>
    public static bool Begins(string name, string word) => name.StartsWith(word, StringComparison.Ordinal);

    /// <summary>True if the name begins with one of the words, whatever follows it.</summary>
    public static bool BeginsWithAny(string name, string[] words)
    {
        foreach (var word in words)
        {
            if (Begins(name, word))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for <c>Load</c> and <c>LoadAsync</c>, but not for <c>Loader</c>, if the word is <c>Load</c>.</summary>
    public static bool BeginsWithWord(string name, string word) => Begins(name, word) && (name.Length == word.Length || !char.IsLower(name[word.Length]));

    /// <summary>True if one of the words is the first of the name.</summary>
    public static bool BeginsWithAnyWord(string name, string[] words)
    {
        foreach (var word in words)
        {
            if (BeginsWithWord(name, word))
            {
                return true;
            }
        }

        return false;
    }
}
