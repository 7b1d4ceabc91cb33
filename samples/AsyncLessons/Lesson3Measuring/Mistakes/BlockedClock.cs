using System.Diagnostics;

namespace AsyncLessons.Lesson3Measuring.Mistakes;

/// <summary>The average time of two calls that wait at the same time.</summary>
internal static class BlockedClock
{
    public static async Task<TimeSpan> MeasureAsync(Server server, string guest)
    {
        var start = Stopwatch.GetTimestamp();
        await server.WaitRandomAsync($"{guest} warms up", 20);
        Task.WaitAll(server.WaitRandomAsync($"{guest} 1"), server.WaitRandomAsync($"{guest} 2")); // AWAIT201
        return Stopwatch.GetElapsedTime(start) / 2;
    }
}
