using System.CommandLine;
using AsyncAnalyzers.Benchmarks;
using BenchmarkDotNet.Running;
using Spectre.Console;

var quick = new Option<bool>("--quick") { Description = "One table: our package, the peers and an empty analyzer on the same input, in a few minutes" };
var growth = new Option<bool>("--growth") { Description = "How our time grows with the size of a file and of a method" };
var edit = new Option<bool>("--edit") { Description = "Re-analysis of one edited file of 5,000 lines, as an IDE does it" };
var fixAll = new Option<bool>("--fix-all") { Description = "Fix All over 1,000 findings of each rule" };
var each = new Option<bool>("--each") { Description = "With --quick: every rule of ours on its own, too" };
var rounds = new Option<int>("--rounds") { Description = "With --quick: measured rounds after the one that warms up", DefaultValueFactory = static _ => 2 };
var property = new Option<string[]>("-p", "--property") { Description = "An MSBuild property to load the project with: Name=Value" };
var path = new Argument<FileInfo?>("project") { Description = "With --quick: a restored project or solution to measure on, instead of generated code", Arity = ArgumentArity.ZeroOrOne };
var root = new RootCommand("Measures AsyncAnalyzers against other packages. Without an option: BenchmarkDotNet on generated code.") { quick, growth, edit, fixAll, each, rounds, property, path };
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

    var ran = false;
    if (arguments.GetValue(quick))
    {
        ran = true;
        if (arguments.GetValue(path) is { } file)
        {
            if (!file.Exists)
            {
                await Console.Error.WriteLineAsync($"No such project or solution: {file.FullName}");
                return 2;
            }

            await Console.Error.WriteLineAsync($"loading {file.Name}");
            var (inputs, lines) = await ProjectInput.LoadAsync(file.FullName, arguments.GetValue(property) ?? [], cancellationToken);
            await Modes.QuickAsync(console, $"{file.Name}, {inputs.Count} compilations, {lines:N0} lines", inputs, arguments.GetValue(rounds), arguments.GetValue(each), cancellationToken);
        }
        else
        {
            await Modes.QuickAsync(console, "generated, silent, 2,000 methods", [.. GeneratedInput.AsInput(GeneratedInput.Methods(2000, firing: false))], arguments.GetValue(rounds), arguments.GetValue(each), cancellationToken);
            await Modes.QuickAsync(console, "generated, firing, 2,000 methods", [.. GeneratedInput.AsInput(GeneratedInput.Methods(2000, firing: true))], arguments.GetValue(rounds), arguments.GetValue(each), cancellationToken);
        }
    }

    if (arguments.GetValue(growth))
    {
        ran = true;
        await Modes.GrowthAsync(console, cancellationToken);
    }

    if (arguments.GetValue(edit))
    {
        ran = true;
        await Modes.EditAsync(console, cancellationToken);
    }

    if (arguments.GetValue(fixAll))
    {
        ran = true;
        await Modes.FixAllAsync(console, cancellationToken);
    }

    if (!ran)
    {
        BenchmarkRunner.Run<AnalyzerBenchmarks>(args: []);
    }

    return 0;
});
return await root.Parse(args).InvokeAsync();
