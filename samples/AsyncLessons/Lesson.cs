namespace AsyncLessons;

/// <summary>One lesson: a folder with mistakes, what the fixes make of them, and this class that shows the difference.</summary>
/// <param name="number">What chooses the lesson on the command line.</param>
/// <param name="title">The lesson's topic.</param>
/// <param name="idea">The one thing to learn, in two or three sentences.</param>
internal abstract class Lesson(int number, string title, string idea)
{
    public int Number => number;

    public string Title => title;

    public string Idea => idea;

    /// <summary>Runs each mistake and its fixed twin, and shows both.</summary>
    public abstract Task RunAsync(Stage stage);
}
