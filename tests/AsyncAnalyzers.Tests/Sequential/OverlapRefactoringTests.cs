using AsyncAnalyzers.CodeFixes.Sequential;
using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Sequential;

/// <summary>The lightbulb on loops and awaits that the rules do not report, with the doubt in the title; the caret is at <c>$$</c>.</summary>
public sealed class OverlapRefactoringTests
{
    private const string Parallel = "Run up to 8 iterations at a time with Parallel.ForEachAsync";
    private const string All = "Start all iterations and await Task.WhenAll";

    [Theory]
    [InlineData("$$foreach (var x in xs) { await api.GetAsync(x); }", "nothing here implements IApi")]
    [InlineData("foreach$$ (var x in xs) { await api.GetAsync(x); }", "nothing here implements IApi")]
    [InlineData("try { $$foreach (var x in xs) { await http.GetAsync(x); } } catch (Exception) { }", "the catch around may count on what was done before a failure")]
    [InlineData("$$foreach (var x in xs) { await PublishAsync(x); }", "others see the order of PublishAsync")]
    [InlineData("$$foreach (var item in items) { item.Name = await http.GetStringAsync(item.Name); }", "the items are changed, so no two may be the same object")]
    public async Task A_loop_in_doubt_is_offered_with_the_doubt(string statements, string doubt) =>
        Assert.Equal([$"{Parallel} ({doubt})", $"{All} ({doubt})"], await Refactor.TitlesAsync<OverlapLoopRefactoring>(In(statements)));

    [Theory]
    [InlineData("$$await foreach (var x in stream) { await http.GetAsync(x); }", $"{Parallel} (the stream will be read ahead)")]
    [InlineData("var all = new List<string>(); $$foreach (var x in xs) { all.Add(await api.GetAsync(x)); }", $"{All} (nothing here implements IApi)")]
    [InlineData("$$for (var i = 0; i < count; i++) { await api.GetAsync(xs[i]); }", "Run up to 8 iterations at a time with Parallel.ForAsync (nothing here implements IApi)")]
    public async Task What_suits_the_loop_comes_first(string statements, string title) =>
        Assert.Equal(title, (await Refactor.TitlesAsync<OverlapLoopRefactoring>(In(statements))).First());

    [Theory]
    [InlineData("$$foreach (var x in xs) { await http.GetAsync(x); }", "AWAIT301 reports and fixes it")]
    [InlineData("$$foreach (var x in xs) { last = await http.GetStringAsync(x + last); }", "depends")]
    [InlineData("$$foreach (var x in xs) { await file.WriteAsync(new byte[1]); }", "unsafe")]
    [InlineData("$$foreach (var x in xs) { await AuthorizeAsync(x); }", "never")]
    [InlineData("$$foreach (var x in xs) { await api.GetAsync(x); await Task.Delay(1); }", "paced")]
    [InlineData("foreach (var x in xs) { $$await api.GetAsync(x); }", "the caret is in the body")]
    [InlineData("$$foreach (var x in xs) { api.GetAsync(x).Wait(); }", "nothing is awaited")]
    [InlineData("$$await foreach (var x in stream.WithCancellation(default)) { await http.GetAsync(x); }", "a configured stream cannot be handed on")]
    public async Task Nothing_is_offered_otherwise(string statements, string reason)
    {
        Assert.NotEmpty(reason);
        Assert.Empty(await Refactor.TitlesAsync<OverlapLoopRefactoring>(In(statements)));
    }

    [Fact]
    public async Task The_loop_is_rewritten() => Assert.Equal(
        In("await Parallel.ForEachAsync(xs, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (x, _) => await api.GetAsync(x));"),
        await Refactor.FirstAsync<OverlapLoopRefactoring>(In("$$foreach (var x in xs) { await api.GetAsync(x); }")));

    [Fact]
    public async Task The_stream_is_rewritten() => Assert.Equal(
        In("await Parallel.ForEachAsync(stream, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (x, _) => await api.GetAsync(x));"),
        await Refactor.FirstAsync<OverlapLoopRefactoring>(In("$$await foreach (var x in stream) { await api.GetAsync(x); }")));

    [Theory]
    [InlineData("$$var a = await api.GetAsync(\"a\"); var b = await api.GetAsync(\"b\");", "nothing here implements IApi")]
    [InlineData("var a = $$await http.PostAsync(\"a\", null); var b = await http.PostAsync(\"b\", null);", "'PostAsync' may have to be done in its turn")]
    [InlineData("try { $$var a = await http.GetAsync(\"a\"); var b = await http.GetAsync(\"b\"); } catch (HttpRequestException) { }", "the catch around may pick by the first failure")]
    public async Task Awaits_in_doubt_are_offered_with_the_doubt(string statements, string doubt) =>
        Assert.Equal([$"Start together and await Task.WhenAll ({doubt})"], await Refactor.TitlesAsync<OverlapAwaitsRefactoring>(In(statements)));

    [Theory]
    [InlineData("$$var a = await http.GetAsync(\"a\"); var b = await http.GetAsync(\"b\");", "AWAIT302 reports and fixes it")]
    [InlineData("$$var a = await api.GetAsync(\"a\"); var b = await api.GetAsync(a);", "depends")]
    [InlineData("$$await api.GetAsync(\"a\"); await api.GetAsync(\"b\");", "bare awaits")]
    [InlineData("$$var a = await AuthorizeAsync(\"a\"); var b = await api.GetAsync(\"b\");", "never")]
    [InlineData("$$var a = 1; var b = await api.GetAsync(\"b\");", "one")]
    public async Task No_awaits_are_offered_otherwise(string statements, string reason)
    {
        Assert.NotEmpty(reason);
        Assert.Empty(await Refactor.TitlesAsync<OverlapAwaitsRefactoring>(In(statements)));
    }

    [Fact]
    public async Task The_awaits_are_rewritten() => Assert.Contains(
        "await Task.WhenAll(aTask, bTask);",
        await Refactor.FirstAsync<OverlapAwaitsRefactoring>(In("$$var a = await api.GetAsync(\"a\"); var b = await api.GetAsync(\"b\");")));

    [Theory]
    [InlineData("$$foreach (var x in xs) { await api.GetAsync(x)")]
    [InlineData("$$foreach (var x in ) { await }")]
    public async Task Broken_code_is_left_alone(string statements) => Assert.Empty(await Refactor.TitlesAsync<OverlapLoopRefactoring>(In(statements)));

    private static string In(string statements) => $$"""
        class C(HttpClient http, IApi api, string last)
        {
            async Task M(string[] xs, Item[] items, int count, Stream file, IAsyncEnumerable<string> stream)
            {
                {{statements}}
            }

            Task<string> PublishAsync(string x) => http.GetStringAsync(x);
            Task<string> AuthorizeAsync(string x) => http.GetStringAsync(x);
        }

        interface IApi { Task<string> GetAsync(string x); }
        class Item { public string Name { get; set; } = ""; }
        """;
}
