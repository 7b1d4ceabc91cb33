namespace AsyncLessons.Lesson2Concurrency.Mistakes;

/// <summary>Two questions to one server; the second does not need the answer to the first.</summary>
internal static class IndependentAwaits
{
    public static async Task<int> GetTotalAsync(Server server)
    {
        var apples = await server.GetPriceAsync("apples"); // AWAIT302
        var pears = await server.GetPriceAsync("pears");
        return apples + pears;
    }
}
