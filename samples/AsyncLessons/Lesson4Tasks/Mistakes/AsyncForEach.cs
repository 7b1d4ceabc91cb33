namespace AsyncLessons.Lesson4Tasks.Mistakes;

/// <summary>Pages go through the printer one at a time, and the method ends after the last of them.</summary>
internal static class AsyncForEach
{
    public static async Task PrintAsync(Server server, Printer printer, List<string> pages)
    {
        await server.WaitRandomAsync("warm up", 40);
        pages.ForEach(async page => await printer.PrintAsync(page)); // AWAIT502
    }
}
