namespace AsyncLessons.Lesson0Syntax.Fixed;

/// <summary>An async method hands a task to its caller; without one, the caller cannot wait and an exception ends the process.</summary>
internal static class AsyncVoid
{
    public static async Task RunAsync(Server server)
    {
        await GreetAsync(server, "Ann");
        await GreetAsync(server, "Bob");
        await server.WaitRandomAsync("goodbye", 40);
    }

    private static async Task GreetAsync(Server server, string name)
    {
        await server.WaitRandomAsync(name, 150);
    }
}
