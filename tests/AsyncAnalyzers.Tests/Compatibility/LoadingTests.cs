using System.Reflection;
using System.Runtime.Loader;
using AsyncAnalyzers.Tests.Core;
using AsyncAnalyzers.Tests.Packaging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Compatibility;

/// <summary>
/// The packed assemblies in the Roslyn the tests run on, loaded as a compiler loads them: what a compiler warns of as CS8032 (cannot be created)
/// or CS9057 (made for a newer compiler) is a failure. <c>.ci/run</c> runs this at the oldest supported Roslyn and at the newest.
/// </summary>
[Collection<PackedPackageCollection>]
public sealed class LoadingTests(PackedPackage package)
{
    private const string Blocking = "class C { static Task<int> FAsync() => Task.Run(() => 1); async Task<int> MAsync() { await Task.Yield(); return FAsync().Result; } }";

    [Fact]
    public void Every_analyzer_of_the_package_loads()
    {
        var loaded = Load("AsyncAnalyzers.dll").GetAnalyzers(LanguageNames.CSharp);
        Assert.Equal(
            RuleCatalog.Analyzers.Select(static analyzer => analyzer.GetType().FullName).Order(StringComparer.Ordinal),
            loaded.Select(static analyzer => analyzer.GetType().FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_analyzers_of_the_package_report_and_its_fixes_apply()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var snippet = Snippet.Of(Blocking);
        var compilation = (await snippet.Document.Project.GetCompilationAsync(cancellationToken))!;
        var reference = Load("AsyncAnalyzers.dll");
        var diagnostics = await compilation.WithAnalyzers(reference.GetAnalyzers(LanguageNames.CSharp)).GetAnalyzerDiagnosticsAsync(cancellationToken);
        Assert.Equal("AWAIT201", Assert.Single(diagnostics).Id);

        var assembly = ((Loader)reference.AssemblyLoader).LoadFromPath(package.Extract("analyzers/dotnet/cs/AsyncAnalyzers.CodeFixes.dll"));
        var fix = Assert.Single(Fixes(assembly), static fix => fix.FixableDiagnosticIds.Contains("AWAIT201"));
        var changed = await snippet.AfterAsync(Assert.Single(await snippet.OffersAsync(fix, diagnostics, cancellationToken)), cancellationToken);
        Assert.Equal(Blocking.Replace("FAsync().Result", "await FAsync()", StringComparison.Ordinal), await changed.TextAsync(cancellationToken));
    }

    [Fact]
    public void Every_fix_of_the_package_can_be_created() =>
        Assert.Equal(
            RuleCatalog.Fixes.Select(static fix => fix.GetType().FullName!).Order(StringComparer.Ordinal),
            Fixes(new Loader().LoadFromPath(package.Extract("analyzers/dotnet/cs/AsyncAnalyzers.CodeFixes.dll"))).Select(static fix => fix.GetType().FullName!).Order(StringComparer.Ordinal));

    private AnalyzerFileReference Load(string file)
    {
        var reference = new AnalyzerFileReference(package.Extract($"analyzers/dotnet/cs/{file}"), new Loader());
        reference.AnalyzerLoadFailed += static (_, failure) => Assert.Fail($"{failure.ErrorCode}: {failure.TypeName} {failure.Message} {failure.ReferencedCompilerVersion}");
        return reference;
    }

    private static IEnumerable<CodeFixProvider> Fixes(Assembly assembly) =>
        assembly.GetTypes()
            .Where(static type => type.GetCustomAttribute<ExportCodeFixProviderAttribute>() is not null)
            .Select(static type => (CodeFixProvider)Activator.CreateInstance(type)!);

    /// <summary>Loads the package's own assemblies from its folder and shares Roslyn with the tests.</summary>
    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        private readonly AssemblyLoadContext context = new(nameof(LoadingTests));

        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath)
        {
            context.LoadFromAssemblyPath(Path.Combine(Path.GetDirectoryName(fullPath)!, "AsyncAnalyzers.dll"));
            return context.LoadFromAssemblyPath(fullPath);
        }
    }
}
