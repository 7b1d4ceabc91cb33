using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Tests;

/// <summary>
/// The lessons show what the product does: each file in a folder <c>Mistakes</c> announces its diagnostics, and its twin in <c>Fixed</c> is what the fixes make of it
/// (<see cref="SampleProject.FixAsync"/> says how). <c>UPDATE_SAMPLES=1</c> rewrites the fixed files.
/// </summary>
public sealed class SamplesTests(SamplesTests.Program program) : IClassFixture<SamplesTests.Program>
{
    public static TheoryData<string> Mistakes => [.. SampleProject.Sources().Where(path => path.Contains("/Mistakes/", StringComparison.Ordinal))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_rules_report_what_the_comments_announce_and_nothing_else()
    {
        var reported = (await program.Project.AnalyzeAsync(Cancellation)).Select(diagnostic =>
        {
            var position = diagnostic.Location.GetLineSpan();
            return $"{position.Path}({position.StartLinePosition.Line + 1}): {diagnostic.Id}";
        });

        Assert.Equal(SampleProject.Sources().SelectMany(SampleProject.Expected).Order(StringComparer.Ordinal), reported.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_build_shows_the_rules_of_every_category_as_warnings()
    {
        var config = File.ReadAllText(Path.Combine(SampleProject.Root, "..", ".editorconfig"));
        Assert.All(
            RuleCatalog.Table.Where(entry => entry.Rule is { IsEnabledByDefault: true, DefaultSeverity: DiagnosticSeverity.Info }),
            // The SDK has a category Style, too, which would come along.
            entry => Assert.Contains(entry.Rule.Category == "Style" ? $"dotnet_diagnostic.{entry.Rule.Id}.severity = warning" : $"dotnet_analyzer_diagnostic.category-{entry.Rule.Category}.severity = warning", config));
    }

    [Fact]
    public async Task The_compiler_has_nothing_to_say()
    {
        var compilation = (await program.Project.Project.GetCompilationAsync(Cancellation))!;
        Assert.Empty(compilation.GetDiagnostics(Cancellation).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_fixed_file_is_what_the_fixes_make_of_the_mistakes(string path)
    {
        var fixedPath = path.Replace("/Mistakes/", "/Fixed/", StringComparison.Ordinal);
        var made = await program.Project.FixAsync(path, Cancellation);
        if (Environment.GetEnvironmentVariable("UPDATE_SAMPLES") == "1")
        {
            await File.WriteAllTextAsync(Path.Combine(SampleProject.Root, fixedPath), made, Cancellation);
        }

        Assert.Equal(made, SampleProject.Read(fixedPath));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_announced_and_its_fixed_twin_has_none(string path)
    {
        var fixedPath = path.Replace("/Mistakes/", "/Fixed/", StringComparison.Ordinal);
        Assert.NotEmpty(SampleProject.Expected(path));
        Assert.DoesNotContain("// AWAIT", SampleProject.Read(fixedPath), StringComparison.Ordinal);
        Assert.DoesNotContain(await program.Project.AnalyzeAsync(Cancellation), diagnostic => diagnostic.Location.GetLineSpan().Path == fixedPath);
    }

    [Fact]
    public void Every_fixed_file_has_a_mistake() =>
        Assert.Equal(
            SampleProject.Sources().Where(path => path.Contains("/Mistakes/", StringComparison.Ordinal)).Select(path => path.Replace("/Mistakes/", "/Fixed/", StringComparison.Ordinal)),
            SampleProject.Sources().Where(path => path.Contains("/Fixed/", StringComparison.Ordinal)));

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_lists_the_lessons(string option)
    {
        var (exitCode, output, error) = await program.RunAsync(option);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("Usage: ", output);
        Assert.Contains("  2  Concurrency", output);
    }

    [Fact]
    public async Task One_lesson_is_shown_alone_and_without_colours()
    {
        var (exitCode, output, error) = await program.RunAsync("2");
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(["Lesson 2: Concurrency"], Titles(output));
        Assert.Contains("Mistakes/AwaitInLoop.cs", output);
        Assert.Contains("Fixed/AwaitInLoop.cs", output);
        Assert.Contains("times as fast", output);
        Assert.DoesNotContain('\e', output);
    }

    [Fact]
    public async Task All_lessons_take_less_than_a_minute_and_fixed_code_awaits_everything()
    {
        using var minute = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        minute.CancelAfter(TimeSpan.FromMinutes(1));
        var (exitCode, output, error) = await SampleProject.RunAsync(program.Folder, [], minute.Token);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(["Lesson 0: Syntax", "Lesson 1: Running a program", "Lesson 2: Concurrency", "Lesson 3: Measuring", "Lesson 4: Tasks", "Lesson 5: Randomness", "Lesson 6: Cancellation", "Lesson 7: Resources"], Titles(output));
        var timelines = output.Split("  Mistakes/")[1..];
        Assert.All(timelines, timeline => Assert.DoesNotContain("not awaited", timeline[timeline.IndexOf("  Fixed/", StringComparison.Ordinal)..]));
    }

    [Theory]
    [InlineData("8")]
    [InlineData("two")]
    [InlineData("0", "1")]
    [InlineData("")]
    public async Task An_unknown_lesson_is_one_line_and_exit_code_2(params string[] arguments)
    {
        var (exitCode, output, error) = await program.RunAsync(arguments);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith($"There is no lesson '{string.Join(' ', arguments)}'; choose one of 0, 1, 2, 3, 4, 5, 6, 7", error);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private static IEnumerable<string> Titles(string output) =>
        output.Split('\n').Where(line => line.Contains("─ Lesson ", StringComparison.Ordinal)).Select(line => line.Trim('─', ' ', '\r'));

    /// <summary>The lessons, written to a folder of their own for as long as the tests run.</summary>
    public sealed class Program : IAsyncLifetime
    {
        internal SampleProject Project { get; } = SampleProject.Load();

        internal string Folder { get; } = Directory.CreateTempSubdirectory("AsyncLessons").FullName;

        public async ValueTask InitializeAsync() => await Project.EmitAsync(Folder, TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Folder, recursive: true);
            return ValueTask.CompletedTask;
        }

        internal Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) =>
            SampleProject.RunAsync(Folder, arguments, TestContext.Current.CancellationToken);
    }
}
