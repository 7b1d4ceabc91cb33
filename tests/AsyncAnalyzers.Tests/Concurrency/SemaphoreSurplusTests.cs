using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Concurrency.SemaphoreProtocol>;

namespace AsyncAnalyzers.Tests.Concurrency;

/// <summary>Semaphores that are released although they were not entered, or that are never released.</summary>
public sealed class SemaphoreSurplusTests
{
    private static string InClass(string members) => SemaphoreProtocolTests.InClass(members);

    private static string InMethod(string statements) => SemaphoreProtocolTests.InMethod(statements);

    [Theory]
    [InlineData("await [|gate.WaitAsync(100)|]; try { await LoadAsync(); } finally { gate.Release(); }")]
    [InlineData("await [|gate.WaitAsync(TimeSpan.FromSeconds(1), token)|].ConfigureAwait(false); try { await LoadAsync(); } finally { gate.Release(); }")]
    [InlineData("_ = await [|gate.WaitAsync(100)|]; try { await LoadAsync(); } finally { gate.Release(); }")]
    [InlineData("gate.[|Wait|](100); try { Work(); } finally { gate.Release(); }")]
    [InlineData("gate.[|Wait|](0); count++; gate.Release();")]
    [InlineData("await [|gate.WaitAsync(timeout: TimeSpan.FromSeconds(n))|]; count++; gate.Release();")]
    [InlineData("try { await [|gate.WaitAsync(100)|]; await LoadAsync(); } finally { gate.Release(); }")]
    [InlineData("await [|gate.WaitAsync(100)|]; _ = Task.Run(async () => { try { await LoadAsync(); } finally { gate.Release(); } });")]
    public Task An_ignored_timeout_is_reported(string statements) => Verify.Reports(InMethod(statements));

    [Theory]
    [InlineData("await gate.WaitAsync(100);")]
    [InlineData("gate.Release(); await LoadAsync(); await gate.WaitAsync(100);")]
    [InlineData("await gate.WaitAsync(-1); try { await LoadAsync(); } finally { gate.Release(); }")]
    [InlineData("await gate.WaitAsync(Timeout.Infinite, token); try { await LoadAsync(); } finally { gate.Release(); }")]
    [InlineData("await gate.WaitAsync(Timeout.InfiniteTimeSpan); try { await LoadAsync(); } finally { gate.Release(); }")]
    [InlineData("while (gate.CurrentCount > 0) { await gate.WaitAsync(0); }")]
    [InlineData("var entered = await gate.WaitAsync(100); try { await LoadAsync(); } finally { if (entered) { gate.Release(); } }")]
    [InlineData("if (!await gate.WaitAsync(100)) { throw new TimeoutException(); } try { await LoadAsync(); } finally { gate.Release(); }")]
    [InlineData("var signal = new SemaphoreSlim(0); await signal.WaitAsync(100); signal.Release();")]
    [InlineData("await gate.WaitAsync(100); other.Release();")]
    public Task Timeouts_that_matter_to_nobody_or_are_looked_at_are_silent(string statements) => Verify.Silent(InMethod(statements));

    [Theory]
    [InlineData("try { await [|gate.WaitAsync(token)|]; await LoadAsync(); } finally { gate.Release(); }")]
    [InlineData("try { gate.[|Wait|](token); Work(); } finally { gate.Release(); }")]
    [InlineData("try { await LoadAsync(); await [|gate.WaitAsync()|]; Work(); } finally { gate.Release(); }")]
    [InlineData("try { if (flag) { return; } await [|gate.WaitAsync()|]; Work(); } finally { gate.Release(); }")]
    [InlineData("try { if (!await [|gate.WaitAsync(100)|]) { return; } await LoadAsync(); } finally { gate.Release(); }")]
    [InlineData("try { try { await [|gate.WaitAsync(token)|]; } catch (OperationCanceledException) { return; } await LoadAsync(); } finally { gate.Release(); }")]
    [InlineData("try { await [|gate.WaitAsync(token)|]; await LoadAsync(); } catch (IOException e) { Console.WriteLine(e); } finally { gate.Release(); }")]
    [InlineData("try { await [|gate.WaitAsync(token)|]; await LoadAsync(); } finally { gate?.Release(); }")]
    [InlineData("while (true) { try { await [|gate.WaitAsync(token)|]; await LoadAsync(); } finally { gate.Release(); } }")]
    public Task A_wait_inside_the_try_is_reported(string statements) => Verify.Reports(InMethod(statements));

    [Theory]
    [InlineData("try { await {|#0:gate.WaitAsync()|}; await LoadAsync(); } finally { gate.Release(); }")]
    [InlineData("try { gate.{|#0:Wait|}(); Work(); } finally { gate.Release(); }")]
    [InlineData("try { Console.WriteLine(1); await {|#0:gate.WaitAsync(CancellationToken.None)|}; await LoadAsync(); } catch (IOException) { } finally { gate.Release(); }")]
    [InlineData("try { await {|#0:gate.WaitAsync(default(CancellationToken))|}; await LoadAsync(); } finally { gate.Release(); }")]
    public Task A_wait_that_hardly_fails_is_a_suggestion(string statements) => Verify.Reports(
        InMethod(statements),
        Setup.Default with
        {
            Expected = [new Microsoft.CodeAnalysis.Testing.DiagnosticResult("AWAIT405", DiagnosticSeverity.Info).WithLocation(0).WithOptions(Microsoft.CodeAnalysis.Testing.DiagnosticOptions.IgnoreAdditionalLocations)],
        });

    [Theory]
    [InlineData("var taken = false; try { await gate.WaitAsync(token); taken = true; await LoadAsync(); } finally { if (taken) { gate.Release(); } }")]
    [InlineData("var taken = false; try { taken = await gate.WaitAsync(100, token); if (!taken) { return; } await LoadAsync(); } finally { if (taken) gate.Release(); }")]
    [InlineData("var taken = 0; try { for (; taken < n; taken++) { await gate.WaitAsync(token); } } finally { gate.Release(taken); }")]
    [InlineData("try { await LoadAsync(); } finally { gate.Release(); }")]
    [InlineData("await gate.WaitAsync(token); try { gate.Release(); await LoadAsync(); await gate.WaitAsync(token); } finally { gate.Release(); }")]
    [InlineData("try { await LoadAsync(); gate.Release(); Work(); await gate.WaitAsync(token); } finally { gate.Release(); }")]
    [InlineData("try { await gate.WaitAsync(token); try { await LoadAsync(); } finally { gate.Release(); } } catch (OperationCanceledException) { }")]
    [InlineData("try { await gate.WaitAsync(token); } finally { other.Release(); }")]
    [InlineData("try { await other.WaitAsync(token); await LoadAsync(); } finally { _ = Task.Run(() => other.Release()); }")]
    public Task A_release_that_a_flag_or_another_section_guards_is_silent(string statements) => Verify.Silent(InMethod(statements));

    [Theory]
    [InlineData("using ([|gate.WaitAsync()|]) { await LoadAsync(); }")]
    [InlineData("using ([|gate.WaitAsync(token)|]) await LoadAsync();")]
    [InlineData("using var section = [|gate.WaitAsync()|]; await LoadAsync();")]
    [InlineData("using (var section = ([|gate.WaitAsync()|])) { await LoadAsync(); }")]
    public Task A_using_over_the_task_is_reported(string statements) => Verify.Reports(InMethod(statements));

    [Fact]
    public Task A_using_over_something_else_is_silent() => Verify.Silent(InClass("""
        async Task<IDisposable> EnterAsync() { await gate.WaitAsync(); return new Releaser(gate); }

        async Task M() { using (await EnterAsync()) { await LoadAsync(); } }
        """));

    [Fact]
    public Task Messages_say_why_it_was_not_entered() => Verify.Reports(
        InMethod("""
            await {|#0:gate.WaitAsync(10)|}; try { await LoadAsync(); } finally { gate.Release(); }
            try { await {|#1:other.WaitAsync(token)|}; await LoadAsync(); } finally { other.Release(); }
            try { Work(); await {|#2:other.WaitAsync()|}; } finally { other.Release(); }
            try { if (flag) { return; } await {|#3:other.WaitAsync()|}; } finally { other.Release(); }
            using ({|#4:gate.WaitAsync()|}) { }
            """),
        Setup.Default with
        {
            Expected =
            [
                SemaphoreProtocolTests.At(0, "gate", "is released even if the time was up before it was entered", "more may enter at a time than shall", "test the result of 'WaitAsync'"),
                SemaphoreProtocolTests.At(1, "other", "is released by the 'finally' even when 'WaitAsync' is cancelled", "more may enter at a time than shall", "call 'WaitAsync' in front of the 'try'"),
                SemaphoreProtocolTests.At(2, "other", "is released by the 'finally' even when 'C.Work' throws before it is entered", "more may enter at a time than shall", "call 'WaitAsync' in front of the 'try'"),
                SemaphoreProtocolTests.At(3, "other", "is released by the 'finally' even when it was not entered", "more may enter at a time than shall", "call 'WaitAsync' in front of the 'try'"),
                SemaphoreProtocolTests.At(4, "gate", "is never released: the 'using' disposes of the task", "those who wait for it next wait for ever", "await 'WaitAsync' and release in a 'finally'"),
            ],
        });
}
