namespace AsyncLessons.Lesson4Tasks.Fixed;

/// <summary>Pages go through the printer one at a time, and the method ends after the last of them.</summary>
internal static class AsyncForEach
{
    public static async Task PrintAsync(Server server, Printer printer, List<string> pages)
    {
        await server.WaitRandomAsync("warm up", 40);
        foreach (var page in pages)
        {
            await printer.PrintAsync(page);
        }
    }
}
