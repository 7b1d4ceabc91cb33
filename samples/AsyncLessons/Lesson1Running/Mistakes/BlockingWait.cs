namespace AsyncLessons.Lesson1Running.Mistakes;

/// <summary>What waits in async code is the method, not the thread.</summary>
internal static class BlockingWait
{
    public static async Task<int> ServeAsync(Server server, string guest)
    {
        server.WaitRandomAsync(guest).Wait(); // AWAIT201
        var price = server.GetPriceAsync(guest).Result; // AWAIT201
        return price + await GetTipAsync(server, guest, price);
    }

    private static Task<int> GetTipAsync(Server server, string guest, int price)
    {
        var delay = server.WaitRandomAsync(guest).GetAwaiter().GetResult(); // AWAIT201
        return server.GetTipAsync(guest, price + delay);
    }
}
