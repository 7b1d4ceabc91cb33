using System.Diagnostics;

namespace AsyncLessons;

/// <summary>One task on a timeline.</summary>
internal sealed record Span(string Name, TimeSpan Start, TimeSpan End);

/// <summary>What a timeline has recorded: the tasks in the order of their start, and when and how the measured method came back.</summary>
internal sealed record Recording(IReadOnlyList<Span> Spans, TimeSpan Returned, Exception? Failure)
{
    /// <summary>What the method returned, where that is the point.</summary>
    public string? Result { get; init; }

    public TimeSpan End => Spans.Select(span => span.End).Append(Returned).Max();

    /// <summary>The tasks that nobody waited for.</summary>
    public IEnumerable<string> LeftRunning => Spans.Where(span => span.End > Returned).Select(span => span.Name).Distinct();
}

/// <summary>Records which tasks run when. It is ambient: what the measured method starts finds it in <see cref="Current"/>.</summary>
internal sealed class Timeline
{
    private const int Seed = 4;

    private static readonly AsyncLocal<Timeline?> Ambient = new();

    private readonly Lock gate = new();
    private readonly List<Task> tasks = [];
    private readonly List<Span> spans = [];
    private readonly Random random = new(Seed);
    private readonly long origin = Stopwatch.GetTimestamp();

    public static Timeline Current => Ambient.Value ?? throw new InvalidOperationException("Nothing is being measured.");

    private TimeSpan Now => Stopwatch.GetElapsedTime(origin);

    /// <summary>The course's <c>measure</c>: runs a method to its end, then waits for the tasks it left behind.</summary>
    public static async Task<Recording> MeasureAsync(Func<Task> method)
    {
        var timeline = new Timeline();
        Ambient.Value = timeline;
        Exception? failure = null;
        try
        {
            await method().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidOperationException or OperationCanceledException)
        {
            failure = exception;
        }

        var returned = timeline.Now;
        await timeline.FinishAsync().ConfigureAwait(false);
        return new([.. timeline.spans.OrderBy(span => span.Start)], returned, failure);
    }

    /// <summary>Runs a task and records it.</summary>
    public Task<T> RecordAsync<T>(string name, Func<Task<T>> work)
    {
        var task = RunAsync();
        lock (gate)
        {
            tasks.Add(task);
        }

        return task;

        async Task<T> RunAsync()
        {
            var start = Now;
            try
            {
                return await work().ConfigureAwait(false);
            }
            finally
            {
                lock (gate)
                {
                    spans.Add(new(name, start, Now));
                }
            }
        }
    }

    /// <summary>A random delay of at most <paramref name="maxDelay"/> and at least half as many milliseconds; every timeline has the same ones, so that two can be compared.</summary>
    public int NextDelay(int maxDelay)
    {
        lock (gate)
        {
            return random.Next(maxDelay / 2, maxDelay + 1);
        }
    }

    private async Task FinishAsync()
    {
        // A task that was left behind may start another one.
        var awaited = 0;
        while (Started() is var started && started.Length > awaited)
        {
            awaited = started.Length;
            await Task.WhenAll(started).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task[] Started()
    {
        lock (gate)
        {
            return [.. tasks];
        }
    }
}
