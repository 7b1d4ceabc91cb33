namespace AsyncLessons.Lesson6Cancellation.Mistakes;

/// <summary>A time limit whose timer runs on when the answer has come.</summary>
internal static class LeftTimer
{
    public static async Task AskAsync(Server server)
    {
        var answer = server.WaitRandomAsync("answer");
        if (await Task.WhenAny(answer, Task.Delay(TimeSpan.FromSeconds(30))) != answer) // AWAIT610
        {
            throw new TimeoutException();
        }

        await answer;
    }
}
