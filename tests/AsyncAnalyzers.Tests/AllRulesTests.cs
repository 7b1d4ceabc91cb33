using System.Globalization;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncAnalyzers.Tests;

/// <summary>All rules together over every piece of code in the tests.</summary>
public sealed class AllRulesTests
{
    [Fact]
    public async Task No_expression_is_reported_twice()
    {
        var twice = new List<string>();
        foreach (var (origin, code) in Snippets.All)
        {
            var diagnostics = await Snippet.Of(code).AnalyzeAsync(TestContext.Current.CancellationToken);
            // A name in a declaration is no expression.
            twice.AddRange(diagnostics
                .Where(diagnostic => diagnostic.Id != "AWAIT901")
                .GroupBy(diagnostic => diagnostic.Location.SourceSpan)
                .Where(group => group.Count() > 1)
                .Select(group => $"{origin}: {string.Join(", ", group.Select(diagnostic => diagnostic.Id))} at '{code.Substring(group.Key.Start, group.Key.Length)}'"));
        }

        Assert.NotEmpty(Snippets.All);
        Assert.Empty(twice);
    }

    [Fact]
    public async Task Messages_are_one_sentence_on_one_line_without_names_of_the_compiler()
    {
        var odd = new List<string>();
        foreach (var (origin, code) in Snippets.All)
        {
            var messages = (await Snippet.Of(code).AnalyzeAsync(TestContext.Current.CancellationToken)).Select(diagnostic => $"{diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}");
            odd.AddRange(messages.Where(message => message.Contains('\n') || message.Contains("<Main>", StringComparison.Ordinal) || char.IsLower(message["AWAIT000: ".Length])).Select(message => $"{origin}: {message}"));
        }

        Assert.Empty(odd);
    }

    /// <summary>After how many of its tokens a snippet is cut off, evenly spread: its neighbours repeat most of it, cut off elsewhere. <c>CUT_COUNT</c> makes a long run.</summary>
    private static readonly int MaxCuts = int.TryParse(Environment.GetEnvironmentVariable("CUT_COUNT"), CultureInfo.InvariantCulture, out var count) ? count : 6;

    [Fact]
    public async Task Code_cut_off_in_the_middle_makes_no_rule_throw()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await Parallel.ForEachAsync(Snippets.All, cancellationToken, async (snippet, token) =>
        {
            var document = Snippet.Of(snippet.Code).Document;
            var compilation = (await document.Project.GetCompilationAsync(token))!;
            var tree = (await document.GetSyntaxTreeAsync(token))!;
            var ends = tree.GetRoot(token).DescendantTokens().Select(part => part.Span.End).Distinct().ToArray();
            var step = Math.Max(1, (ends.Length + MaxCuts - 1) / MaxCuts);
            for (var index = snippet.Code.Length % step; index < ends.Length; index += step)
            {
                var end = ends[index];
                var cut = CSharpSyntaxTree.ParseText(snippet.Code[..end], (CSharpParseOptions)tree.Options, cancellationToken: token);
                try
                {
                    await Snippet.AnalyzeAsync(compilation.ReplaceSyntaxTree(tree, cut), token);
                }
                catch (InvalidOperationException exception)
                {
                    Assert.Fail($"{snippet.Origin}: {exception.Message} on\n{snippet.Code[..end]}\n{exception.InnerException}");
                }
            }
        });
    }

    [Fact]
    public async Task Code_without_any_reference_makes_no_rule_throw()
    {
        foreach (var (_, code) in Snippets.All)
        {
            Assert.Empty(await Snippet.Of(code, framework: []).AnalyzeAsync(TestContext.Current.CancellationToken));
        }
    }
}
