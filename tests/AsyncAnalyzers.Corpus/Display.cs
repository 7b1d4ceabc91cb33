using Spectre.Console;

namespace AsyncAnalyzers.Corpus;

/// <summary>A part of the work that takes a while.</summary>
internal interface IStage
{
    /// <summary>One more piece is done, or, when the number of pieces is unknown, begun.</summary>
    void Advance(string piece);
}

/// <summary>Shows how far long work has come.</summary>
internal interface IDisplay
{
    /// <param name="title">What is being done.</param>
    /// <param name="pieces">How many pieces it has; 0 if unknown.</param>
    /// <param name="work">The work itself.</param>
    Task<T> RunAsync<T>(string title, int pieces, Func<IStage, Task<T>> work);
}

/// <summary>One line when a stage begins: for logs and pipes.</summary>
internal sealed class PlainDisplay(TextWriter writer) : IDisplay, IStage
{
    public async Task<T> RunAsync<T>(string title, int pieces, Func<IStage, Task<T>> work)
    {
        await writer.WriteLineAsync(pieces == 0 ? $"{title} ..." : $"{title} ({pieces}) ...");
        return await work(this);
    }

    public void Advance(string piece)
    {
    }
}

/// <summary>A progress bar for each stage: for terminals.</summary>
internal sealed class TerminalDisplay(IAnsiConsole console) : IDisplay
{
    public Task<T> RunAsync<T>(string title, int pieces, Func<IStage, Task<T>> work) =>
        console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ElapsedTimeColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: Math.Max(pieces, 1));
                task.IsIndeterminate = pieces == 0;
                var result = await work(new Stage(title, task));
                task.Value = task.MaxValue;
                task.Description = Markup.Escape(title);
                return result;
            });

    private sealed class Stage(string title, ProgressTask task) : IStage
    {
        public void Advance(string piece)
        {
            task.Description = Markup.Escape($"{title}: {piece}");
            task.Increment(1);
        }
    }
}
