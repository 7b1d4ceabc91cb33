using AsyncAnalyzers.Style;
using AsyncAnalyzers.Tests.Core;
using AsyncAnalyzers.Unobserved;

namespace AsyncAnalyzers.Tests.Ide;

/// <summary>All ways to tell a rule to be silent work, for one that looks at operations (AWAIT101) and one that looks at symbols (AWAIT901).</summary>
public sealed class SuppressionTests
{
    private static readonly Setup On = Setup.Default with { Config = "dotnet_diagnostic.AWAIT901.severity = warning" };

    [Theory]
    [InlineData("class C {\n#pragma warning disable AWAIT101, AWAIT901\npublic Task Save() => Task.CompletedTask; void M() { Save(); }\n#pragma warning restore AWAIT101, AWAIT901\n}")]
    [InlineData("using System.Diagnostics.CodeAnalysis; class C { [SuppressMessage(\"Style\", \"AWAIT901\")] public Task Save() => Task.CompletedTask; [SuppressMessage(\"Unobserved\", \"AWAIT101:why\", Justification = \"because\")] void M() { Save(); } }")]
    [InlineData("using System.Diagnostics.CodeAnalysis; [SuppressMessage(\"Any\", \"AWAIT901\"), SuppressMessage(\"Any\", \"AWAIT101\")] class C { public Task Save() => Task.CompletedTask; void M() { Save(); } }")]
    [InlineData("using System.Diagnostics.CodeAnalysis; [assembly: SuppressMessage(\"Style\", \"AWAIT901\", Scope = \"member\", Target = \"~M:C.Save~System.Threading.Tasks.Task\")] [assembly: SuppressMessage(\"Unobserved\", \"AWAIT101\", Scope = \"type\", Target = \"~T:C\")] class C { public Task Save() => Task.CompletedTask; void M() { Save(); } }")]
    public async Task Source_can_suppress(string code)
    {
        await Verify<ObserveTask>.Silent(code, On);
        await Verify<AsyncSuffix>.Silent(code, On);
    }

    [Fact]
    public async Task Configuration_can_suppress()
    {
        const string Code = "class C { public Task Save() => Task.CompletedTask; void M() { Save(); } }";
        var off = Setup.Default with { Config = "dotnet_diagnostic.AWAIT101.severity = none\ndotnet_diagnostic.AWAIT901.severity = none" };
        await Verify<ObserveTask>.Silent(Code, off);
        await Verify<AsyncSuffix>.Silent(Code, off);
    }

    [Fact]
    public async Task What_nobody_suppressed_is_reported()
    {
        await Verify<ObserveTask>.Reports("class C {\n#pragma warning disable AWAIT102\npublic Task Save() => Task.CompletedTask; void M() { [|Save()|]; }\n}", On);
        await Verify<AsyncSuffix>.Reports("using System.Diagnostics.CodeAnalysis; class C { [SuppressMessage(\"Style\", \"AWAIT902\")] public Task [|Save|]() => Task.CompletedTask; }", On);
    }
}
