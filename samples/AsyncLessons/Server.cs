namespace AsyncLessons;

/// <summary>A server far away: it answers any number of requests at the same time, each after a while.</summary>
[ConcurrencySafe]
internal sealed class Server
{
    /// <summary>The course's <c>wait_random(max_delay)</c>: waits a random time of at most <paramref name="maxDelay"/> milliseconds and returns it.</summary>
    public Task<int> WaitRandomAsync(string name, int maxDelay = 100) => AnswerAsync(name, Timeline.Current.NextDelay(maxDelay));

    /// <summary>The course's <c>wait_n(n, max_delay)</c>: <paramref name="n"/> random waits of at most <paramref name="maxDelay"/> milliseconds at the same time.</summary>
    public Task<int[]> WaitManyAsync(int n, int maxDelay = 100) => Task.WhenAll(Enumerable.Range(1, n).Select(number => WaitRandomAsync($"call {number}", maxDelay)));

    public Task<int> GetPriceAsync(string item) => AnswerAsync(item, 80);

    public Task<int> GetTipAsync(string item, int price) => AnswerAsync(item, price / 2);

    public Task DownloadAsync(string file, CancellationToken cancellationToken = default) => AnswerAsync(file, Timeline.Current.NextDelay(100), cancellationToken);

    /// <summary>Fails after <paramref name="delay"/> milliseconds.</summary>
    public Task FailAsync(string name, int delay) => Timeline.Current.RecordAsync(name, async Task<int> () =>
    {
        await Task.Delay(delay).ConfigureAwait(false);
        throw new InvalidOperationException($"'{name}' has failed");
    });

    private static Task<int> AnswerAsync(string name, int delay, CancellationToken cancellationToken = default) => Timeline.Current.RecordAsync(name, async () =>
    {
        await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
        return delay;
    });
}
