namespace AsyncLessons.Lesson0Syntax.Fixed;

/// <summary>A call only starts a task; await waits for it and sees its exception.</summary>
internal static class ForgottenAwait
{
    public static async Task RunAsync(Server server)
    {
        await server.WaitRandomAsync("first", 200);
        await server.WaitRandomAsync("second", 40);
    }
}
