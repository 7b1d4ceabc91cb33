namespace AsyncLessons.Lesson0Syntax.Mistakes;

/// <summary>An async method hands a task to its caller; without one, the caller cannot wait and an exception ends the process.</summary>
internal static class AsyncVoid
{
    public static async Task RunAsync(Server server)
    {
        Greet(server, "Ann");
        Greet(server, "Bob");
        await server.WaitRandomAsync("goodbye", 40);
    }

    private static async void Greet(Server server, string name) // AWAIT501
    {
        await server.WaitRandomAsync(name, 150);
    }
}
