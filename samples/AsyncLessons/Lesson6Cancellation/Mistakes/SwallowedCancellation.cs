namespace AsyncLessons.Lesson6Cancellation.Mistakes;

/// <summary>A download that was cancelled and looks as if it had failed.</summary>
internal static class SwallowedCancellation
{
    public static async Task<string> TryDownloadAsync(Server server, CancellationToken cancellationToken)
    {
        try
        {
            await server.DownloadAsync("letter", cancellationToken);
            return "downloaded";
        }
        catch (Exception) // AWAIT605
        {
            return "no such letter";
        }
    }
}
