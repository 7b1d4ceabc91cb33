using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Spectre.Console;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>How our callback time grows from 1,000 to 4,000 methods in one file, and with the statements of one method.</summary>
internal static class GrowthMode
{
    private static readonly (string Name, int Statements, string Code)[] LongMethods =
    [
        ("no task", 2, "total += {0}; if (x > {0}) { total -= path.Length; }"),
        ("sequential awaits", 1, "var text{0} = await File.ReadAllTextAsync(path + {0});"),
        ("dependent awaits", 1, "total += await Task.FromResult(total + {0});"),
        ("tasks awaited at once", 2, "var task{0} = Task.Run(() => {0}); total += await task{0};"),
        ("tasks awaited, then read", 3, "var task{0} = Task.Run(() => {0}); await task{0}; total += task{0}.Result;"),
        ("tasks awaited under a condition", 4, "var task{0} = Task.Run(() => {0}); if (x > {0}) { await task{0}; total += task{0}.Result; }"),
        ("tasks awaited unless complete", 4, "var task{0} = Task.Run(() => {0}); if (!task{0}.IsCompleted) { await task{0}; } total += task{0}.Result;"),
        ("blocking", 1, "total += Task.Run(() => {0}).Result;"),
    ];

    public static async Task RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        var table = new Table().Title("growth (factor for four times the input; 4 is linear)").AddColumns("input", "small ms", "large ms", "factor", "dearest rule", "its ms", "its factor");
        foreach (var (name, small, large) in (IEnumerable<(string, CSharpCompilation, CSharpCompilation)>)
        [
            ("silent, 1,000 → 4,000 methods", GeneratedInput.Methods(1000, false), GeneratedInput.Methods(4000, false)),
            ("firing, 1,000 → 4,000 methods", GeneratedInput.Methods(1000, true), GeneratedInput.Methods(4000, true)),
            .. LongMethods.Select(static method => ($"one method, 2,500 → 10,000 statements: {method.Name}", GeneratedInput.LongMethod(2500 / method.Statements, method.Code), GeneratedInput.LongMethod(10_000 / method.Statements, method.Code))),
        ])
        {
            var first = await BestAsync(small);
            var second = await BestAsync(large);
            var (dearest, time) = second.Shares.MaxBy(static share => share.Value);
            string[] row =
            [
                name,
                $"{first.Callbacks.TotalMilliseconds:N0}",
                $"{second.Callbacks.TotalMilliseconds:N0}",
                $"{second.Callbacks / first.Callbacks:N2}",
                string.Join(' ', dearest.SupportedDiagnostics.Select(static rule => rule.Id)),
                $"{time.TotalMilliseconds:N0}",
                $"{time / first.Shares[dearest]:N2}",
            ];
            await Console.Error.WriteLineAsync(string.Join(", ", row));
            table.AddRow(row);
        }

        console.Write(table);

        Task<Measurement> BestAsync(Compilation compilation) => Measurement.BestOfAsync(Contestant.Us, [.. GeneratedInput.AsInput(Measurement.OnOneThread(compilation))], rounds: 6, cancellationToken);
    }
}
