namespace AsyncLessons.Lesson1Running.Mistakes;

/// <summary>A pause in async code needs no thread.</summary>
internal static class Sleep
{
    public static async Task ServeAsync(Server server, string guest)
    {
        await server.WaitRandomAsync(guest, 60);
        Thread.Sleep(100); // AWAIT204
        await server.WaitRandomAsync(guest, 60);
    }
}
