namespace AsyncLessons.Lesson0Syntax.Mistakes;

/// <summary>A call only starts a task; await waits for it and sees its exception.</summary>
internal static class ForgottenAwait
{
    public static Task RunAsync(Server server)
    {
        server.WaitRandomAsync("first", 200); // AWAIT101
        return server.WaitRandomAsync("second", 40);
    }
}
