namespace AsyncLessons.Lesson5Randomness.Fixed;

/// <summary>Dice that are thrown at the same time.</summary>
internal static class SharedRandom
{
    public static async Task<string> RollAsync(Server server, int dice)
    {
        var random = Random.Shared;
        var rolls = await Task.WhenAll(Enumerable.Range(1, dice).Select(async die =>
        {
            await server.WaitRandomAsync($"die {die}");
            return random.Next(1, 7);
        }));
        return rolls.All(roll => roll is >= 1 and <= 6) ? "dice" : "nonsense";
    }
}
