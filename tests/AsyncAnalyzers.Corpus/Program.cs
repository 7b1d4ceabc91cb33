using System.Diagnostics;
using Spectre.Console;

namespace AsyncAnalyzers.Corpus;

/// <summary>Runs the rules and fixes over real code: exit code 0 if nothing is amiss, 1 if a rule or a fix is, 2 if the input cannot be used.</summary>
internal static class Program
{
    private const int Amiss = 1;
    private const int BadInput = 2;

    public static Task<int> Main(string[] arguments)
    {
        IDisplay display = AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected
            ? new TerminalDisplay(AnsiConsole.Console)
            : new PlainDisplay(Console.Out);
        return RunAsync(arguments, Console.Out, Console.Error, display, CancellationToken.None);
    }

    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error, IDisplay display, CancellationToken cancellationToken)
    {
        var parsed = new CommandLine((options, token) => RunAsync(options, output, error, display, token)).Parse(arguments);
        if (parsed.Errors is [var first, ..])
        {
            await error.WriteLineAsync($"error: {first.Message.ReplaceLineEndings(" ")}");
            return BadInput;
        }

        return await parsed.InvokeAsync(new() { Output = output, Error = error }, cancellationToken);
    }

    private static async Task<int> RunAsync(CorpusOptions options, TextWriter output, TextWriter error, IDisplay display, CancellationToken cancellationToken)
    {
        try
        {
            var report = await RunAsync(options, display, cancellationToken);
            new TextReport(output).Write(report, options);
            if (options.JsonFile is { } file)
            {
                await JsonReport.WriteAsync(report, file, cancellationToken);
            }

            if (options.SarifFile is { } sarif)
            {
                await SarifReport.WriteAsync(report, sarif, cancellationToken);
            }

            return report.HasDefects ? Amiss : 0;
        }
        catch (BadInputException exception)
        {
            await error.WriteLineAsync($"error: {exception.Message}");
            return BadInput;
        }
    }

    private static async Task<CorpusReport> RunAsync(CorpusOptions options, IDisplay display, CancellationToken cancellationToken)
    {
        var rules = ChosenRules.Load(options);
        var clock = Stopwatch.StartNew();
        using var code = await display.RunAsync("Loading", 0, stage => Loading.LoadAsync(options, stage, cancellationToken));
        var loadTime = clock.Elapsed;

        clock.Restart();
        var compiling = new Compiling(code.Solution, code.Folder);
        var errors = await display.RunAsync("Compiling", code.Projects.Length, async stage =>
        {
            var all = new List<CompileError>();
            foreach (var project in code.Projects)
            {
                all.AddRange(await compiling.ErrorsBeforeAsync(project, cancellationToken));
                stage.Advance(code.Solution.GetProject(project)!.Name);
            }

            return all;
        });

        var compileTime = clock.Elapsed;

        clock.Restart();
        var analysis = new Analysis(rules, code.Folder);
        var result = await display.RunAsync("Analyzing", code.Projects.Length, stage => analysis.RunAsync(code.Solution, code.Projects, stage, cancellationToken));
        var report = new CorpusReport(
            options.Input,
            code.Projects.Length,
            code.Projects.Sum(id => code.Solution.GetProject(id)!.DocumentIds.Count),
            code.Problems,
            [.. errors],
            rules.Descriptors,
            result)
        {
            LoadTime = loadTime,
            CompileTime = compileTime,
            AnalysisTime = clock.Elapsed,
        };
        if (options.AllTheWay)
        {
            report = report with
            {
                Conversions = await display.RunAsync("Converting", 0, stage => new ConvertEach(code, compiling).RunAsync(result.Findings, stage, cancellationToken)),
            };
        }

        return options.Fix switch
        {
            FixMode.Each => report with
            {
                Fixes = await display.RunAsync("Trying each fix", 0, stage => new FixEach(code, rules, analysis, compiling).RunAsync(result.Findings, options.Limit, stage, cancellationToken)),
            },
            FixMode.All => await FixAllAsync(report, code, rules, analysis, options, display, cancellationToken),
            _ => report,
        };
    }

    private static async Task<CorpusReport> FixAllAsync(CorpusReport report, LoadedCode code, ChosenRules rules, Analysis analysis, CorpusOptions options, IDisplay display, CancellationToken cancellationToken)
    {
        var all = await display.RunAsync("Fix All", rules.Descriptors.Length, stage => new FixAll(code, rules, analysis, stage).RunAsync(report.Analysis.Findings, cancellationToken));
        return report with
        {
            Fixes = all.Outcomes,
            FilesWritten = options.Apply ? await Files.WriteAsync(code.Solution, all.Solution, cancellationToken) : 0,
        };
    }
}
