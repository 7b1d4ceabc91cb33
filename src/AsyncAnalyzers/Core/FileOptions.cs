using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Core;

/// <summary>The values that options have in one file, each read once: hosts take long to find a file's options, and rules ask at every call.</summary>
internal sealed class FileOptions
{
    private static readonly ConditionalWeakTable<AnalyzerConfigOptionsProvider, Files> Known = new();

    private readonly AnalyzerConfigOptions options;
    private readonly object?[] values = new object?[Option.Count];

    private FileOptions(SyntaxTree tree, AnalyzerConfigOptions options)
    {
        Tree = tree;
        this.options = options;
    }

    private SyntaxTree Tree { get; }

    public static FileOptions Of(AnalyzerOptions options, SyntaxTree tree) =>
        Known.GetValue(options.AnalyzerConfigOptionsProvider, static provider => new(provider)).Of(tree);

    /// <summary>Where the option keeps the value that it has made of the text.</summary>
    public ref object? this[Option option] => ref values[option.Index];

    /// <summary>What is set for the option; null if nothing is.</summary>
    public string? TextOf(Option option) => options.TryGetValue(option.Key, out var text) ? text : null;

    private sealed class Files(AnalyzerConfigOptionsProvider provider)
    {
        private readonly ConcurrentDictionary<SyntaxTree, FileOptions> all = new();

        // Rules ask for one file many times in a row.
        private FileOptions? last;

        public FileOptions Of(SyntaxTree tree)
        {
            if (last is { } file && file.Tree == tree)
            {
                return file;
            }

            return last = all.TryGetValue(tree, out var found) ? found : all.GetOrAdd(tree, new FileOptions(tree, provider.GetOptions(tree)));
        }
    }
}
