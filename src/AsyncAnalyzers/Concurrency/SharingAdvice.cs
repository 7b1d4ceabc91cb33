namespace AsyncAnalyzers.Concurrency;

/// <summary>What to do about a shared object, for messages.</summary>
internal static class SharingAdvice
{
    public static string For(UnsafeObject target) => target.Hazard switch
    {
        Hazard.Counter => "use Interlocked, or return the values and combine them when all are there",
        Hazard.Memory => target.Type.Name switch
        {
            "Random" => "use Random.Shared",
            "Dictionary" or "SortedDictionary" or "SortedList" => "use a ConcurrentDictionary, or return the values and collect them when all are there",
            _ => "return the values and use the result of Task.WhenAll, or use a concurrent collection or a lock",
        },
        _ => "await one operation before the next begins, or give each its own",
    };
}
