using AsyncAnalyzers.Cancellation;
using AsyncAnalyzers.CodeFixes.Cancellation;
using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Cancellation;

public sealed class WrongExceptionAroundAwaitTests
{
    private static string Code(string member) => $$"""
        interface ILoader { Task LoadAsync(CancellationToken token); }
        class C
        {
            {{member}}
            static Task ThrowsAsync() => Task.FromException(new AggregateException());
            static Task ReadAsync() => Task.CompletedTask;
            static int Wait() => Task.FromResult(1).Result;
        }
        """;

    [Theory]
    [InlineData("async Task M(ILoader l, CancellationToken ct) { try { await l.LoadAsync(ct); } catch ([|TaskCanceledException|]) { } }", "OperationCanceledException")]
    [InlineData("async Task M(SemaphoreSlim s, CancellationToken ct) { try { await s.WaitAsync(ct).ConfigureAwait(false); } catch ([|TaskCanceledException|] ex) { Console.Write(ex.Message); } }", "OperationCanceledException")]
    [InlineData("async Task M(CancellationToken ct) { try { ct.ThrowIfCancellationRequested(); await Task.Delay(1, ct); } catch ([|TaskCanceledException|]) when (ct.IsCancellationRequested) { } catch (Exception) { } }", "OperationCanceledException")]
    [InlineData("async Task M() { try { await ReadAsync(); } catch ([|AggregateException|]) { } }", "Exception")]
    [InlineData("async Task M(ILoader l) { try { await Task.WhenAll(l.LoadAsync(default), ReadAsync()); } catch ([|AggregateException|] ex) { Console.Write(ex.Message); } }", "Exception")]
    [InlineData("Func<Task> f = async () => { try { await ReadAsync(); } catch ([|AggregateException|]) { } };", "Exception")]
    public Task The_right_type_is_caught(string member, string expected)
    {
        var (start, end) = (member.IndexOf("[|", StringComparison.Ordinal), member.IndexOf("|]", StringComparison.Ordinal) + 2);
        return Verify<WrongExceptionAroundAwait, WrongExceptionAroundAwaitFix>.Fixes(Code(member), Code(member[..start] + expected + member[end..]));
    }

    [Theory]
    [InlineData("async Task M(ILoader l, CancellationToken ct) { try { await l.LoadAsync(ct); } catch (OperationCanceledException) { } }")]
    [InlineData("async Task M(ILoader l, CancellationToken ct) { try { await l.LoadAsync(ct); } catch (TaskCanceledException) { } catch (OperationCanceledException) { } }")]
    [InlineData("async Task M(ILoader l) { try { await l.LoadAsync(default); } catch (TaskCanceledException) { } }")]
    [InlineData("async Task M(CancellationToken ct) { try { await Task.Delay(1, ct); } catch (TaskCanceledException) { } }")]
    [InlineData("async Task M(System.Net.Http.HttpClient c, CancellationToken ct) { try { await c.GetStringAsync(\"\", ct); } catch (TaskCanceledException) { } }")]
    [InlineData("async Task M(ILoader l, CancellationToken ct) { try { await l.LoadAsync(ct); } catch (TaskCanceledException ex) when (ex.InnerException is TimeoutException) { } }")]
    [InlineData("async Task M() { try { await ReadAsync(); } catch (Exception) { } }")]
    [InlineData("async Task M(Task<int> t) { try { await ReadAsync(); Console.Write(t.Result); } catch (AggregateException) { } }")]
    [InlineData("async Task M(Task<int> t) { try { await ReadAsync(); t.Wait(); } catch (AggregateException) { } }")]
    [InlineData("async Task M() { try { await ReadAsync(); } catch (AggregateException) { } catch (Exception) { } }")]
    [InlineData("async Task M() { try { await ReadAsync(); Wait(); } catch (AggregateException) { } }")]
    [InlineData("async Task M() { try { await ThrowsAsync(); } catch (AggregateException) { } }")]
    [InlineData("async Task M(CancellationTokenSource s) { try { await s.CancelAsync(); } catch (AggregateException) { } }")]
    [InlineData("async Task M(Task t) { try { await ReadAsync(); throw t.Exception!; } catch (AggregateException) { } }")]
    [InlineData("void M(Task t) { try { t.Wait(); } catch (AggregateException) { } }")]
    [InlineData("async Task M(Func<int> f) { try { await ReadAsync(); f(); } catch (AggregateException) { } }")]
    [InlineData("async Task M() { try { await ReadAsync(); Parallel.For(0, 1, i => { }); } catch (AggregateException) { } }")]
    public Task Clauses_that_may_run_are_not_reported(string member) => Verify<WrongExceptionAroundAwait>.Silent(Code(member));

    [Theory]
    [InlineData("async Task M() { try { await ReadAsync(); } catch ([|AggregateException|] ex) { Console.Write(ex.InnerExceptions.Count); } }")]
    [InlineData("async Task M() { try { await ReadAsync(); } catch ([|AggregateException|]) { } catch (IOException) { } }")]
    public Task No_fix_where_the_clause_needs_the_narrower_type_or_hides_another(string member) => Verify<WrongExceptionAroundAwait, WrongExceptionAroundAwaitFix>.OffersNoFix(Code(member));
}
