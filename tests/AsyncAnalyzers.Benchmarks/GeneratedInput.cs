using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>Code made for measuring: the same on every machine.</summary>
internal static class GeneratedInput
{
    private static readonly string[] Silent =
    [
        "public async Task<int> Sum{0}Async(IReadOnlyList<int> values, CancellationToken token) { var sum = 0; foreach (var value in values) { sum += value * {0}; } await Task.Delay(sum, token); return sum; }",
        "public async Task<string> Read{0}Async(string path, CancellationToken token) { var text = await File.ReadAllTextAsync(path, token); return text.Trim().Replace(\"a\", \"b{0}\").ToUpperInvariant(); }",
        "public int Count{0}(Dictionary<string, List<int>> map) { var count = 0; foreach (var (key, list) in map) { if (key.StartsWith(\"x\", StringComparison.Ordinal) && list.Count > {0}) { count += list.Where(n => n > 2).Select(n => n * 2).Sum(); } } return count; }",
        "public async Task<int> Both{0}Async() { var first = Task.Run(() => {0}); var second = Task.Run(() => 2); await Task.WhenAll(first, second); return first.Result + second.Result; }",
        "public void Fill{0}(StringBuilder builder) { for (var i = 0; i < {0}; i++) { builder.Append(i).Append(' ').AppendLine(i.ToString(CultureInfo.InvariantCulture)); } }",
    ];

    private static readonly string[] Firing =
    [
        "public async Task<int> Block{0}Async() { var number = Task.Run(() => {0}).Result; Thread.Sleep({0}); await Task.Yield(); return number; }",
        "public void Drop{0}() { Task.Run(() => {0}); }",
        "public async void Void{0}() { await Task.Delay({0}); }",
        "public async Task Started{0}Async() { var a = Task.Delay({0}); var b = Task.Delay(2); await a; await b; }",
        "public async Task Each{0}Async(List<int> list) { list.ForEach(async n => await Task.Delay(n + {0})); await Task.Yield(); }",
        "public async Task<int> Two{0}Async(string path) { var first = await File.ReadAllTextAsync(path + 1); var second = await File.ReadAllTextAsync(path + {0}); return first.Length + second.Length; }",
        "public async Task<int> All{0}Async(List<string> paths) { var sum = 0; foreach (var path in paths) { var text = await File.ReadAllTextAsync(path); sum += text.Length; } return sum + {0}; }",
    ];

    /// <summary>For each method with a finding, a class that repeats it.</summary>
    public static IEnumerable<Func<int, string>> FiringClasses =>
        Firing.Select(static method => new Func<int, string>(count => InClass(Repeat(count, _ => method))));

    public static CSharpCompilation Methods(int count, bool firing) => Compile(Text(count, firing));

    /// <summary>One method that repeats a statement, its number in the place of <c>{0}</c>.</summary>
    public static CSharpCompilation LongMethod(int count, string statements) =>
        Compile(InClass($"public async Task<int> LongAsync(int x, string path) {{ var total = 0;\n{Repeat(count, _ => statements)}return total; }}\n"));

    /// <summary>A class with that many methods, one a line.</summary>
    public static string Text(int methods, bool firing) => InClass(Repeat(methods, number =>
    {
        var templates = firing && number % 2 == 0 ? Firing : Silent;
        return templates[number % templates.Length];
    }));

    public static IEnumerable<(Compilation Compilation, AnalyzerOptions Options)> AsInput(Compilation compilation) => [(compilation, new AnalyzerOptions([]))];

    public static ImmutableArray<MetadataReference> References { get; } = Load();

    /// <summary>That many lines, each the template for its number with the number put in.</summary>
    private static string Repeat(int count, Func<int, string> template) =>
        string.Concat(Enumerable.Range(0, count).Select(number => $"    {template(number).Replace("{0}", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)}\n"));

    private static string InClass(string members) => $$"""
        using System; using System.Collections.Generic; using System.Globalization; using System.IO; using System.Linq; using System.Text; using System.Threading; using System.Threading.Tasks;
        public class Generated
        {
        {{members}}}
        """;

    public static CSharpCompilation Compile(string text) =>
        CSharpCompilation.Create("Generated", [CSharpSyntaxTree.ParseText(text, path: "Generated.input.cs")], References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static ImmutableArray<MetadataReference> Load()
    {
        var root = typeof(GeneratedInput).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static attribute => attribute.Key == "NuGetPackageRoot").Value!;
        return [.. Directory.GetFiles(Path.Combine(root, "microsoft.netcore.app.ref/10.0.10/ref/net10.0"), "*.dll").Select(static path => MetadataReference.CreateFromFile(path))];
    }
}
