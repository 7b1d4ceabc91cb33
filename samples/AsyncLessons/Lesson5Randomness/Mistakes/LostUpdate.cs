namespace AsyncLessons.Lesson5Randomness.Mistakes;

/// <summary>A bill that several waiters add to at the same time.</summary>
internal static class LostUpdate
{
    public static async Task<string> GetBillAsync(Server server, IEnumerable<string> items)
    {
        var total = 0;
        await Task.WhenAll(items.Select(async item => total += await server.GetPriceAsync(item))); // AWAIT402
        return $"{total} euros";
    }
}
