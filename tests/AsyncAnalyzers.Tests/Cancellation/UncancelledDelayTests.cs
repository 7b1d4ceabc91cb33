using AsyncAnalyzers.Cancellation;
using AsyncAnalyzers.CodeFixes.Cancellation;
using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Cancellation;

public sealed class UncancelledDelayTests
{
    private static string Code(string body, string parameters = "Task work, int x") => $$"""
        class C
        {
            async Task M({{parameters}})
            {
                {{body}}
            }
        }
        """;

    [Theory]
    [InlineData("if (await [|Task.WhenAny(work, Task.Delay(x))|] != work) throw new TimeoutException();", "await work.WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("if (await [|Task.WhenAny(work, Task.Delay(x))|].ConfigureAwait(false) != work) { throw new TimeoutException(); }", "await work.WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false);")]
    public Task A_wait_that_throws_waits_with_WaitAsync(string body, string expected) => Verify<UncancelledDelay, UncancelledDelayFix>.Fixes(
        Code(body.Replace("Delay(x)", "Delay(TimeSpan.FromSeconds(1))", StringComparison.Ordinal)), Code(expected), "wait");

    [Theory]
    [InlineData("// first\n        var done = await [|Task.WhenAny(work, Task.Delay(x))|]; // then", "// first\n        using var timeout = new CancellationTokenSource();\n        var done = await Task.WhenAny(work, Task.Delay(x, timeout.Token)); // then\n        timeout.Cancel();")]
    [InlineData("await [|Task.WhenAny(work, Task.Delay(x))|].ConfigureAwait(false);", "using var timeout = new CancellationTokenSource();\n        await Task.WhenAny(work, Task.Delay(x, timeout.Token)).ConfigureAwait(false);\n        timeout.Cancel();")]
    [InlineData("await [|Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(x)))|];", "using var timeout = new CancellationTokenSource();\n        await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(x), timeout.Token));\n        timeout.Cancel();")]
    [InlineData("if (await [|Task.WhenAny(work, Task.Delay(x))|] == work)\n        {\n            return;\n        }", "using var timeout = new CancellationTokenSource();\n        var completed = await Task.WhenAny(work, Task.Delay(x, timeout.Token));\n        timeout.Cancel();\n        if (completed == work)\n        {\n            return;\n        }")]
    [InlineData("int timeout = 1;\n        await [|Task.WhenAny(work, Task.Delay(timeout))|];", "int timeout = 1;\n        using var timeout2 = new CancellationTokenSource();\n        await Task.WhenAny(work, Task.Delay(timeout, timeout2.Token));\n        timeout2.Cancel();")]
    public Task Elsewhere_the_delay_is_cancelled(string body, string expected) => Verify<UncancelledDelay, UncancelledDelayFix>.Fixes(Code(body), Code(expected), "cancel");

    [Fact]
    public async Task Fix_All_gives_each_delay_a_source_of_its_own()
    {
        var snippet = Snippet.Of(Code("await Task.WhenAny(work, Task.Delay(x)); await Task.WhenAny(work, Task.Delay(x));"));
        var found = (await snippet.AnalyzeAsync(TestContext.Current.CancellationToken)).RemoveAll(static diagnostic => diagnostic.Id != "AWAIT610");
        var made = await snippet.FixAllAsync(new UncancelledDelayFix(), found, TestContext.Current.CancellationToken);
        Assert.Equal(2, found.Length);
        Assert.Empty(await made.ErrorsAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain(await made.AnalyzeAsync(TestContext.Current.CancellationToken), static diagnostic => diagnostic.Id == "AWAIT610");
    }

    [Theory]
    [InlineData("var delay = Task.Delay(x); await [|Task.WhenAny(work, delay)|];")]
    [InlineData("while (await [|Task.WhenAny(work, Task.Delay(x))|] != work) { }")]
    public Task No_fix_elsewhere(string body) => Verify<UncancelledDelay, UncancelledDelayFix>.OffersNoFix(Code(body));

    [Theory]
    [InlineData("await [|Task.WhenAny(new[] { work, Task.Delay(x) })|];")]
    [InlineData("await [|Task.WhenAny(work, work, Task.Delay(x))|];")]
    [InlineData("await [|Task.WhenAny(task1: work, task2: Task.Delay(x, TimeProvider.System))|];")]
    [InlineData("await await [|Task.WhenAny(work, Task.Delay(x))|];")]
    [InlineData("Func<Task> f = () => [|Task.WhenAny(work, Task.Delay(x))|];")]
    public Task A_delay_among_the_tasks_is_reported(string body) => Verify<UncancelledDelay>.Reports(Code(body.Replace("x, TimeProvider", "TimeSpan.Zero, TimeProvider", StringComparison.Ordinal)));

    [Fact]
    public Task Tests_are_silent() => Verify<UncancelledDelay>.Silent(Code("await Task.WhenAny(work, Task.Delay(x));"), Setup.Default with { Packages = AsyncAnalyzers.Tests.Core.Libraries.XUnit });

    [Theory]
    [InlineData("await Task.WhenAny(work, work);")]
    [InlineData("await Task.WhenAll(work, Task.Delay(x));")]
    [InlineData("await Task.WhenAny(Task.Delay(x), Task.Delay(1));")]
    [InlineData("await Task.WhenAny(work, Task.Delay(-1));")]
    [InlineData("await Task.WhenAny(work, Task.Delay(Timeout.Infinite));")]
    [InlineData("await Task.WhenAny(work, Task.Delay(Timeout.InfiniteTimeSpan));")]
    [InlineData("using var s = new CancellationTokenSource(); await Task.WhenAny(work, Task.Delay(x, s.Token)); s.Cancel();")]
    [InlineData("var all = new List<Task> { work, Task.Delay(x) }; await Task.WhenAny(all);")]
    public Task What_can_be_cancelled_or_never_ends_is_not_reported(string body) => Verify<UncancelledDelay>.Silent(Code(body));

    [Fact]
    public Task What_the_SDK_reports_is_left_to_it() => Verify<UncancelledDelay>.Silent(
        Code("await Task.WhenAny(work, Task.Delay(x));"), new Setup { Config = "dotnet_diagnostic.CA2027.severity = warning" });

    [Fact]
    public Task Without_WaitAsync_the_delay_is_cancelled() => Verify<UncancelledDelay, UncancelledDelayFix>.Fixes(
        Code("if (await [|Task.WhenAny(work, Task.Delay(x))|] != work) throw new TimeoutException();"),
        Code("""
            using var timeout = new CancellationTokenSource();
                    var completed = await Task.WhenAny(work, Task.Delay(x, timeout.Token));
                    timeout.Cancel();
                    if (completed != work) throw new TimeoutException();
            """),
        setup: new Setup { Framework = Frameworks.NetStandard20 });
}
