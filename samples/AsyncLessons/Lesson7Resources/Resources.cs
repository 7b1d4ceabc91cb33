namespace AsyncLessons.Lesson7Resources;

/// <summary>Things that must be closed, but neither too early nor by making everybody wait.</summary>
internal sealed class Resources() : Lesson(
    7,
    "Resources",
    "Python's 'async with' is 'await using' in C#. A plain 'using' closes at the end of the block whether or not the task that uses the resource is finished, and the thread waits until it is closed.")
{
    private static readonly string[] Lines = ["one", "two", "three"];

    public override async Task RunAsync(Stage stage)
    {
        await stage.CompareResultsAsync(
            "AWAIT701",
            nameof(Mistakes.EscapedUsing),
            "The method returns its task, and the using closes the connection, long before the letter has come.",
            () => OutcomeAsync(Mistakes.EscapedUsing.ReadAsync),
            () => OutcomeAsync(Fixed.EscapedUsing.ReadAsync));
        await stage.CompareAsync(
            "AWAIT803",
            nameof(Mistakes.BlockingDisposal),
            "Three logs on one thread: each that is closed synchronously keeps the others from going on.",
            () => EventLoop.RunAsync(() => Task.WhenAll(Lines.Select(Mistakes.BlockingDisposal.WriteAsync))),
            () => EventLoop.RunAsync(() => Task.WhenAll(Lines.Select(Fixed.BlockingDisposal.WriteAsync))));
    }

    private static async Task<string> OutcomeAsync(Func<Task<string>> read)
    {
        try
        {
            return await read();
        }
        catch (ObjectDisposedException)
        {
            return "the connection is closed";
        }
    }
}
