namespace AsyncLessons.Lesson1Running.Fixed;

/// <summary>A pause in async code needs no thread.</summary>
internal static class Sleep
{
    public static async Task ServeAsync(Server server, string guest)
    {
        await server.WaitRandomAsync(guest, 60);
        await Task.Delay(100);
        await server.WaitRandomAsync(guest, 60);
    }
}
