namespace AsyncAnalyzers.Tests.Concurrency;

public sealed class SemaphoreSurplusFixTests
{
    private static Task Fixes(string source, string fixedSource) => SemaphoreProtocolFixTests.Fixes(source, fixedSource);

    [Fact]
    public Task A_wait_goes_in_front_of_the_try() => Fixes(
        """
        // Alone.
        try
        {
            // Enter.
            await [|gate.WaitAsync(token)|].ConfigureAwait(false); // now

            await LoadAsync();
        }
        finally
        {
            gate.Release();
        }
        """,
        """
        // Alone.
        // Enter.
        await gate.WaitAsync(token).ConfigureAwait(false); // now
        try
        {
            await LoadAsync();
        }
        finally
        {
            gate.Release();
        }
        """);

    [Fact]
    public Task What_runs_before_the_wait_goes_with_it() => Fixes(
        """
        try
        {
            Work();
            if (!await [|gate.WaitAsync(10)|])
            {
                return;
            }

            await LoadAsync();
        }
        finally
        {
            gate.Release();
        }
        """,
        """
        Work();
        if (!await gate.WaitAsync(10))
        {
            return;
        }
        try
        {
            await LoadAsync();
        }
        finally
        {
            gate.Release();
        }
        """);

    [Fact]
    public Task An_ignored_timeout_throws() => Fixes(
        """
        await [|gate.WaitAsync(TimeSpan.FromSeconds(1))|].ConfigureAwait(false); // soon
        try
        {
            await LoadAsync();
        }
        finally
        {
            gate.Release();
        }

        other.[|Wait|](10);
        count++;
        other.Release();
        """,
        """
        if (!await gate.WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false))
        {
            throw new TimeoutException();
        } // soon
        try
        {
            await LoadAsync();
        }
        finally
        {
            gate.Release();
        }

        if (!other.Wait(10))
        {
            throw new TimeoutException();
        }
        count++;
        other.Release();
        """);

    [Fact]
    public Task An_ignored_timeout_inside_the_try_does_both() => Fixes(
        """
        try
        {
            _ = await [|gate.WaitAsync(10)|];
            await LoadAsync();
        }
        finally
        {
            gate.Release();
        }
        """,
        """
        if (!await gate.WaitAsync(10))
        {
            throw new TimeoutException();
        }
        try
        {
            await LoadAsync();
        }
        finally
        {
            gate.Release();
        }
        """);

    [Fact]
    public Task A_using_over_the_task_becomes_a_try() => Fixes(
        """
        using ([|gate.WaitAsync(token)|])
        {
            // Inside.
            await LoadAsync();
        }

        using var section = [|other.WaitAsync()|];

        await LoadAsync();
        """,
        """
        await gate.WaitAsync(token);
        try
        {
            // Inside.
            await LoadAsync();
        }
        finally
        {
            gate.Release();
        }

        await other.WaitAsync();
        try
        {
            await LoadAsync();
        }
        finally
        {
            other.Release();
        }
        """);

    [Theory]
    [InlineData("try { await [|gate.WaitAsync(token)|]; await LoadAsync(); } catch (OperationCanceledException) { } finally { gate.Release(); }")]
    [InlineData("try { await [|gate.WaitAsync(token)|]; await LoadAsync(); } finally { gate.Release(); Work(); }")]
    [InlineData("try { if (flag) { await [|gate.WaitAsync(token)|]; } else { return; } } finally { gate.Release(); }")]
    public Task No_fix_where_more_would_change(string statements) => SemaphoreProtocolFixTests.OffersNoFix(statements);
}
