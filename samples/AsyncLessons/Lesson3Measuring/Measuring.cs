namespace AsyncLessons.Lesson3Measuring;

/// <summary>How long asynchronous work takes.</summary>
internal sealed class Measuring() : Lesson(
    3,
    "Measuring",
    "Python's 'measure_time(n, max_delay)' times 'asyncio.run(wait_n(n, max_delay))' and divides by n. In C# the clock is a Stopwatch around an await: without the await it measures how long it takes to start the work, and with a blocking wait it holds the thread that others are measured on.")
{
    private static readonly string[] Guests = ["Ann", "Bob", "Cid"];

    public override async Task RunAsync(Stage stage)
    {
        var server = new Server();
        await stage.CompareAsync(
            "AWAIT102",
            nameof(Mistakes.NeverAwaited),
            "The task is in a variable, but the clock is read before it has ended.",
            () => Mistakes.NeverAwaited.MeasureOneAsync(server),
            () => Fixed.NeverAwaited.MeasureOneAsync(server));
        await stage.CompareAsync(
            "AWAIT101",
            nameof(Mistakes.NeverAwaited),
            "Five calls seem to take no time at all.",
            () => Mistakes.NeverAwaited.MeasureManyAsync(server, 5),
            () => Fixed.NeverAwaited.MeasureManyAsync(server, 5));
        await stage.CompareAsync(
            "AWAIT201",
            nameof(Mistakes.BlockedClock),
            "Three measurements share a thread; each that blocks is part of what the next one measures.",
            () => EventLoop.RunAsync(() => Task.WhenAll(Guests.Select(guest => Mistakes.BlockedClock.MeasureAsync(server, guest)))),
            () => EventLoop.RunAsync(() => Task.WhenAll(Guests.Select(guest => Fixed.BlockedClock.MeasureAsync(server, guest)))));
    }
}
