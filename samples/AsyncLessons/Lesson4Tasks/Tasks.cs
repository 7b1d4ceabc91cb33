namespace AsyncLessons.Lesson4Tasks;

/// <summary>Tasks that run before they are awaited.</summary>
internal sealed class Tasks() : Lesson(
    4,
    "Tasks",
    "Python's 'asyncio.create_task(f())' is simply 'var task = FAsync();': a C# task is hot, it runs from the moment of the call. Start tasks first and await them later, but all of them, together, and somewhere.")
{
    private static readonly List<string> Pages = ["page 1", "page 2", "page 3"];

    public override async Task RunAsync(Stage stage)
    {
        var server = new Server();
        await stage.CompareAsync(
            "AWAIT105",
            nameof(Mistakes.AwaitedOneByOne),
            "The first failure ends the method; nobody sees how the other task ends.",
            () => Mistakes.AwaitedOneByOne.RunTwoAsync(server),
            () => Fixed.AwaitedOneByOne.RunTwoAsync(server));
        await stage.CompareAsync(
            "AWAIT105",
            nameof(Mistakes.AwaitedOneByOne),
            "The same with many tasks in a loop.",
            () => Mistakes.AwaitedOneByOne.RunManyAsync(server),
            () => Fixed.AwaitedOneByOne.RunManyAsync(server));
        var printer = new Printer();
        await stage.CompareAsync(
            "AWAIT502",
            nameof(Mistakes.AsyncForEach),
            "ForEach takes an Action: it starts every job at once and waits for none.",
            () => Mistakes.AsyncForEach.PrintAsync(server, printer, Pages),
            () => Fixed.AsyncForEach.PrintAsync(server, printer, Pages));
    }
}
