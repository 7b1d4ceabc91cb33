using AsyncAnalyzers.CodeFixes.Unobserved;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Unobserved.ObserveTask, AsyncAnalyzers.CodeFixes.Unobserved.ObserveTaskFix>;

namespace AsyncAnalyzers.Tests.Unobserved;

public sealed class ObserveTaskFixTests
{
    [Fact]
    public Task A_task_returning_function_awaits() => Verify.Fixes(
        """
        class C
        {
            Task M(Stream s)
            {
                // Keep.
                [|s.FlushAsync()|]; // this
                [|s.FlushAsync().ConfigureAwait(false)|];
                return Task.CompletedTask;
            }
        }
        """,
        """
        class C
        {
            async Task M(Stream s)
            {
                // Keep.
                await s.FlushAsync(); // this
                await s.FlushAsync().ConfigureAwait(false);
            }
        }
        """);

    [Theory]
    [InlineData("C? c", "c?.Run(", ")")]
    [InlineData("C? c", "c?.Next.Run(", ")")]
    [InlineData("C? c", "c?.Maybe?.Run(", ")")]
    [InlineData("C? c", "c?.Maybe!.Run(", ").ToString()")]
    [InlineData("C[]? c", "c?[0].Run(", ")")]
    public Task A_lambda_given_to_a_conditional_call_awaits(string parameter, string start, string end) => Verify.Fixes(
        $$"""
        class C
        {
            void M({{parameter}}) => {{start}}() => { [|Task.Delay(1)|]; }{{end}};
            int Run(Action action) => 1;
            int Run(Func<Task> action) => 2;
            C Next => this;
            C? Maybe => this;
        }
        """,
        $$"""
        class C
        {
            void M({{parameter}}) => {{start}}async () => { await Task.Delay(1); }{{end}};
            int Run(Action action) => 1;
            int Run(Func<Task> action) => 2;
            C Next => this;
            C? Maybe => this;
        }
        """);

    [Fact]
    public Task A_conditional_call_on_a_list_keeps_its_action() => Verify.Fixes(
        "class C { void M(List<int>? list) { list?.ForEach(x => [|Task.Delay(x)|]); } }",
        "class C { void M(List<int>? list) { list?.ForEach(x => _ = Task.Delay(x)); } }");

    [Fact]
    public Task A_conditional_call_becomes_a_null_check() => Verify.Fixes(
        """
        class C
        {
            Stream? property => null;
            async Task M(Stream? s, List<Stream>? list)
            {
                // Keep.
                [|s?.FlushAsync()|]; // this
                [|property?.FlushAsync()|];
                [|list?[0].FlushAsync()|];
                [|list?.First()?.FlushAsync()|];
            }
        }
        """,
        """
        class C
        {
            Stream? property => null;
            async Task M(Stream? s, List<Stream>? list)
            {
                // Keep.
                if (s is not null)
                {
                    await s.FlushAsync();
                } // this
                if (property is { } property2)
                {
                    await property2.FlushAsync();
                }
                if (list is not null)
                {
                    await list[0].FlushAsync();
                }
                await (list?.First()?.FlushAsync() ?? Task.CompletedTask);
            }
        }
        """);

    [Fact]
    public Task A_conditional_value_task_awaits_its_default() => Verify.Fixes(
        "class C { async Task M(Stream? s) => [|s?.DisposeAsync()|]; }",
        "class C { async Task M(Stream? s) => await (s?.DisposeAsync() ?? default); }");

    [Fact]
    public Task A_synchronous_function_discards() => Verify.Fixes(
        """
        class C
        {
            C(Stream s) { [|s.FlushAsync()|]; }
            void M(Stream s) => [|s.FlushAsync()|];
            void N(Stream? s)
            {
                // Keep.
                [|s?.FlushAsync()|]; // this
                Action a = () => [|s!.FlushAsync()|];
                lock (this) { [|Task.Run(() => { })|]; }
            }
        }
        """,
        """
        class C
        {
            C(Stream s) { _ = s.FlushAsync(); }
            void M(Stream s) => _ = s.FlushAsync();
            void N(Stream? s)
            {
                // Keep.
                _ = s?.FlushAsync(); // this
                Action a = () => _ = s!.FlushAsync();
                lock (this) { _ = Task.Run(() => { }); }
            }
        }
        """);

    [Fact]
    public Task Discarding_is_the_second_choice_where_awaiting_is_possible() => Verify.Fixes(
        "class C { Task M(Stream s) { [|s.FlushAsync()|]; return Task.CompletedTask; } }",
        "class C { Task M(Stream s) { _ = s.FlushAsync(); return Task.CompletedTask; } }",
        key: "discard",
        setup: Setup.Default with { Behaviors = Microsoft.CodeAnalysis.Testing.CodeFixTestBehaviors.SkipFixAllCheck });

    [Fact]
    public Task Fix_All_discards_only_where_awaiting_is_impossible() => Verify.Fixes(
        """
        class C
        {
            void A(Stream s) { [|s.FlushAsync()|]; }
            Task B(Stream s) { [|s.FlushAsync()|]; return Task.CompletedTask; }
            void D(Stream s) { [|s.FlushAsync()|]; }
        }
        """,
        """
        class C
        {
            void A(Stream s) { _ = s.FlushAsync(); }
            async Task B(Stream s) { await s.FlushAsync(); }
            void D(Stream s) { _ = s.FlushAsync(); }
        }
        """);

    [Theory]
    [InlineData("void M(int _) { [|Task.Run(() => { })|]; }")]
    [InlineData("int _ = 0; void M() { [|Task.Run(() => { })|]; }")]
    public Task An_underscore_that_is_a_variable_is_no_discard(string member) => Verify.OffersNoFix($"class C {{ {member} }}", "discard");

    [Theory]
    [InlineData(
        "class C { async Task M(Stream s) { s.FlushAsync(); s.FlushAsync(); } }",
        "class C { async Task M(Stream s) { await s.FlushAsync(); await s.FlushAsync(); } }")]
    [InlineData(
        "class C { async Task M(StackExchange.Redis.IBatch b) { b.SetAsync(); } } namespace StackExchange.Redis { interface IBatch { Task SetAsync(); } }",
        "class C { async Task M(StackExchange.Redis.IBatch b) { _ = b.SetAsync(); } } namespace StackExchange.Redis { interface IBatch { Task SetAsync(); } }")]
    public async Task The_compilers_warning_is_fixed_too(string code, string fixedCode)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var snippet = Snippet.Of(code);
        var warnings = (await snippet.Document.Project.GetCompilationAsync(cancellationToken))!.GetDiagnostics(cancellationToken).Where(diagnostic => diagnostic.Id == "CS4014");
        var fixedSnippet = await snippet.FixAllAsync(new ObserveTaskFix(), [.. warnings], cancellationToken);
        Assert.Equal(fixedCode, await fixedSnippet.TextAsync(cancellationToken));
    }

    [Fact]
    public Task An_else_stays_with_its_if() => Verify.Fixes(
        "class C { async Task M(Stream? s, bool b) { if (b) [|s?.FlushAsync()|]; else await Task.Yield(); } }",
        "class C { async Task M(Stream? s, bool b) { if (b) { if (s is not null) { await s.FlushAsync(); } } else await Task.Yield(); } }");
}
