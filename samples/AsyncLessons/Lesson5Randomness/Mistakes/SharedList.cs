namespace AsyncLessons.Lesson5Randomness.Mistakes;

/// <summary>Guests that sign the same list when they arrive.</summary>
internal static class SharedList
{
    public static async Task<string> ArriveAsync(Server server, IEnumerable<string> guests)
    {
        var arrived = new List<int>();
        await Task.WhenAll(guests.Select(async guest =>
        {
            var delay = await server.WaitRandomAsync(guest);
            arrived.Add(delay); // AWAIT401
        }));
        return $"{arrived.Count} guests";
    }
}
