using AsyncAnalyzers.Flow;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Configuration.UnreadableConfiguration>;

namespace AsyncAnalyzers.Tests.Configuration;

public sealed class UnreadableConfigurationTests
{
    private const string Code = "class C { }";

    [Theory]
    [InlineData("async_analyzers.report_discards = true")]
    [InlineData("async_analyzers.report_discards = False")]
    [InlineData("async_analyzers.max_concurrency = 16")]
    [InlineData("async_analyzers.concurrency_confidence = likely")]
    [InlineData("async_analyzers.fire_and_forget_methods = M:A.B.C|M:A.B.D(System.Int32)")]
    [InlineData("async_analyzers.fire_and_forget_methods =")]
    [InlineData("some_other_tool.report_discards = maybe")]
    public Task A_value_that_can_be_read_is_silent(string line) => Verify.Silent(Code, Setup.Default with { Config = line });

    [Theory]
    [InlineData("report_discards", "maybe", "use true or false")]
    [InlineData("max_concurrency", "0", "use a whole number of at least 1")]
    [InlineData("max_concurrency", "-3", "use a whole number of at least 1")]
    [InlineData("max_concurrency", "many", "use a whole number of at least 1")]
    [InlineData("concurrency_confidence", "certain", "use proven or likely")]
    [InlineData("concurrency_confidence", "1", "use proven or likely")]
    [InlineData("fire_and_forget_methods", "Start", "use documentation-comment ids such as M:Acme.Jobs.Start(System.Int32) or M:Acme.Jobs.Start, separated by '|'")]
    public Task A_value_that_cannot_be_read_is_reported_once(string name, string value, string accepted) =>
        Verify.Reports(Code, Setup.Default with
        {
            Config = $"async_analyzers.{name} = {value}",
            Files = [("Second.cs", "class D { }")],
            Expected = [new DiagnosticResult(Rules.UnreadableConfiguration).WithArguments($"The value '{value}' of 'async_analyzers.{name}' cannot be read", accepted)],
        });

    [Fact]
    public Task An_option_that_does_not_exist_is_reported() =>
        Verify.Reports(Code, Setup.Default with
        {
            Config = "async_analyzers.max_concurency = 3",
            Expected =
            [
                new DiagnosticResult(Rules.UnreadableConfiguration).WithArguments(
                    "The option 'async_analyzers.max_concurency' does not exist",
                    $"the options are {string.Join(", ", Options.All.Select(option => option.Key))}"),
            ],
        });

    [Theory]
    [InlineData("[**/Inner/*.cs]", true)]
    [InlineData("[First.cs]", true)]
    [InlineData("[Second.cs]", false)]
    [InlineData("[A.g.cs]", false)]
    public Task The_first_file_of_each_folder_is_looked_at(string section, bool isSeen) =>
        Verify.Reports(Code, Setup.Default with
        {
            Config = $"{section}\nasync_analyzers.max_concurrency = 0",
            Files = [("/1/A.g.cs", "class G { }"), ("/1/First.cs", "class D { }"), ("/1/Second.cs", "class E { }"), ("/1/Inner/Third.cs", "class F { }")],
            Expected = isSeen
                ? [new DiagnosticResult(Rules.UnreadableConfiguration).WithArguments("The value '0' of 'async_analyzers.max_concurrency' cannot be read", "use a whole number of at least 1")]
                : [],
        });

    [Fact]
    public Task A_line_of_the_catalogue_that_cannot_be_read_is_reported_there() =>
        Verify.Reports(Code, Setup.Default with
        {
            AdditionalFiles =
            [
                ("AsyncAnalyzers.Concurrency.txt", $"# ours\nsafe T:Acme.Client # pooled\n  secure T:Acme.Client\n\nsafe {new string('x', 100)}\n"),
                ("Other.Concurrency.txt", "anything"),
            ],
            Expected =
            [
                new DiagnosticResult(Rules.UnreadableConfiguration).WithSpan("/0/AsyncAnalyzers.Concurrency.txt", 3, 3, 3, 23)
                    .WithArguments("The line 'secure T:Acme.Client' of AsyncAnalyzers.Concurrency.txt cannot be read", CatalogueLine.Accepted),
                new DiagnosticResult(Rules.UnreadableConfiguration).WithSpan("/0/AsyncAnalyzers.Concurrency.txt", 5, 1, 5, 106)
                    .WithArguments($"The line 'safe {new string('x', 54)}…' of AsyncAnalyzers.Concurrency.txt cannot be read", CatalogueLine.Accepted),
            ],
        });
}
