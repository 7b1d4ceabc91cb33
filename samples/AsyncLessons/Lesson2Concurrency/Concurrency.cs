namespace AsyncLessons.Lesson2Concurrency;

/// <summary>Waiting for several things at the same time.</summary>
internal sealed class Concurrency() : Lesson(
    2,
    "Concurrency",
    "Python's 'asyncio.gather(...)' is 'Task.WhenAll(...)': start everything, then wait once. Waits that do not need each other's results cost as much as the longest of them, not as much as all together.")
{
    private static readonly string[] Names = ["one", "two", "three", "four"];

    public override async Task RunAsync(Stage stage)
    {
        var server = new Server();
        await stage.CompareAsync(
            "AWAIT301",
            nameof(Mistakes.AwaitInLoop),
            "wait_n: each wait starts when the one before it is over.",
            () => Mistakes.AwaitInLoop.WaitAllAsync(server, Names),
            () => Fixed.AwaitInLoop.WaitAllAsync(server, Names));
        await stage.CompareAsync(
            "AWAIT301",
            nameof(Mistakes.AwaitInLoop),
            "The same without results: one download after another.",
            () => Mistakes.AwaitInLoop.DownloadAllAsync(server, Names),
            () => Fixed.AwaitInLoop.DownloadAllAsync(server, Names));
        await stage.CompareAsync(
            "AWAIT302",
            nameof(Mistakes.IndependentAwaits),
            "Two prices, neither of which is needed to ask for the other.",
            () => Mistakes.IndependentAwaits.GetTotalAsync(server),
            () => Fixed.IndependentAwaits.GetTotalAsync(server));
    }
}
