using System.Globalization;
using AsyncLessons;
using AsyncLessons.Lesson0Syntax;
using AsyncLessons.Lesson1Running;
using AsyncLessons.Lesson2Concurrency;
using AsyncLessons.Lesson3Measuring;
using AsyncLessons.Lesson4Tasks;
using AsyncLessons.Lesson5Randomness;
using AsyncLessons.Lesson6Cancellation;
using AsyncLessons.Lesson7Resources;
using Spectre.Console;

Lesson[] lessons = [new Syntax(), new Running(), new Concurrency(), new Measuring(), new Tasks(), new Randomness(), new Cancellation(), new Resources()];

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var console = AnsiConsole.Create(new()
{
    // Some build servers claim colours for files, too.
    Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
    ColorSystem = Console.IsOutputRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
});

if (args is ["--help" or "-h" or "-?", ..])
{
    console.WriteLine("Asynchronous programming in lessons: each mistake beside its fix.");
    console.WriteLine();
    console.WriteLine("Usage: dotnet run --project samples/AsyncLessons [-- <lesson>]");
    console.WriteLine();
    console.WriteLine("Without a lesson, all of them:");
    foreach (var lesson in lessons)
    {
        console.WriteLine($"  {lesson.Number}  {lesson.Title}");
    }

    return 0;
}

var chosen = args switch
{
    [] => lessons,
    [var number] => lessons.Where(lesson => $"{lesson.Number}" == number).ToArray(),
    _ => [],
};
if (chosen is [])
{
    Console.Error.WriteLine($"There is no lesson '{string.Join(' ', args)}'; choose one of {string.Join(", ", lessons.Select(lesson => lesson.Number))}, or none to see them all.");
    return 2;
}

var stage = new Stage(console);
foreach (var lesson in chosen)
{
    await stage.ShowAsync(lesson);
}

return 0;
