using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Packaging;

/// <summary>The preset files equal what the rule table yields; <c>UPDATE_DOCS=1</c> rewrites them.</summary>
public sealed class PresetTests
{
    public static TheoryData<string> Modes => [.. Preset.All.Select(preset => preset.Mode)];

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_preset_file_equals_what_the_rule_table_yields(string mode)
    {
        var preset = Preset.All.Single(preset => preset.Mode == mode);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(preset.File, preset.Text());
        }

        Assert.Equal(preset.Text(), File.ReadAllText(preset.File).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Every_preset_file_belongs_to_a_mode() =>
        Assert.Equal(Preset.All.Select(preset => preset.File).Order(StringComparer.Ordinal), Directory.GetFiles(Preset.Folder).Order(StringComparer.Ordinal));

    [Fact]
    public void The_package_readme_names_every_mode()
    {
        var readme = File.ReadAllText(Path.Combine(Frameworks.RepositoryRoot, "src", "AsyncAnalyzers.Package", "README.md"));
        Assert.All(Preset.All, preset => Assert.Contains($"| `{preset.Mode}` |", readme));
    }
}
