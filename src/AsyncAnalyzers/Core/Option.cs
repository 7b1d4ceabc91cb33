using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Core;

/// <summary>An <c>.editorconfig</c> option: its key and what it accepts.</summary>
internal abstract class Option(string name, string accepted)
{
    /// <summary>How many there are.</summary>
    public static int Count { get; private set; }

    /// <summary>The place of the option among all.</summary>
    public int Index { get; } = Count++;

    public string Key { get; } = Options.Prefix + name;

    /// <summary>What to write, as the end of a sentence: <c>use true or false</c>.</summary>
    public string Accepted { get; } = accepted;

    public abstract bool CanRead(string text);
}

/// <summary>An option with a typed value.</summary>
internal sealed class Option<T>(string name, T fallback, string accepted, Option<T>.Parser parse) : Option(name, accepted)
{
    // Few distinct values ever occur.
    private readonly ConcurrentDictionary<string, (bool Readable, StrongBox<T> Value)> parsed = new(StringComparer.Ordinal);
    private readonly StrongBox<T> unset = new(fallback);

    public delegate bool Parser(string text, out T value);

    public T Default => fallback;

    /// <summary>The value for a file; the default if it is not set or cannot be read (AWAIT001 tells).</summary>
    public T Read(AnalyzerOptions options, SyntaxTree tree)
    {
        var file = FileOptions.Of(options, tree);
        return ((StrongBox<T>)(file[this] ??= ValueOf(file.TextOf(this)))).Value!;
    }

    public override bool CanRead(string text) => Parse(text).Readable;

    private StrongBox<T> ValueOf(string? text) => text is null ? unset : Parse(text).Value;

    private (bool Readable, StrongBox<T> Value) Parse(string text) =>
        parsed.GetOrAdd(text.Trim(), key => parse(key, out var value) ? (true, new(value)) : (false, unset));
}
