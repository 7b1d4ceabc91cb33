namespace AsyncLessons;

/// <summary>A connection to the server; nothing comes through once it is closed.</summary>
internal sealed class Connection : IDisposable
{
    private bool isClosed;

    public Task<string> ReadAsync(string name) => Timeline.Current.RecordAsync(name, async () =>
    {
        await Task.Delay(80).ConfigureAwait(false);
        ObjectDisposedException.ThrowIf(isClosed, this);
        return $"the {name}";
    });

    public void Dispose() => isClosed = true;
}
