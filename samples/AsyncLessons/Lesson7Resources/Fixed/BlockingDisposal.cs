namespace AsyncLessons.Lesson7Resources.Fixed;

/// <summary>Logs that block the thread when they are closed.</summary>
internal static class BlockingDisposal
{
    public static async Task WriteAsync(string line)
    {
        await using var log = new Log(line);
        await log.WriteAsync(line);
    }
}
