using System.Collections.Immutable;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Tests.Flow;

/// <summary>Each awaited call carries its verdict in a comment at the end of its line; runs of it are those of the innermost loop, if there is one.</summary>
public sealed class OverlapJudgeTests
{
    [Fact]
    public void Arguments_and_receivers() => Check(
        """
        await client.GetStringAsync(text); // Safe: HttpClient is safe for concurrent use
        await client.GetStringAsync(text + number, token); // Safe
        await client.GetStringAsync(new Uri(text)); // Safe
        await client.GetStringAsync(point.Name); // Safe
        await client.GetStringAsync(options.Name); // Safe
        await client.GetStringAsync(options.Computed); // Safe
        await client.GetStringAsync(options.Counted); // Unsafe: 'Counted' writes to 'count'
        await client.GetStringAsync(text.Trim()); // Safe
        await client.GetStringAsync(array[0]); // Safe
        await client.GetStringAsync(Make()); // Unsafe: 'Make' writes to 'made'
        await client.GetStringAsync(Join(text)); // Safe
        await client.GetStringAsync(text = "x"); // Unsafe: 'text = "x"' has a side effect
        await client.GetStringAsync(text + number++); // Unsafe
        await client.GetStringAsync(await Load()); // Unsafe
        await client.PostAsync(text, new StringContent(text)); // Safe
        await client.PostAsync(text, content); // Unknown: nothing is known about HttpContent
        await client.PostAsync(text, new StreamContent(stream)); // Unsafe: Stream is not safe for concurrent use: it has one position
        await client.PostAsJsonAsync(text, point); // Safe
        await client.PostAsJsonAsync(text, options); // Unknown
        await client.PostAsJsonAsync(text, new { text, number }); // Safe
        await client.PostAsJsonAsync(text, new { text, options }); // Unknown
        await client.PostAsJsonAsync(text, new Options { Name = text }); // Safe
        await client.PostAsJsonAsync(text, new WithBody(text)); // Unknown
        await client.PostAsJsonAsync(text, new[] { 1, 2 }); // Safe
        await client.PostAsJsonAsync(text, array); // Unknown
        await client.PostAsJsonAsync(text, (number, text)); // Safe
        await client.PostAsJsonAsync(text, immutable); // Safe
        await client.PostAsJsonAsync(text, list); // Unsafe
        await client.PostAsJsonAsync(text, captured); // Unknown
        await client.PostAsJsonAsync(text, () => 1); // Safe
        await client.PostAsJsonAsync(text, () => number); // Unknown
        await stream.FlushAsync(token); // Unsafe
        await Load(); // Unknown
        await derived.GetStringAsync(text); // Safe: DerivedClient is a HttpClient, which is safe for concurrent use
        await derived.OwnAsync(); // Unknown: nothing is known about what OwnAsync does
        await client.ExtendedAsync(); // Unknown
        await client.PageAsync(number); // Safe: PageAsync changes nothing that is shared and HttpClient is safe for concurrent use
        await File.WriteAllTextAsync(text, text); // Unknown: they may use the same file
        await File.ReadAllTextAsync(text); // Safe
        """);

    [Fact]
    public void What_belongs_to_one_run_is_its_own() => Check(
        """
        foreach (var item in many)
        {
            await client.PostAsJsonAsync(text, item); // Safe
            await client.PostAsJsonAsync(item.Name, item.Inner); // Safe
            await client.PostAsJsonAsync(text, options); // Unknown
            await item.SaveAsync(); // Unknown
            var other = options;
            await client.PostAsJsonAsync(text, other); // Unknown
            var made = new Options { Name = item.Name };
            await client.PostAsJsonAsync(text, made); // Safe
            using var memory = new MemoryStream();
            await memory.WriteAsync(new byte[1]); // Safe
            var response = await client.GetAsync(item.Name); // Safe
            await response.Content.ReadAsStringAsync(); // Safe
            await File.WriteAllTextAsync(item.Name, text); // Safe
            await File.AppendAllTextAsync(text, item.Name); // Unknown: they may use the same file
        }

        foreach (var (name, inner) in pairs)
        {
            await client.PostAsJsonAsync(name, inner); // Safe
        }

        foreach (var command in commands)
        {
            await command.ExecuteNonQueryAsync(); // Unsafe
            await client.PostAsJsonAsync(text, command); // Unsafe
        }

        foreach (var handler in handlers)
        {
            await handler.SendAsync(new HttpRequestMessage(), token); // Safe: HttpMessageInvoker is safe for concurrent use
            await handlers.Iterator.DisposeAsync(); // Unsafe
        }
        """);

    [Theory]
    [InlineData("GetAsync", Verb.Read)]
    [InlineData("StringGetAsync", Verb.Read)]
    [InlineData("ReadAllTextAsync", Verb.Read)]
    [InlineData("isKnown", Verb.Read)]
    [InlineData("GetOrCreateAsync", Verb.Write)]
    [InlineData("ListLeftPopAsync", Verb.Write)]
    [InlineData("SendAsync", Verb.Ordered)]
    [InlineData("ValidateAsync", Verb.Never)]
    [InlineData("get_charge", Verb.Never)]
    [InlineData("TransferAsync", Verb.Never)]
    [InlineData("SettleAsync", Verb.Other)]
    [InlineData("GetterAsync", Verb.Other)]
    [InlineData("X", Verb.Other)]
    [InlineData("", Verb.Other)]
    public void The_name_tells_the_verb(string name, object verb) => Assert.Equal(verb, Verbs.Of(name));

    private static void Check(string body)
    {
        var tree = CSharpSyntaxTree.ParseText(
            $$"""
            using System; using System.Collections.Generic; using System.Collections.Immutable; using System.Data.Common; using System.IO; using System.Net.Http; using System.Net.Http.Json;
            using System.Threading; using System.Threading.Tasks;

            record Point(string Name, int X);
            class Options { public string Name { get; set; } = ""; public string Computed => Name.Trim(); public Options? Inner; private static int count; public string Counted => count++ + Name; public extern Task SaveAsync(); }
            class WithBody { public WithBody(string name) { } }
            sealed class Captured(List<int> list) { public int Count => list.Count; }
            class DerivedClient : HttpClient { public extern Task OwnAsync(); }
            class Handlers : List<HttpMessageInvoker> { public IAsyncDisposable Iterator => null!; }
            static class Extensions { public extern static Task ExtendedAsync(this HttpClient client); public static Task<string> PageAsync(this HttpClient client, int page) => client.GetStringAsync($"pages/{page}"); }

            class C
            {
                string Make() => made ??= "";
                string? made;
                string Join(string text) => text + "/" + base.ToString();
                extern Task<string> Load();

                async Task M(HttpClient client, DerivedClient derived, Stream stream, string text, int number, CancellationToken token, Point point, Options options, string[] array, HttpContent content,
                    ImmutableArray<int> immutable, List<int> list, Captured captured, IEnumerable<Options> many, IEnumerable<(string, Options)> pairs, IEnumerable<DbCommand> commands, Handlers handlers)
                {
            {{body}}
                }
            }
            """);
        var compilation = CSharpCompilation.Create("Test", [tree], Frameworks.Net100, new(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var model = compilation.GetSemanticModel(tree);
        var judge = new OverlapJudge(AsyncAnalyzers.Flow.Concurrency.Of(compilation, new AnalyzerOptions(ImmutableArray<AdditionalText>.Empty), KnownTypes.Of(compilation)!));
        var (expected, actual) = (new List<string>(), new List<string>());
        foreach (var line in tree.GetText().Lines)
        {
            var text = line.ToString();
            if (text.LastIndexOf(" // ", StringComparison.Ordinal) is >= 0 and var comment)
            {
                var await = tree.GetRoot().DescendantNodes(line.Span).OfType<AwaitExpressionSyntax>().First(node => line.Span.Contains(node.Span));
                var call = Assert.IsType<IInvocationOperation>(model.GetOperation(await.Expression), exactMatch: false);
                var run = await.Ancestors().OfType<CommonForEachStatementSyntax>().FirstOrDefault() is { } loop ? model.GetOperation(loop) : null;
                var safety = judge.Judge(call, run).Safety;
                var wanted = text.Substring(comment + 4);
                expected.Add($"{text.Substring(0, comment).Trim()} // {wanted}");
                actual.Add($"{text.Substring(0, comment).Trim()} // {(wanted.Contains(':') ? $"{safety.Verdict}: {safety.Reason}" : safety.Verdict)}");
            }
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected, actual);
    }
}
