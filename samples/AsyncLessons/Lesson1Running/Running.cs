namespace AsyncLessons.Lesson1Running;

/// <summary>One thread, many waits.</summary>
internal sealed class Running() : Lesson(
    1,
    "Running a program",
    "Python's 'asyncio.run(main())' is 'static async Task Main()'. While a method awaits, its thread serves others. Code that blocks instead keeps the thread for itself; here three guests share one, as they do in a user interface, and as many requests share a thread pool.")
{
    private static readonly string[] Guests = ["Ann", "Bob", "Cid"];

    public override async Task RunAsync(Stage stage)
    {
        var server = new Server();
        await stage.CompareAsync(
            "AWAIT201",
            nameof(Mistakes.BlockingWait),
            "Wait(), Result and GetResult() hold the thread until the task completes.",
            () => EventLoop.RunAsync(() => Task.WhenAll(Guests.Select(guest => Mistakes.BlockingWait.ServeAsync(server, guest)))),
            () => EventLoop.RunAsync(() => Task.WhenAll(Guests.Select(guest => Fixed.BlockingWait.ServeAsync(server, guest)))));
        await stage.CompareAsync(
            "AWAIT204",
            nameof(Mistakes.Sleep),
            "Thread.Sleep keeps the thread and does nothing with it (the gaps).",
            () => EventLoop.RunAsync(() => Task.WhenAll(Guests.Select(guest => Mistakes.Sleep.ServeAsync(server, guest)))),
            () => EventLoop.RunAsync(() => Task.WhenAll(Guests.Select(guest => Fixed.Sleep.ServeAsync(server, guest)))));
    }
}
