using Spectre.Console;

namespace AsyncLessons;

/// <summary>Where lessons are shown: a mistake and its fixed twin as two timelines of the same scale.</summary>
internal sealed class Stage(IAnsiConsole console)
{
    private const int BarWidth = 40;

    private readonly char awaited = console.Profile.Capabilities.Unicode ? '█' : '#';
    private readonly char abandoned = console.Profile.Capabilities.Unicode ? '░' : '?';

    /// <summary>Shows a lesson from its title to its last comparison.</summary>
    public async Task ShowAsync(Lesson lesson)
    {
        console.Write(new Rule($"[bold]Lesson {lesson.Number}: {lesson.Title.EscapeMarkup()}[/]") { Justification = Justify.Left });
        console.WriteLine();
        console.WriteLine(lesson.Idea);
        console.WriteLine();
        await lesson.RunAsync(this);
    }

    /// <summary>Measures both methods and shows what was started, awaited and left behind when.</summary>
    /// <param name="rule">The rule that reports the mistake.</param>
    /// <param name="file">The name of the file, the same in <c>Mistakes</c> and <c>Fixed</c>.</param>
    /// <param name="explanation">What to look at.</param>
    /// <param name="mistake">Runs the mistake.</param>
    /// <param name="corrected">Runs the fixed code.</param>
    public async Task CompareAsync(string rule, string file, string explanation, Func<Task> mistake, Func<Task> corrected) =>
        Compare(rule, file, explanation, await Timeline.MeasureAsync(mistake), await Timeline.MeasureAsync(corrected));

    /// <inheritdoc cref="CompareAsync"/>
    /// <remarks>For methods whose results differ, or may.</remarks>
    public async Task CompareResultsAsync(string rule, string file, string explanation, Func<Task<string>> mistake, Func<Task<string>> corrected) =>
        Compare(rule, file, explanation, await MeasureResultAsync(mistake), await MeasureResultAsync(corrected));

    private static async Task<Recording> MeasureResultAsync(Func<Task<string>> method)
    {
        var result = "";
        var recording = await Timeline.MeasureAsync(async () => result = await method());
        return recording with { Result = result };
    }

    private void Compare(string rule, string file, string explanation, Recording before, Recording after)
    {
        console.MarkupLine($"[bold yellow]{rule}[/] {explanation.EscapeMarkup()}");
        var cell = (before.End > after.End ? before.End : after.End) / BarWidth;
        Show("red", $"Mistakes/{file}.cs", before, cell);
        Show("green", $"Fixed/{file}.cs", after, cell);
        console.MarkupLine($"  [bold]{Verdict(before, after).EscapeMarkup()}[/]");
        console.WriteLine();
    }

    private static string Verdict(Recording before, Recording after)
    {
        var (total, shorter) = (before.Returned.TotalMilliseconds, after.Returned.TotalMilliseconds);
        return before.Result is { } wrong && after.Result is { } right ? wrong == right ? $"Both give {right}: the mistake shows only now and then." : $"{wrong} became {right}."
            : before.LeftRunning.Any()
            ? $"The mistake ends after {total:0} ms and leaves {List(before.LeftRunning)} behind, the fixed code after {shorter:0} ms and leaves {List(after.LeftRunning)} behind."
            : $"{total:0} ms became {shorter:0} ms: {total / shorter:0.0} times as fast.";
    }

    private static string List(IEnumerable<string> names) => string.Join(" and ", names.Select(name => $"'{name}'").DefaultIfEmpty("nothing"));

    private void Show(string colour, string title, Recording recording, TimeSpan cell)
    {
        console.MarkupLine($"  [{colour}]{title}[/]");
        var rows = recording.Spans.GroupBy(span => span.Name).ToList();
        var nameWidth = rows.Max(row => row.Key.Length);
        foreach (var row in rows)
        {
            var (start, end) = (row.Min(span => span.Start), row.Max(span => span.End));
            var late = end > recording.Returned ? ", not awaited" : "";
            var bar = Bar(row, recording.Returned, cell).Replace($"{abandoned}", $"[{colour}]{abandoned}[/]", StringComparison.Ordinal);
            console.MarkupLine($"    {row.Key.PadRight(nameWidth).EscapeMarkup()} [blue]{bar}[/] {start.TotalMilliseconds:0}-{end.TotalMilliseconds:0} ms{late}");
        }

        var returns = recording.Result is { } result ? $"returns '{result}'" : "returns";
        var outcome = recording.Failure is { } failure ? $"fails after {recording.Returned.TotalMilliseconds:0} ms: {failure.Message}" : $"{returns} after {recording.Returned.TotalMilliseconds:0} ms";
        console.WriteLine($"    {outcome}");
    }

    private string Bar(IEnumerable<Span> row, TimeSpan returned, TimeSpan cell)
    {
        var bar = new char[BarWidth];
        Array.Fill(bar, ' ');
        foreach (var span in row)
        {
            var last = Math.Min(BarWidth - 1, (int)Math.Ceiling(span.End / cell) - 1);
            for (var at = Math.Min((int)(span.Start / cell), last); at <= last; at++)
            {
                bar[at] = span.End > returned && (at + 1) * cell > returned ? abandoned : awaited;
            }
        }

        return new(bar);
    }
}
