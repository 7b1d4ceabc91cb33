using System.Collections.Immutable;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Tests.Libraries;

/// <summary>Runs all rules over code that uses libraries.</summary>
internal static class LibraryCode
{
    /// <summary>What the rules report for code that compiles.</summary>
    public static async Task<IEnumerable<string>> ReportAsync(string code, ImmutableArray<MetadataReference> libraries)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var snippet = Snippet.Of(code, [.. Frameworks.Net100, .. libraries]);
        Assert.Empty(await snippet.ErrorsAsync(cancellationToken));
        return (await snippet.AnalyzeAsync(cancellationToken)).Select(static diagnostic => diagnostic.ToString());
    }
}
