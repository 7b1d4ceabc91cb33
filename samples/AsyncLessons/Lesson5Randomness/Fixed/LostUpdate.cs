namespace AsyncLessons.Lesson5Randomness.Fixed;

/// <summary>A bill that several waiters add to at the same time.</summary>
internal static class LostUpdate
{
    public static async Task<string> GetBillAsync(Server server, IEnumerable<string> items)
    {
        var total = 0;
        await Task.WhenAll(items.Select(async item => Interlocked.Add(ref total, await server.GetPriceAsync(item))));
        return $"{total} euros";
    }
}
