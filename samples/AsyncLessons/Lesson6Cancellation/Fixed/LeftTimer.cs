namespace AsyncLessons.Lesson6Cancellation.Fixed;

/// <summary>A time limit whose timer runs on when the answer has come.</summary>
internal static class LeftTimer
{
    public static async Task AskAsync(Server server)
    {
        var answer = server.WaitRandomAsync("answer");
        await answer.WaitAsync(TimeSpan.FromSeconds(30));

        await answer;
    }
}
