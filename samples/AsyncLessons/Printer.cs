namespace AsyncLessons;

/// <summary>A printer with one sheet in it at a time: two jobs that overlap land on the same page.</summary>
[NotConcurrencySafe]
internal sealed class Printer
{
    public Task PrintAsync(string name) => Timeline.Current.RecordAsync(name, async () =>
    {
        await Task.Delay(60).ConfigureAwait(false);
        return name;
    });
}
