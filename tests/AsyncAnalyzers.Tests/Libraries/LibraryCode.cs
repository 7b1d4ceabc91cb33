using System.Collections.Immutable;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Tests.Libraries;

/// <summary>Runs all rules that are on by default over code that uses libraries; the others are policies, some of which exclude each other.</summary>
internal static class LibraryCode
{
    /// <summary>What the rules report for code that compiles.</summary>
    public static async Task<IEnumerable<string>> ReportAsync(string code, ImmutableArray<MetadataReference> libraries)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var snippet = Snippet.Of(code, [.. Frameworks.Net100, .. libraries]);
        Assert.Empty(await snippet.ErrorsAsync(cancellationToken));
        return (await snippet.AnalyzeAsync(cancellationToken)).Where(static diagnostic => diagnostic.Descriptor.IsEnabledByDefault).Select(static diagnostic => diagnostic.ToString());
    }
}
