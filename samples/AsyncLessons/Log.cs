namespace AsyncLessons;

/// <summary>A log at the other end of a network, which it takes 60 ms to say goodbye to.</summary>
internal sealed class Log(string name) : IDisposable, IAsyncDisposable
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromMilliseconds(60);

    public Task WriteAsync(string line) => Timeline.Current.RecordAsync($"write {line}", async () =>
    {
        await Task.Delay(20).ConfigureAwait(false);
        return line;
    });

    public void Dispose() => Thread.Sleep(Goodbye);

    public async ValueTask DisposeAsync() => await Timeline.Current.RecordAsync($"close {name}", async () =>
    {
        await Task.Delay(Goodbye).ConfigureAwait(false);
        return name;
    }).ConfigureAwait(false);
}
