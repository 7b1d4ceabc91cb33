using System.CommandLine;
using AsyncAnalyzers.Benchmarks;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Spectre.Console;

var quick = new Option<bool>("--quick") { Description = "One table: our package, the peers and an empty analyzer on the same input, in a few minutes" };
var together = new Option<bool>("--together") { Description = "Our package and the peers in one run on the same compilation, the first of the process and later ones" };
var growth = new Option<bool>("--growth") { Description = "How our time grows with the size of a file and of a method" };
var edit = new Option<bool>("--edit") { Description = "Re-analysis of one edited file of 5,000 lines, as an IDE does it" };
var fixAll = new Option<bool>("--fix-all") { Description = "Fix All over 1,000 findings of each rule" };
var waits = new Option<bool>("--waits") { Description = "Which blocking waits in async code each package finds, and which harmless ones it reports" };
var each = new Option<bool>("--each") { Description = "With --quick: every rule of ours on its own, too" };
var shares = new Option<bool>("--shares") { Description = "What each rule of ours takes of a run of all of them; cheaper than --each, but what several rules share falls on the first that asks" };
var oneThread = new Option<bool>("--one-thread") { Description = "With --quick, --together and --shares: analyze on one thread, so that no callback waits for the others; runs differ less" };
var rounds = new Option<int>("--rounds") { Description = "With --quick, --together and --shares: measured rounds after the one that warms up", DefaultValueFactory = static _ => 2 };
var property = new Option<string[]>("-p", "--property") { Description = "An MSBuild property to load the project with: Name=Value" };
var path = new Argument<FileInfo?>("project") { Description = "A restored project or solution to measure on, instead of generated code", Arity = ArgumentArity.ZeroOrOne };
var root = new RootCommand("Measures AsyncAnalyzers against other packages. Without an option: BenchmarkDotNet, each contestant on each input.") { quick, together, growth, edit, fixAll, waits, each, shares, oneThread, rounds, property, path };
root.SetAction(async (arguments, cancellationToken) =>
{
    var console = AnsiConsole.Console;
    if (!Console.IsOutputRedirected)
    {
        console.MarkupLine("[grey]measuring; the machine should be idle[/]");
    }
    else
    {
        console.Profile.Width = 160;
    }

    IReadOnlyList<(string Name, IReadOnlyList<(Compilation Compilation, AnalyzerOptions Options)> Compilations)> inputs;
    if (arguments.GetValue(path) is { } file)
    {
        if (!file.Exists)
        {
            await Console.Error.WriteLineAsync($"No such project or solution: {file.FullName}");
            return 2;
        }

        await Console.Error.WriteLineAsync($"loading {file.Name}");
        var (compilations, lines) = await ProjectInput.LoadAsync(file.FullName, arguments.GetValue(property) ?? [], cancellationToken);
        inputs = [($"{file.Name}, {compilations.Count} compilations, {lines:N0} lines", compilations)];
    }
    else
    {
        inputs =
        [
            ("generated, silent, 2,000 methods", [.. GeneratedInput.AsInput(GeneratedInput.Methods(2000, firing: false))]),
            ("generated, firing, 2,000 methods", [.. GeneratedInput.AsInput(GeneratedInput.Methods(2000, firing: true))]),
        ];
    }

    if (arguments.GetValue(oneThread))
    {
        inputs = [.. inputs.Select(static input => ($"{input.Name}, one thread", (IReadOnlyList<(Compilation, AnalyzerOptions)>)[.. input.Compilations.Select(static one => (Measurement.OnOneThread(one.Compilation), one.Options))]))];
    }

    var modes = new List<Func<Task>>();
    if (arguments.GetValue(quick))
    {
        foreach (var (name, compilations) in inputs)
        {
            modes.Add(() => QuickMode.RunAsync(console, name, compilations, arguments.GetValue(rounds), arguments.GetValue(each), cancellationToken));
        }
    }

    if (arguments.GetValue(together))
    {
        foreach (var (name, compilations) in inputs)
        {
            modes.Add(() => TogetherMode.RunAsync(console, name, compilations, arguments.GetValue(rounds), cancellationToken));
        }
    }

    if (arguments.GetValue(shares))
    {
        foreach (var (name, compilations) in inputs)
        {
            modes.Add(() => SharesMode.RunAsync(console, name, compilations, arguments.GetValue(rounds), cancellationToken));
        }
    }

    if (arguments.GetValue(growth))
    {
        modes.Add(() => GrowthMode.RunAsync(console, cancellationToken));
    }

    if (arguments.GetValue(edit))
    {
        modes.Add(() => EditMode.RunAsync(console, cancellationToken));
    }

    if (arguments.GetValue(fixAll))
    {
        modes.Add(() => FixAllMode.RunAsync(console, cancellationToken));
    }

    if (arguments.GetValue(waits))
    {
        modes.Add(() => WaitsMode.RunAsync(console, cancellationToken));
    }

    foreach (var mode in modes)
    {
        await mode();
    }

    if (modes.Count == 0)
    {
        AnalyzerBenchmarks.Inputs = inputs;
        BenchmarkRunner.Run<AnalyzerBenchmarks>(DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(new InProcessEmitToolchain(timeout: TimeSpan.FromHours(1), logOutput: false))));
    }

    return 0;
});
return await root.Parse(args).InvokeAsync();
