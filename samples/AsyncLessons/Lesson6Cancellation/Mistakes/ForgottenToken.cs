namespace AsyncLessons.Lesson6Cancellation.Mistakes;

/// <summary>Downloads that go on although nobody wants them any more.</summary>
internal static class ForgottenToken
{
    public static async Task DownloadAsync(Server server, CancellationToken cancellationToken)
    {
        await server.DownloadAsync("letter"); // AWAIT601
        await server.DownloadAsync("picture"); // AWAIT601
        cancellationToken.ThrowIfCancellationRequested();
    }
}
