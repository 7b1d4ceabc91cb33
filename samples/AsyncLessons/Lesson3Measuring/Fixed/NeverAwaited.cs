using System.Diagnostics;

namespace AsyncLessons.Lesson3Measuring.Fixed;

/// <summary>A measurement ends when the work ends, not when it has been started.</summary>
internal static class NeverAwaited
{
    public static async Task<TimeSpan> MeasureOneAsync(Server server)
    {
        await server.WaitRandomAsync("warm up", 40);
        var start = Stopwatch.GetTimestamp();
        await server.WaitRandomAsync("work");
        return Stopwatch.GetElapsedTime(start);
    }

    public static async Task<TimeSpan> MeasureManyAsync(Server server, int n)
    {
        var start = Stopwatch.GetTimestamp();
        await server.WaitManyAsync(n);
        return Stopwatch.GetElapsedTime(start) / n;
    }
}
