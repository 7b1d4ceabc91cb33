namespace AsyncLessons;

/// <summary>Runs a program one piece at a time, as Python's event loop and a UI thread do; whoever blocks it, blocks everybody.</summary>
internal static class EventLoop
{
    /// <summary>The course's <c>asyncio.run(main())</c>.</summary>
    public static Task RunAsync(Func<Task> main)
    {
        var oneAtATime = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        return Task.Factory.StartNew(main, CancellationToken.None, TaskCreationOptions.DenyChildAttach, oneAtATime).Unwrap();
    }
}
