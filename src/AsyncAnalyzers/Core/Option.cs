using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Core;

/// <summary>An <c>.editorconfig</c> option: its key and what it accepts.</summary>
internal abstract class Option(string name, string accepted)
{
    public string Key { get; } = Options.Prefix + name;

    /// <summary>What to write, as the end of a sentence: <c>use true or false</c>.</summary>
    public string Accepted { get; } = accepted;

    public abstract bool CanRead(string text);
}

/// <summary>An option with a typed value.</summary>
internal sealed class Option<T>(string name, T fallback, string accepted, Option<T>.Parser parse) : Option(name, accepted)
{
    // Few distinct values ever occur; lists are dear to parse again for each call that a rule looks at.
    private readonly ConcurrentDictionary<string, (bool Readable, T Value)> parsed = new(StringComparer.Ordinal);

    public delegate bool Parser(string text, out T value);

    public T Default => fallback;

    /// <summary>The value for a file; the default if it is not set or cannot be read (AWAIT001 tells).</summary>
    public T Read(AnalyzerOptions options, SyntaxTree tree) =>
        options.AnalyzerConfigOptionsProvider.GetOptions(tree).TryGetValue(Key, out var text) && Parse(text) is { Readable: true, Value: var value } ? value : fallback;

    public override bool CanRead(string text) => Parse(text).Readable;

    private (bool Readable, T Value) Parse(string text) =>
        parsed.GetOrAdd(text.Trim(), key => parse(key, out var value) ? (true, value) : (false, fallback));
}
