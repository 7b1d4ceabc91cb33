namespace AsyncLessons.Lesson2Concurrency.Fixed;

/// <summary>The course's <c>wait_n</c>: many waits whose order does not matter.</summary>
internal static class AwaitInLoop
{
    public static async Task<List<int>> WaitAllAsync(Server server, string[] names)
    {
        var delays = new List<int>(await Task.WhenAll(names.Select(name => server.WaitRandomAsync(name))));

        return delays;
    }

    public static async Task DownloadAllAsync(Server server, string[] files)
    {
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (file, _) => await server.DownloadAsync(file));
    }
}
