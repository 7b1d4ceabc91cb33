namespace AsyncLessons.Lesson5Randomness;

/// <summary>Things that concurrent tasks share.</summary>
internal sealed class Randomness() : Lesson(
    5,
    "Randomness",
    "In Python concurrent coroutines may share the 'random' module: only one of them runs at a time. In C# what follows an await may run on several threads at once. 'Random.Shared' is made for that, a 'Random', a 'List<T>' and a counter are not.")
{
    private static readonly string[] Names = ["one", "two", "three", "four"];

    public override async Task RunAsync(Stage stage)
    {
        var server = new Server();
        await stage.CompareResultsAsync(
            "AWAIT402",
            nameof(Mistakes.LostUpdate),
            "'total' is read before the await and written after it: each waiter adds to what was there when all of them started.",
            () => Mistakes.LostUpdate.GetBillAsync(server, Names),
            () => Fixed.LostUpdate.GetBillAsync(server, Names));
        await stage.CompareResultsAsync(
            "AWAIT401",
            nameof(Mistakes.SharedRandom),
            "A Random that two threads use at the same moment can break and return 0 for ever after. Not today, perhaps.",
            () => Mistakes.SharedRandom.RollAsync(server, 4),
            () => Fixed.SharedRandom.RollAsync(server, 4));
        await stage.CompareResultsAsync(
            "AWAIT401",
            nameof(Mistakes.SharedList),
            "A list that two threads add to at the same moment loses one of the items. Task.WhenAll returns them all, in order.",
            () => Mistakes.SharedList.ArriveAsync(server, Names),
            () => Fixed.SharedList.ArriveAsync(server, Names));
    }
}
