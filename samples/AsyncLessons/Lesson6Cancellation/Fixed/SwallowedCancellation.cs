namespace AsyncLessons.Lesson6Cancellation.Fixed;

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
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            return "no such letter";
        }
    }
}
