using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Tests.Hostile;

/// <summary>
/// No damaged code makes a rule or a fix throw or run away, whichever framework is referenced. <c>HOSTILE_COUNT</c> and <c>HOSTILE_SEED</c> make a long run.
/// </summary>
public sealed class HostileInputTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly ImmutableArray<(string Name, ImmutableArray<MetadataReference> References)> References =
    [
        ("net10.0", Frameworks.Net100),
        ("net8.0", Frameworks.Net80),
        ("netstandard2.1", Frameworks.NetStandard21),
        ("netstandard2.0", Frameworks.NetStandard20),
        ("net48", Frameworks.Net48),
        ("none", []),
    ];

    [Fact]
    public async Task No_rule_and_no_fix_throws_on_damaged_code()
    {
        var count = Setting("HOSTILE_COUNT", 1500);
        var seed = Setting("HOSTILE_SEED", 20261123);
        var sources = Snippets.All.Concat(OwnSources()).ToArray();
        var failures = new ConcurrentBag<string>();
        var slow = new ConcurrentBag<(int Number, string Origin, string Damaged, Snippet Snippet)>();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), TestContext.Current.CancellationToken, async (number, cancellationToken) =>
        {
            var random = new Random(unchecked((seed * 31) + number));
            var (origin, code) = sources[random.Next(sources.Length)];
            var (framework, references) = References[random.Next(References.Length)];
            var damaged = Mutation.Of(code, random);
            var watch = Stopwatch.StartNew();
            var snippet = Snippet.Of(damaged, references);
            try
            {
                await RunAsync(snippet, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                if (!IsBugOfRoslyn(exception) && !await CompilerThrowsAsync(snippet, cancellationToken))
                {
                    failures.Add($"#{number} {origin} on {framework}: {exception}\n{damaged}");
                }

                return;
            }

            if (watch.Elapsed > Patience)
            {
                slow.Add((number, $"{origin} on {framework}", damaged, snippet));
            }
        });

        // Once more, one at a time: on a busy machine any input may have had to wait.
        foreach (var (number, origin, damaged, snippet) in slow)
        {
            var watch = Stopwatch.StartNew();
            await RunAsync(snippet, TestContext.Current.CancellationToken);
            if (watch.Elapsed > Patience)
            {
                failures.Add($"#{number} {origin} took {watch.Elapsed}\n{damaged}");
            }
        }

        Assert.True(failures.IsEmpty, $"{failures.Count} of {count} inputs failed (seed {seed}):\n{string.Join("\n\n", failures.Take(5))}");
    }

    private static async Task RunAsync(Snippet snippet, CancellationToken cancellationToken)
    {
        var diagnostics = await snippet.AnalyzeAsync(cancellationToken);
        foreach (var byRule in diagnostics.GroupBy(static diagnostic => diagnostic.Id))
        {
            if (RuleCatalog.FixFor(byRule.Key) is not { } fix)
            {
                continue;
            }

            foreach (var action in await snippet.OffersAsync(fix, byRule.Take(3), cancellationToken))
            {
                await action.GetOperationsAsync(cancellationToken);
            }

            await snippet.FixAllAsync(fix, [.. byRule], cancellationToken);
        }
    }

    /// <summary>To simplify a name inside a local function called Main, Roslyn asks whether it is an entry point of a tree it does not know.</summary>
    private static bool IsBugOfRoslyn(Exception exception) =>
        exception is KeyNotFoundException && exception.StackTrace?.Contains("CSharpCompilation.ReturnsAwaitableToVoidOrInt", StringComparison.Ordinal) == true;

    /// <summary>True for code that no compiler survives, with or without analyzers, such as a pattern that declares a variable behind <c>goto</c>, or a lambda that is deconstructed.</summary>
    private static async Task<bool> CompilerThrowsAsync(Snippet snippet, CancellationToken cancellationToken)
    {
        try
        {
            await snippet.ErrorsAsync(cancellationToken);
            return false;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return true;
        }
    }

    private static IEnumerable<(string Origin, string Code)> OwnSources() =>
        Directory.EnumerateFiles(Path.Combine(Frameworks.RepositoryRoot, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(static path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(static path => (Path.GetFileName(path), File.ReadAllText(path)));

    private static int Setting(string name, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : fallback;
}
