using System.Globalization;

namespace AsyncAnalyzers.Corpus;

/// <summary>Prints what became of the conversions.</summary>
internal static class ConversionReport
{
    public static IEnumerable<string> Lines(IReadOnlyCollection<ConversionOutcome> outcomes)
    {
        var offered = outcomes.Where(static outcome => outcome.Obstacle is null).ToList();
        foreach (var outcome in outcomes.OrderBy(static outcome => outcome.Obstacle))
        {
            yield return $"{outcome.Place}";
            yield return $"    {(outcome.Obstacle is { } obstacle ? obstacle : outcome.Title)} ({Milliseconds(outcome.Time)})";
            foreach (var error in outcome.Errors)
            {
                yield return "    " + error;
            }
        }

        var times = outcomes.Select(static outcome => outcome.Time).Order().ToList();
        yield return $"{outcomes.Count} blocking waits, {offered.Count} conversions offered, {offered.Count(static outcome => outcome.Errors.IsEmpty)} of them compile";
        foreach (var (obstacle, count) in outcomes.Where(static outcome => outcome.Obstacle is not null).CountBy(static outcome => outcome.Obstacle!.Value).OrderByDescending(static pair => pair.Value))
        {
            yield return $"    {count,5} refused: {obstacle}";
        }

        if (times.Count > 0)
        {
            yield return $"preview, processor time: median {Milliseconds(times[times.Count / 2])}, 95 % within {Milliseconds(times[times.Count * 95 / 100])}, longest {Milliseconds(times[^1])}";
        }
    }

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture) + " ms";
}
