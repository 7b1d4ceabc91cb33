namespace AsyncLessons.Lesson0Syntax;

/// <summary><c>async</c> and <c>await</c>.</summary>
internal sealed class Syntax() : Lesson(
    0,
    "Syntax",
    "Python's 'async def wait_random(max_delay)' is 'async Task<int> WaitRandomAsync(int maxDelay)'. Calling it starts the work and hands back a task; only await waits for it, takes its result and sees its exception.")
{
    public override async Task RunAsync(Stage stage)
    {
        var server = new Server();
        await stage.CompareAsync(
            "AWAIT101",
            nameof(Mistakes.ForgottenAwait),
            "A forgotten await: the first task is started and lost.",
            () => Mistakes.ForgottenAwait.RunAsync(server),
            () => Fixed.ForgottenAwait.RunAsync(server));
        await stage.CompareAsync(
            "AWAIT501",
            nameof(Mistakes.AsyncVoid),
            "Async void: there is no task, so the caller has nothing to await.",
            () => Mistakes.AsyncVoid.RunAsync(server),
            () => Fixed.AsyncVoid.RunAsync(server));
    }
}
