namespace AsyncLessons.Lesson6Cancellation.Fixed;

/// <summary>Downloads that go on although nobody wants them any more.</summary>
internal static class ForgottenToken
{
    public static async Task DownloadAsync(Server server, CancellationToken cancellationToken)
    {
        await server.DownloadAsync("letter", cancellationToken);
        await server.DownloadAsync("picture", cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
