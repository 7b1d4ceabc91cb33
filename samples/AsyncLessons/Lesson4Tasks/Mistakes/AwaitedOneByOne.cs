namespace AsyncLessons.Lesson4Tasks.Mistakes;

/// <summary>Tasks that were started together belong together until all of them have ended.</summary>
internal static class AwaitedOneByOne
{
    public static async Task RunTwoAsync(Server server)
    {
        var one = server.FailAsync("one", 60);
        var two = server.FailAsync("two", 150);
        await one; // AWAIT105
        await two;
    }

    public static async Task RunManyAsync(Server server)
    {
        var tasks = new[] { server.FailAsync("a", 50), server.FailAsync("b", 100), server.FailAsync("c", 150) };
        foreach (var task in tasks) // AWAIT105
        {
            await task;
        }
    }
}
