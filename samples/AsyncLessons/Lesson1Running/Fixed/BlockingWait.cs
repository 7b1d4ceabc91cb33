namespace AsyncLessons.Lesson1Running.Fixed;

/// <summary>What waits in async code is the method, not the thread.</summary>
internal static class BlockingWait
{
    public static async Task<int> ServeAsync(Server server, string guest)
    {
        await server.WaitRandomAsync(guest);
        var price = await server.GetPriceAsync(guest);
        return price + await GetTipAsync(server, guest, price);
    }

    private static async Task<int> GetTipAsync(Server server, string guest, int price)
    {
        var delay = await server.WaitRandomAsync(guest);
        return await server.GetTipAsync(guest, price + delay);
    }
}
