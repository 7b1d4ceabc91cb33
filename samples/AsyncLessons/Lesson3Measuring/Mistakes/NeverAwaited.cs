using System.Diagnostics;

namespace AsyncLessons.Lesson3Measuring.Mistakes;

/// <summary>A measurement ends when the work ends, not when it has been started.</summary>
internal static class NeverAwaited
{
    public static async Task<TimeSpan> MeasureOneAsync(Server server)
    {
        await server.WaitRandomAsync("warm up", 40);
        var start = Stopwatch.GetTimestamp();
        var work = server.WaitRandomAsync("work"); // AWAIT102
        return Stopwatch.GetElapsedTime(start);
    }

    public static Task<TimeSpan> MeasureManyAsync(Server server, int n)
    {
        var start = Stopwatch.GetTimestamp();
        server.WaitManyAsync(n); // AWAIT101
        return Task.FromResult(Stopwatch.GetElapsedTime(start) / n);
    }
}
