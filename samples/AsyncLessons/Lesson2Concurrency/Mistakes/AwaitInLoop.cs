namespace AsyncLessons.Lesson2Concurrency.Mistakes;

/// <summary>The course's <c>wait_n</c>: many waits whose order does not matter.</summary>
internal static class AwaitInLoop
{
    public static async Task<List<int>> WaitAllAsync(Server server, string[] names)
    {
        var delays = new List<int>();
        foreach (var name in names) // AWAIT301
        {
            delays.Add(await server.WaitRandomAsync(name));
        }

        return delays;
    }

    public static async Task DownloadAllAsync(Server server, string[] files)
    {
        foreach (var file in files) // AWAIT301
        {
            await server.DownloadAsync(file);
        }
    }
}
