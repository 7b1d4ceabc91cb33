using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace AsyncAnalyzers.Tests.Core;

/// <summary>How the code of a test is compiled. The usual namespaces are imported by a second file.</summary>
internal sealed record Setup
{
    public static readonly Setup Default = new();

    /// <summary>A program with top-level statements.</summary>
    public static readonly Setup TopLevel = new() { Output = OutputKind.ConsoleApplication };

    /// <summary>For code that only C# 13 accepts (spans in async methods): the oldest compiler's errors on it do not matter.</summary>
    public static readonly Setup CSharp13 = new() { HasErrors = (int)LanguageVersion.Latest.MapSpecifiedToEffectiveVersion() < 1300 };

    public ImmutableArray<MetadataReference> Framework { get; init; } = Frameworks.Net100;

    public ImmutableArray<MetadataReference> Packages { get; init; } = [];

    public OutputKind Output { get; init; } = OutputKind.DynamicallyLinkedLibrary;

    public bool AllowUnsafe { get; init; }

    /// <summary>Lines of an <c>.editorconfig</c> for all files: <c>key = value</c>.</summary>
    public string Config { get; init; } = "";

    /// <summary>Additional files, name and content.</summary>
    public ImmutableArray<(string Name, string Content)> AdditionalFiles { get; init; } = [];

    /// <summary>More source files, name and content; not touched by fixes unless <see cref="FixedFiles"/> says so.</summary>
    public ImmutableArray<(string Name, string Content)> Files { get; init; } = [];

    /// <summary>What <see cref="Files"/> look like after the fix, when it changes them.</summary>
    public ImmutableArray<(string Name, string Content)>? FixedFiles { get; init; }

    /// <summary>True if the code under test has errors of its own that the test does not spell out.</summary>
    public bool HasErrors { get; init; }

    /// <summary>Passes without Fix All being tried (a fix whose shape Fix All cannot reach in one pass must say why).</summary>
    public CodeFixTestBehaviors Behaviors { get; init; }

    /// <summary>The message expected of every diagnostic that the markup <c>{|#0:…|}</c> numbers; the spans in <c>[|…|]</c> do not check it.</summary>
    public ImmutableArray<DiagnosticResult> Expected { get; init; } = [];
}

/// <summary>Runs one rule over marked code: <c>[|…|]</c> around each expected diagnostic.</summary>
internal static class Verify<TRule>
    where TRule : DiagnosticAnalyzer, new()
{
    public static Task Reports(string source, Setup? setup = null) => Verify<TRule, EmptyCodeFixProvider>.Reports(source, setup);

    /// <summary>The same as <see cref="Reports"/>, for code without marks.</summary>
    public static Task Silent(string source, Setup? setup = null)
    {
        Assert.DoesNotContain("[|", source);
        return Reports(source, setup);
    }

    /// <summary>A diagnostic with these message arguments at the mark <c>{|#n:…|}</c>.</summary>
    public static DiagnosticResult At(int mark, params object[] arguments) =>
        new DiagnosticResult(new TRule().SupportedDiagnostics[0]).WithLocation(mark).WithArguments(arguments);
}

/// <summary>Runs one rule and its fix; every fix test also runs Fix All in document, project and solution.</summary>
internal static class Verify<TRule, TFix>
    where TRule : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>The diagnostics are as marked.</summary>
    public static Task Reports(string source, Setup? setup = null) => Create(source, setup ?? Setup.Default).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>The diagnostics are as marked and the fix, or its form with that key, gives <paramref name="fixedSource"/>, which may still have marks.</summary>
    public static Task Fixes(string source, string fixedSource, string? key = null, Setup? setup = null)
    {
        setup ??= Setup.Default;
        var test = Create(source, setup);
        test.FixedCode = fixedSource;
        test.CodeActionEquivalenceKey = key;
        test.CodeFixTestBehaviors = setup.Behaviors;
        AddFiles(test.FixedState, setup.FixedFiles ?? setup.Files, setup);
        if (test.FixedState.InheritanceMode is null && fixedSource.Contains("[|", StringComparison.Ordinal))
        {
            test.FixedState.MarkupHandling = MarkupMode.Allow;
        }

        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The diagnostics are as marked, and no fix is offered for them (none with that key).</summary>
    public static Task OffersNoFix(string source, string? key = null, Setup? setup = null)
    {
        setup ??= Setup.Default;
        var test = Create(source, setup);
        test.FixedCode = source;
        test.CodeActionEquivalenceKey = key;
        AddFiles(test.FixedState, setup.Files, setup);
        test.FixedState.MarkupHandling = MarkupMode.Allow;
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static Test Create(string source, Setup setup)
    {
        var test = new Test(setup) { TestCode = source };
        AddFiles(test.TestState, setup.Files, setup);
        test.TestState.AdditionalReferences.AddRange(setup.Framework);
        test.TestState.AdditionalReferences.AddRange(setup.Packages);
        test.TestState.OutputKind = setup.Output;
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\n" + setup.Config));
        test.ExpectedDiagnostics.AddRange(setup.Expected);
        foreach (var file in setup.AdditionalFiles)
        {
            test.TestState.AdditionalFiles.Add(("/0/" + file.Name, file.Content));
        }

        if (setup.HasErrors)
        {
            test.CompilerDiagnostics = CompilerDiagnostics.None;
        }

        return test;
    }

    private static void AddFiles(SolutionState state, ImmutableArray<(string Name, string Content)> files, Setup setup)
    {
        foreach (var file in files)
        {
            state.Sources.Add(("/0/" + file.Name, file.Content));
        }

        state.Sources.Add(("/0/GlobalUsings.cs", GlobalUsings));
    }

    private sealed class Test : CSharpCodeFixTest<TRule, TFix, DefaultVerifier>
    {
        private readonly Setup setup;

        public Test(Setup setup)
        {
            this.setup = setup;
            ReferenceAssemblies = new ReferenceAssemblies("none");
        }

        protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.Latest);

        protected override CompilationOptions CreateCompilationOptions() =>
            new CSharpCompilationOptions(setup.Output, allowUnsafe: setup.AllowUnsafe, nullableContextOptions: NullableContextOptions.Enable);
    }
}
