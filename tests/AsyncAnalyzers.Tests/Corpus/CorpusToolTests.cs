using System.Text.Json;
using AsyncAnalyzers.Corpus;

namespace AsyncAnalyzers.Tests.Corpus;

/// <summary>Runs the corpus tool as its command line does.</summary>
public sealed class CorpusToolTests
{
    private const string Sleeping = """
        namespace Sample;

        public class Worker
        {
            internal async Task WorkAsync()
            {
                await Task.Yield();
                Thread.Sleep(1000);
                Thread.Sleep(2000);
            }
        }
        """;

    [Fact]
    public async Task Findings_are_listed_with_place_line_and_message_and_counted_per_rule()
    {
        using var project = await TemporaryProject.CreateAsync(Sleeping);

        var (exitCode, output, error) = await RunAsync(project.Project);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("Sample.cs:8:9 AWAIT204: 'Thread.Sleep' keeps", output);
        Assert.Contains("    Thread.Sleep(1000);", output);
        Assert.Matches(@"AWAIT204 +2 findings +[\d,]+ ms  Sleep in async code", output);
        Assert.Contains("Exceptions in rules: 0", output);
    }

    [Fact]
    public async Task A_finding_in_several_target_frameworks_counts_once()
    {
        using var project = await TemporaryProject.CreateAsync(Sleeping, "net10.0;netstandard2.1");

        var (_, output, _) = await RunAsync(project.Folder, "--rules", "AWAIT204", "--keep-going");

        Assert.Contains("2 projects", output);
        Assert.Matches("AWAIT204 +2 findings", output);
        Assert.DoesNotContain("AWAIT001", output);
    }

    [Fact]
    public async Task A_rule_runs_even_if_the_project_switches_it_off()
    {
        using var project = await TemporaryProject.CreateAsync(Sleeping);
        await File.WriteAllTextAsync(project.PathOf(".editorconfig"), "root = true\n[*.cs]\ndotnet_diagnostic.AWAIT204.severity = none\n", TestContext.Current.CancellationToken);

        var (_, output, _) = await RunAsync(project.Project);

        Assert.Matches("AWAIT204 +2 findings", output);
    }

    [Fact]
    public async Task All_the_way_converts_every_blocking_wait_on_its_own_and_counts_what_it_refuses()
    {
        using var project = await TemporaryProject.CreateAsync("""
            namespace Sample;

            public class Store
            {
                public Store() => Load();

                public int Load() => Task.Run(() => 1).Result;

                public int Twice() => Load() * 2;

                public int Property => Task.Run(() => 1).Result;
            }
            """);

        var (exitCode, output, _) = await RunAsync(project.Project, "--all-the-way");

        Assert.Equal(0, exitCode);
        Assert.Contains("Make 'Load' async all the way up (2 methods, 2 calls)", output);
        Assert.Contains("2 blocking waits, 1 conversions offered, 1 of them compile", output);
        Assert.Matches("1 refused: Accessor", output);
    }

    [Fact]
    public async Task Fix_each_tries_every_fix_on_its_own_and_leaves_the_files_alone()
    {
        using var project = await TemporaryProject.CreateAsync(Sleeping);

        var (exitCode, output, _) = await RunAsync(project.Project, "--fix", "each");

        Assert.Equal(0, exitCode);
        Assert.Matches("AWAIT204 await +2 Good", output);
        Assert.Equal(Sleeping, await File.ReadAllTextAsync(project.PathOf("Sample.cs"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_limit_tries_some_of_the_fixes_and_lists_all_findings()
    {
        using var project = await TemporaryProject.CreateAsync(Sleeping);

        var (_, output, _) = await RunAsync(project.Project, "--fix", "each", "--limit", "1");

        Assert.Matches("AWAIT204 await +1 Good", output);
        Assert.Matches("AWAIT204 +2 findings", output);
    }

    [Fact]
    public async Task Fix_all_with_apply_writes_what_it_made()
    {
        using var project = await TemporaryProject.CreateAsync(Sleeping);

        var (exitCode, output, _) = await RunAsync(project.Project, "--fix", "all", "--apply", "--rule", "AWAIT204");

        Assert.Equal(0, exitCode);
        Assert.Contains("1 Good (2 before, 0 after)", output);
        Assert.Contains("1 files written", output);
        Assert.Equal(
            Sleeping.Replace("Thread.Sleep", "await Task.Delay", StringComparison.Ordinal),
            await File.ReadAllTextAsync(project.PathOf("Sample.cs"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_sample_shows_the_lines_around_and_depends_on_the_seed_only()
    {
        using var project = await TemporaryProject.CreateAsync(Sleeping);
        string[] arguments = [project.Project, "--sample", "1", "--rule", "AWAIT204", "--seed", "3"];

        var (_, output, _) = await RunAsync(arguments);
        var (_, again, _) = await RunAsync(arguments);

        Assert.Contains("Sample of 1 of 2 findings, seed 3", output);
        Assert.Matches(@"> +[89]  +Thread\.Sleep", output);
        Assert.Contains("internal async Task WorkAsync()", output);
        Assert.Equal(Line(output), Line(again));

        static string Line(string output) => output.Split('\n').Single(static line => line.StartsWith('>'));
    }

    [Fact]
    public async Task Json_holds_everything()
    {
        using var project = await TemporaryProject.CreateAsync(Sleeping);
        var file = project.PathOf("report.json");

        await RunAsync(project.Project, "--fix", "each", "--json", file);

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(2, json.RootElement.GetProperty("findings").GetArrayLength());
        Assert.Equal("Thread.Sleep(1000);", json.RootElement.GetProperty("findings")[0].GetProperty("sourceLine").GetString());
        Assert.Equal("good", json.RootElement.GetProperty("fixes")[1].GetProperty("verdict").GetString());
        Assert.Equal("+ await Task.Delay(1000);", json.RootElement.GetProperty("fixes")[0].GetProperty("details")[1].GetString());
        Assert.Equal(0, json.RootElement.GetProperty("crashes").GetArrayLength());
    }

    [Fact]
    public async Task Sarif_names_rule_level_and_place_of_every_finding()
    {
        using var project = await TemporaryProject.CreateAsync(Sleeping);
        var file = project.PathOf("report.sarif");

        await RunAsync(project.Project, "--sarif", file);

        using var sarif = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        var run = Assert.Single(sarif.RootElement.GetProperty("runs").EnumerateArray());
        Assert.Equal("2.1.0", sarif.RootElement.GetProperty("version").GetString());
        Assert.Contains(run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray(), static rule => rule.GetProperty("id").GetString() == "AWAIT204");
        Assert.Equal(2, run.GetProperty("results").GetArrayLength());
        var result = run.GetProperty("results")[0];
        Assert.Equal("AWAIT204", result.GetProperty("ruleId").GetString());
        Assert.Contains("Thread.Sleep", result.GetProperty("message").GetProperty("text").GetString());
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("Sample.cs", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(8, place.GetProperty("region").GetProperty("startLine").GetInt32());
        Assert.Equal(9, place.GetProperty("region").GetProperty("startColumn").GetInt32());
    }

    [Fact]
    public async Task Compile_errors_that_were_there_before_are_told()
    {
        using var project = await TemporaryProject.CreateAsync("class Broken { int field = \"text\"; }");

        var (exitCode, output, _) = await RunAsync(project.Project);

        Assert.Equal(0, exitCode);
        Assert.Contains("CS0029 in Sample.cs (Sample)", output);
    }

    [Fact]
    public async Task A_project_that_was_not_restored_is_bad_input()
    {
        using var project = await TemporaryProject.CreateAsync(Sleeping, restored: false);

        await IsBadInputAsync("restore", project.Project);
    }

    [Fact]
    public async Task A_project_file_that_is_no_project_is_bad_input()
    {
        using var project = await TemporaryProject.CreateAsync(Sleeping, restored: false);
        await File.WriteAllTextAsync(project.Project, "<Project", TestContext.Current.CancellationToken);

        await IsBadInputAsync("Sample.csproj", project.Project);
    }

    [Fact]
    public async Task Input_that_is_missing_of_another_kind_or_ambiguous_is_bad_input()
    {
        using var project = await TemporaryProject.CreateAsync(Sleeping, restored: false);
        Directory.CreateDirectory(project.PathOf("empty"));

        await IsBadInputAsync("There is no file or folder", project.PathOf("missing.sln"));
        await IsBadInputAsync("is not a solution", project.PathOf("Sample.cs"));
        await IsBadInputAsync("has no solution and no C# project", project.PathOf("empty"));
        await File.WriteAllTextAsync(project.PathOf("One.slnx"), "<Solution />", TestContext.Current.CancellationToken);
        await IsBadInputAsync("has no C# project", project.Folder);
        await File.WriteAllTextAsync(project.PathOf("Two.slnx"), "<Solution />", TestContext.Current.CancellationToken);
        await IsBadInputAsync("has several solutions; name one of One.slnx, Two.slnx", project.Folder);
    }

    [Fact]
    public async Task A_wrong_command_line_is_bad_input()
    {
        await IsBadInputAsync("Required argument missing");
        await IsBadInputAsync("There is no rule 'AWAIT000'", ".", "--rules", "AWAIT204,AWAIT000");
        await IsBadInputAsync("--apply needs --fix all", ".", "--apply", "--fix", "each");
        await IsBadInputAsync("--sample needs a number above 0", ".", "--sample", "0");
        await IsBadInputAsync("--limit needs --fix each and a number above 0", ".", "--limit", "0", "--fix", "each");
        await IsBadInputAsync("--limit needs --fix each and a number above 0", ".", "--limit", "1");
        await IsBadInputAsync("--property needs Name=Value", ".", "--property", "Name");
        await IsBadInputAsync("sometimes", ".", "--fix", "sometimes");
    }

    private static async Task IsBadInputAsync(string message, params string[] arguments)
    {
        var (exitCode, _, error) = await RunAsync(arguments);
        Assert.Equal(2, exitCode);
        Assert.Contains(message, error);
        Assert.Equal(1, error.Count(static character => character == '\n'));
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exitCode = await Program.RunAsync(arguments, output, error, new PlainDisplay(output), TestContext.Current.CancellationToken);
        return (exitCode, output.ToString(), error.ToString());
    }
}
