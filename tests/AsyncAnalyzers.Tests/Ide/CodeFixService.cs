using System.Collections;
using System.Reflection;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Tests.Ide;

/// <summary>The service that editors ask what a lightbulb shows. It is internal to Roslyn, so it is found by reflection; the package's assemblies are loaded by it, as from a project.</summary>
internal sealed class CodeFixService
{
    private static readonly Assembly Features = Assembly.Load("Microsoft.CodeAnalysis.Features");
    private static readonly MefHostServices Host = MefHostServices.Create([.. MefHostServices.DefaultAssemblies.Append(Features).Append(Assembly.Load("Microsoft.CodeAnalysis.CSharp.Features")).Distinct()]);

    private readonly object service = FindService();

    /// <summary>What one provider offers: its actions in order, and how far its Fix All may reach.</summary>
    public sealed record Offer(object Provider, IReadOnlyList<CodeAction> Actions, IReadOnlyList<FixAllScope> Scopes);

    /// <summary>A document of a project that references the package as analyzers; all rules are on.</summary>
    public static Document Open(string code)
    {
        var path = Path.GetDirectoryName(typeof(Rules).Assembly.Location)!;
        var workspace = new AdhocWorkspace(Host);
        var project = ProjectId.CreateNewId();
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
            .WithSpecificDiagnosticOptions(RuleCatalog.Table.Select(static entry => KeyValuePair.Create(entry.Rule.Id, ReportDiagnostic.Warn)));
        workspace.AddProject(ProjectInfo.Create(
            project,
            VersionStamp.Default,
            "Example",
            "Example",
            LanguageNames.CSharp,
            compilationOptions: options,
            metadataReferences: Frameworks.Net100,
            analyzerReferences: [new AnalyzerFileReference(Path.Combine(path, "AsyncAnalyzers.dll"), new Loader()), new AnalyzerFileReference(Path.Combine(path, "AsyncAnalyzers.CodeFixes.dll"), new Loader())]));
        workspace.AddDocument(project, "GlobalUsings.cs", SourceText.From(Snippet.GlobalUsings));
        return workspace.AddDocument(project, "Example.cs", SourceText.From(code));
    }

    /// <summary>What the lightbulb at a place shows, in the order in which it shows it.</summary>
    public async Task<IReadOnlyList<Offer>> OffersAsync(Document document, TextSpan place, CancellationToken cancellationToken)
    {
        var stream = (IAsyncEnumerable<object>)service.GetType().GetMethod("StreamFixesAsync")!.Invoke(service, [document, place, null, cancellationToken])!;
        var offers = new List<Offer>();
        await foreach (var collection in stream.WithCancellation(cancellationToken))
        {
            var state = Get(collection, "FixAllState");
            offers.Add(new(
                Get(collection, "Provider")!,
                [.. ((IEnumerable)Get(collection, "Fixes")!).Cast<object>().Select(static fix => (CodeAction)Get(fix, "Action")!)],
                state is null ? [] : [.. (IEnumerable<FixAllScope>)Get(collection, "SupportedScopes")!]));
        }

        return offers;
    }

    private static object FindService()
    {
        var type = Features.GetType("Microsoft.CodeAnalysis.CodeFixes.ICodeFixService", throwOnError: true)!;
        var exports = typeof(MefHostServices).GetInterfaces().Single(static contract => contract.Name == "IMefHostExportProvider").GetMethods()
            .Single(static method => method.Name == "GetExports" && method.GetGenericArguments().Length == 1).MakeGenericMethod(type);
        return ((IEnumerable)exports.Invoke(Host, null)!).Cast<object>().Select(static export => Get(export, "Value")!).Single();
    }

    private static object? Get(object owner, string member)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        return owner.GetType().GetProperty(member, Any) is { } property ? property.GetValue(owner) : owner.GetType().GetField(member, Any)!.GetValue(owner);
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
