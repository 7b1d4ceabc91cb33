namespace AsyncLessons.Lesson2Concurrency.Fixed;

/// <summary>Two questions to one server; the second does not need the answer to the first.</summary>
internal static class IndependentAwaits
{
    public static async Task<int> GetTotalAsync(Server server)
    {
        var applesTask = server.GetPriceAsync("apples");
        var pearsTask = server.GetPriceAsync("pears");
        await Task.WhenAll(applesTask, pearsTask);
        var apples = await applesTask;
        var pears = await pearsTask;
        return apples + pears;
    }
}
