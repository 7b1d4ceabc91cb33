using System.Collections.Immutable;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Core;

/// <summary>Code compiled for questions to the engine.</summary>
internal static class Judge
{
    /// <summary>The compilation of one file without errors, and what is known about concurrency in it.</summary>
    public static (CSharpCompilation Compilation, AsyncAnalyzers.Flow.Concurrency Concurrency) Of(string code, ImmutableArray<MetadataReference> packages)
    {
        var compilation = CSharpCompilation.Create(
            "Test",
            [CSharpSyntaxTree.ParseText(code)],
            Frameworks.Net100.AddRange(packages),
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return (compilation, AsyncAnalyzers.Flow.Concurrency.Of(compilation, new AnalyzerOptions(ImmutableArray<AdditionalText>.Empty), KnownTypes.Of(compilation)!));
    }
}
