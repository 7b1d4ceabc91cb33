using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncAnalyzers.Tests.Core;

/// <summary>Compiles code and runs it in this process, to see that a fix did not change what it does.</summary>
internal static partial class Behavior
{
    /// <summary>
    /// Asynchronous work for code under test: the later the item, the sooner it completes, so that an order that is not kept shows.
    /// <c>Probe.Peak</c> is how many ran at the same time at most.
    /// </summary>
    public const string Probe = """
        [AttributeUsage(AttributeTargets.All)]
        sealed class ConcurrencySafeAttribute : Attribute;

        [ConcurrencySafe]
        static class Probe
        {
            private static readonly Lock Gate = new();
            private static int running;
            private static int peak;
            private static int total;

            public static int Peak => peak;
            public static int Total => total;

            public static async Task<int> LoadAsync(int item, CancellationToken cancellationToken = default)
            {
                lock (Gate) { total++; peak = Math.Max(peak, ++running); }
                try
                {
                    await Task.Delay(Math.Max(1, 60 - item * 3), cancellationToken);
                    return item * 10;
                }
                finally
                {
                    lock (Gate) { running--; }
                }
            }

            public static async Task<bool> IsEvenAsync(int item) => await LoadAsync(item) % 20 == 0;
            public static async ValueTask<int> ValueAsync(int item) => await LoadAsync(item);
        }
        """;

    /// <summary>A setup in which code under test may use <see cref="Probe"/>.</summary>
    public static readonly Setup WithProbe = Setup.Default with { Files = [("Probe.cs", Probe)] };

    /// <summary>What <c>Program.RunAsync()</c>, a <c>static Task&lt;string&gt;</c>, returns, and the peak of the probe; marks in the source are left out.</summary>
    public static async Task<(string Result, int Peak)> RunAsync(string source, Setup? setup = null)
    {
        setup ??= WithProbe;
        var parse = new CSharpParseOptions(LanguageVersion.Latest);
        string[] texts = [Marks().Replace(source, ""), Setup.GlobalUsings, .. setup.Files.Select(static file => file.Content)];
        var compilation = CSharpCompilation.Create(
            "UnderTest",
            texts.Select(text => CSharpSyntaxTree.ParseText(text, parse)),
            setup.Framework.AddRange(setup.Packages),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join(Environment.NewLine, emitted.Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        image.Position = 0;
        var context = new AssemblyLoadContext("UnderTest", isCollectible: true);
        try
        {
            var assembly = context.LoadFromStream(image);
            var result = await Assert.IsType<Task<string>>(assembly.GetType("Program")?.GetMethod("RunAsync")?.Invoke(null, null), exactMatch: false);
            return (result, assembly.GetType("Probe")?.GetProperty("Peak")?.GetValue(null) is int peak ? peak : 0);
        }
        finally
        {
            context.Unload();
        }
    }

    /// <summary>Both versions return the same; the probes run one at a time before, and several at a time, at most that many, after.</summary>
    public static async Task Overlaps(string before, string after, int atMost = int.MaxValue)
    {
        var (expected, single) = await RunAsync(before);
        var (actual, peak) = await RunAsync(after);
        Assert.NotEqual("", expected);
        Assert.Equal(expected, actual);
        Assert.Equal(1, single);
        Assert.InRange(peak, 2, atMost);
    }

    [GeneratedRegex(@"\[\||\|\]|\{\|#\d+:|\|\}")]
    private static partial Regex Marks();
}
