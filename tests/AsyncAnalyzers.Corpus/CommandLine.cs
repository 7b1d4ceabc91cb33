using System.CommandLine;

namespace AsyncAnalyzers.Corpus;

/// <summary>The arguments and switches of the tool.</summary>
internal sealed class CommandLine
{
    private readonly Argument<string> input = new("input") { Description = "A solution (.sln, .slnx, .slnf), a project (.csproj) or a folder; its packages must have been restored." };
    private readonly Option<string[]> rules = new("--rules", "--rule") { Description = "Run only these rules (ids, separated by commas).", AllowMultipleArgumentsPerToken = true };
    private readonly Option<bool> warnings = new("--warnings") { Description = "Run only the rules that are warnings by default." };
    private readonly Option<FixMode> fix = new("--fix") { Description = "Try every offered fix on its own (each), or Fix All rule by rule (all)." };
    private readonly Option<int> limit = new("--limit") { Description = "Try the fixes of at most that many findings of each rule, spread evenly." };
    private readonly Option<bool> allTheWay = new("--all-the-way") { Description = "Make every blocking wait of synchronous code async all the way up, each on its own, and compile the result." };
    private readonly Option<bool> apply = new("--apply") { Description = "Write what --fix all made to disk." };
    private readonly Option<int> sample = new("--sample") { Description = "Show that many findings, picked at random, with ten lines around each." };
    private readonly Option<int> seed = new("--seed") { Description = "Picks another sample.", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> json = new("--json") { Description = "Write everything found to this file." };
    private readonly Option<string?> sarif = new("--sarif") { Description = "Write the findings to this file as SARIF 2.1.0." };
    private readonly Option<bool> keepGoing = new("--keep-going") { Description = "Leave out projects that cannot be loaded instead of stopping." };
    private readonly Option<string[]> properties = new("--property", "-p") { Description = "An MSBuild property for loading, Name=Value." };
    private readonly RootCommand root = new("Runs every rule of AsyncAnalyzers, and every fix, over real code.");

    public CommandLine(Func<CorpusOptions, CancellationToken, Task<int>> run)
    {
        foreach (var option in new Option[] { rules, warnings, fix, limit, allTheWay, apply, sample, seed, json, sarif, keepGoing, properties })
        {
            root.Options.Add(option);
        }

        root.Arguments.Add(input);
        root.Validators.Add(result =>
        {
            if (result.GetResult(apply) is not null && result.GetValue(fix) != FixMode.All)
            {
                result.AddError("--apply needs --fix all.");
            }

            if (result.GetResult(limit) is not null && (result.GetValue(limit) < 1 || result.GetValue(fix) != FixMode.Each))
            {
                result.AddError("--limit needs --fix each and a number above 0.");
            }

            if (result.GetResult(sample) is not null && result.GetValue(sample) < 1)
            {
                result.AddError("--sample needs a number above 0.");
            }
        });
        properties.Validators.Add(result =>
        {
            if (result.Tokens.Any(static token => token.Value.IndexOf('=') < 1))
            {
                result.AddError("--property needs Name=Value.");
            }
        });
        root.SetAction((parsed, cancellationToken) => run(Read(parsed), cancellationToken));
    }

    public ParseResult Parse(string[] arguments) => root.Parse(arguments);

    private CorpusOptions Read(ParseResult parsed) => new()
    {
        Input = parsed.GetRequiredValue(input),
        Rules = [.. (parsed.GetValue(rules) is { Length: > 0 } given ? given : parsed.GetValue(allTheWay) ? [AsyncAnalyzers.Rules.BlockingWaitInSync.Id, AsyncAnalyzers.Rules.DeadlockRisk.Id] : []).SelectMany(static ids => ids.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
        WarningsOnly = parsed.GetValue(warnings),
        Fix = parsed.GetValue(fix),
        Limit = parsed.GetValue(limit),
        AllTheWay = parsed.GetValue(allTheWay),
        Apply = parsed.GetValue(apply),
        Sample = parsed.GetValue(sample),
        Seed = parsed.GetValue(seed),
        JsonFile = parsed.GetValue(json),
        SarifFile = parsed.GetValue(sarif),
        KeepGoing = parsed.GetValue(keepGoing),
        Properties = (parsed.GetValue(properties) ?? [])
            .Select(static property => property.Split('=', 2))
            .ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.OrdinalIgnoreCase),
    };
}
