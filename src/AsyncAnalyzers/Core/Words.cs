namespace AsyncAnalyzers.Core;

/// <summary>The words that the names of members begin with.</summary>
internal static class Words
{
    /// <summary>True for <c>Disposed</c> and <c>DisposeAsync</c>, if the word is <c>Dispose</c>.</summary>
    public static bool Begins(string name, string word) => name.StartsWith(word, StringComparison.Ordinal);

    /// <summary>True for <c>Load</c> and <c>LoadAsync</c>, but not for <c>Loader</c>, if the word is <c>Load</c>.</summary>
    public static bool BeginsWithWord(string name, string word) => Begins(name, word) && (name.Length == word.Length || !char.IsLower(name[word.Length]));
}
