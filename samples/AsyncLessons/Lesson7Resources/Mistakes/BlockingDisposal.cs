namespace AsyncLessons.Lesson7Resources.Mistakes;

/// <summary>Logs that block the thread when they are closed.</summary>
internal static class BlockingDisposal
{
    public static async Task WriteAsync(string line)
    {
        using var log = new Log(line); // AWAIT803
        await log.WriteAsync(line);
    }
}
