namespace AsyncAnalyzers.Tests.Packaging;

/// <summary>The package at work in projects that use it.</summary>
[Collection<PackedPackageCollection>]
public sealed class ConsumerTests(Consumers consumers) : IClassFixture<Consumers>
{
    public static TheoryData<string> Modes => PresetTests.Modes;

    [Fact]
    public void A_build_shows_the_warning_and_the_way_to_its_page()
    {
        Assert.Contains("Program.cs(8,9): warning AWAIT204: 'Thread.Sleep' keeps a thread idle", consumers.Output);
        Assert.Contains($"{Rules.Repository}/blob/main/docs/rules/AWAIT204.md", consumers.Output);
        Assert.Equal(["AWAIT204"], consumers.Warnings("Plain"));
        Assert.Equal(["AWAIT204 warning"], consumers.Reports("Plain"));
    }

    [Fact]
    public void Every_rule_loads() =>
        Assert.Equal(
            typeof(Rules).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(AsyncAnalyzers.Core.AsyncAnalyzer)) && !type.IsAbstract)
                .Select(type => type.Name).Order(StringComparer.Ordinal),
            consumers.Severities("Plain").Keys
                .Select(id => typeof(Rules).GetFields().Single(field => (field.GetValue(null) as Microsoft.CodeAnalysis.DiagnosticDescriptor)?.Id == id).Name)
                .Order(StringComparer.Ordinal));

    [Fact]
    public void A_build_says_nothing_else()
    {
        var codes = Consumer.All.SelectMany(consumer => consumers.Warnings(consumer.Name)).Distinct();
        Assert.Empty(codes.Except(["AWAIT001", "AWAIT201", "AWAIT204"]));
        Assert.DoesNotContain("CS8032", consumers.Output);
        Assert.DoesNotContain("CS9057", consumers.Output);
        Assert.DoesNotContain("AD0001", consumers.Output);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_mode_gives_every_rule_the_severity_of_its_preset(string mode)
    {
        var preset = Preset.All.Single(preset => preset.Mode == mode);
        var severities = consumers.Severities(mode);
        Assert.NotEmpty(severities);
        Assert.All(severities, rule => Assert.Equal(preset.Yields(Preset.Table.Single(entry => entry.Id == rule.Key)), rule.Value));
    }

    [Theory]
    [InlineData("None")]
    [InlineData("LooselyWritten")]
    public void The_mode_None_silences_everything(string consumer)
    {
        Assert.Empty(consumers.Reports(consumer));
        Assert.Empty(consumers.Warnings(consumer));
    }

    [Fact]
    public void The_editorconfig_of_the_user_beats_the_mode()
    {
        Assert.Equal(["AWAIT204 warning"], consumers.Reports("NoneButOne"));
        Assert.Equal(["AWAIT204 note"], consumers.Reports("StrictButOne"));
    }

    [Theory]
    [InlineData("Misspelt")]
    [InlineData("Central")]
    public void An_unknown_mode_is_one_warning_that_names_the_accepted_values(string consumer)
    {
        var names = Preset.All.Select(preset => preset.Mode).ToArray();
        Assert.Contains(
            $"warning AWAIT001: The value 'Strickt' of AsyncAnalyzersMode cannot be read and is ignored; use {string.Join(", ", names[..^1])} or {names[^1]} [{consumers.FolderOf(consumer)}",
            consumers.Output);
        Assert.Equal(["AWAIT001", "AWAIT204"], consumers.Warnings(consumer));
    }

    [Theory]
    [InlineData("Configured")]
    [InlineData("NoWarn")]
    [InlineData("Pragma")]
    public void A_warning_can_be_suppressed(string consumer)
    {
        Assert.Empty(consumers.Reports(consumer));
        Assert.Empty(consumers.Warnings(consumer));
    }

    [Fact]
    public void Options_in_the_editorconfig_reach_the_rules() =>
        Assert.Equal(["AWAIT001 warning", "AWAIT204 warning"], consumers.Reports("Misconfigured").Order(StringComparer.Ordinal));

    /// <summary>Neither the rules nor the mode: its misspelt one is not even looked at.</summary>
    [Theory]
    [InlineData("Dependent")]
    [InlineData("DependentTwiceRemoved")]
    public void A_project_that_references_a_user_of_the_package_is_left_alone(string consumer)
    {
        Assert.Empty(consumers.Severities(consumer));
        Assert.Empty(consumers.Reports(consumer));
        Assert.Empty(consumers.Warnings(consumer));
    }

    [Fact]
    public async Task Dotnet_format_applies_the_fixes()
    {
        var folder = consumers.FolderOf("ToBeFixed");
        var file = Path.Combine(folder, "Program.cs");
        var before = File.ReadAllText(file);
        await DotNet.RunAsync(folder, "format", "analyzers", "--no-restore", "--diagnostics", "AWAIT201", "AWAIT204", "--severity", "warn");
        var after = before
            .Replace("Thread.Sleep(1);", "await Task.Delay(1);", StringComparison.Ordinal)
            .Replace("LengthAsync().Result", "await LengthAsync()", StringComparison.Ordinal)
            .Replace("LengthAsync().Wait()", "await LengthAsync()", StringComparison.Ordinal);
        Assert.Equal(after, File.ReadAllText(file));
    }
}
