namespace AsyncLessons.Lesson6Cancellation;

/// <summary>Work that nobody wants any more.</summary>
internal sealed class Cancellation() : Lesson(
    6,
    "Cancellation",
    "Python's 'asyncio.wait_for' and 'task.cancel()' stop a coroutine at its next await. In C# nothing stops that does not want to: whoever starts work passes it a CancellationToken, the work passes that on to all it awaits, and lets the OperationCanceledException out.")
{
    public override async Task RunAsync(Stage stage)
    {
        var server = new Server();
        await stage.CompareAsync(
            "AWAIT601",
            nameof(Mistakes.ForgottenToken),
            "Cancelled after 30 ms, but the downloads never hear of it.",
            () => CancelledAsync(token => Mistakes.ForgottenToken.DownloadAsync(server, token)),
            () => CancelledAsync(token => Fixed.ForgottenToken.DownloadAsync(server, token)));
        await stage.CompareResultsAsync(
            "AWAIT605",
            nameof(Mistakes.SwallowedCancellation),
            "Cancelled after 30 ms, and the caller is told of a failure that was none.",
            () => OutcomeAsync(token => Mistakes.SwallowedCancellation.TryDownloadAsync(server, token)),
            () => OutcomeAsync(token => Fixed.SwallowedCancellation.TryDownloadAsync(server, token)));
        await stage.CompareResultsAsync(
            "AWAIT610",
            nameof(Mistakes.LeftTimer),
            "The answer is there, the timer of the time limit still waits for its half minute.",
            () => TimersLeftByAsync(() => Mistakes.LeftTimer.AskAsync(server)),
            () => TimersLeftByAsync(() => Fixed.LeftTimer.AskAsync(server)));
    }

    private static async Task<string> TimersLeftByAsync(Func<Task> work)
    {
        var before = Timer.ActiveCount;
        await work();

        // The timer that has brought the answer is not over yet.
        await Task.Run(() => Thread.Sleep(10));
        return $"{Timer.ActiveCount - before} timers left";
    }

    private static async Task CancelledAsync(Func<CancellationToken, Task> work)
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));
        await work(source.Token);
    }

    private static async Task<string> OutcomeAsync(Func<CancellationToken, Task<string>> work)
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));
        try
        {
            return await work(source.Token);
        }
        catch (OperationCanceledException)
        {
            return "cancelled";
        }
    }
}
