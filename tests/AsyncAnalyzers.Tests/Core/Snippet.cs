using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Tests.Core;

/// <summary>One file of code in a project of its own, with the usual namespaces imported, for tests that run many rules at once.</summary>
internal sealed class Snippet
{
    /// <summary>What implicit usings give a console project.</summary>
    public const string GlobalUsings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    /// <summary>A file of a project that is there already.</summary>
    public Snippet(Document document) => Document = document;

    public Document Document { get; }

    /// <summary>The code as a project; members and statements without a type are put into <c>class Example</c> or compiled as top-level code.</summary>
    public static Snippet Of(string code, ImmutableArray<MetadataReference>? framework = null)
    {
        var hasStatements = CSharpSyntaxTree.ParseText(code).GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any();
        var options = new CSharpCompilationOptions(
            hasStatements ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable);
        // Rules that are off are on here.
        options = options.WithSpecificDiagnosticOptions(RuleCatalog.Table.Select(entry => KeyValuePair.Create(entry.Rule.Id, ReportDiagnostic.Warn)));
        var workspace = new AdhocWorkspace();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "Snippet",
            "Snippet",
            LanguageNames.CSharp,
            compilationOptions: options,
            parseOptions: new CSharpParseOptions(LanguageVersion.Latest),
            metadataReferences: framework ?? Frameworks.Net100));
        project = project.AddDocument("GlobalUsings.cs", GlobalUsings).Project;
        return new(project.AddDocument("Snippet.cs", SourceText.From(code)));
    }

    /// <summary>Puts code that declares no type into <c>class Example</c>.</summary>
    public static string InClass(string code)
    {
        var members = CSharpSyntaxTree.ParseText(code).GetCompilationUnitRoot().Members;
        if (members.Any(static member => member is BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax))
        {
            return code;
        }

        var indented = string.Join("\n", code.TrimEnd().Split('\n').Select(static line => line.Length == 0 ? line : "    " + line));
        return $"class Example\n{{\n{indented}\n}}\n";
    }

    /// <summary>What the rules report, in the order of the text. A rule that throws fails the test.</summary>
    public async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(CancellationToken cancellationToken)
    {
        var compilation = (await Document.Project.GetCompilationAsync(cancellationToken))!;
        return await AnalyzeAsync(compilation, cancellationToken);
    }

    /// <inheritdoc cref="AnalyzeAsync(CancellationToken)"/>
    public static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Compilation compilation, CancellationToken cancellationToken)
    {
        Exception? thrown = null;
        var analysis = compilation.WithAnalyzers(
            RuleCatalog.Analyzers,
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]),
                onAnalyzerException: (exception, analyzer, _) => thrown ??= new InvalidOperationException($"{analyzer.GetType().Name} threw", exception),
                concurrentAnalysis: false,
                logAnalyzerExecutionTime: false,
                reportSuppressedDiagnostics: false));
        var diagnostics = await analysis.GetAnalyzerDiagnosticsAsync(cancellationToken);
        return thrown is null ? [.. diagnostics.OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start)] : throw thrown;
    }

    /// <summary>The compiler's errors.</summary>
    public async Task<ImmutableArray<Diagnostic>> ErrorsAsync(CancellationToken cancellationToken) =>
        [.. (await Document.Project.GetCompilationAsync(cancellationToken))!.GetDiagnostics(cancellationToken).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];

    /// <summary>The forms that the fix offers for the diagnostics.</summary>
    public async Task<ImmutableArray<CodeAction>> OffersAsync(CodeFixProvider fix, IEnumerable<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var offers = ImmutableArray.CreateBuilder<CodeAction>();
        foreach (var diagnostic in diagnostics)
        {
            await fix.RegisterCodeFixesAsync(new CodeFixContext(Document, diagnostic, (action, _) => offers.Add(action), cancellationToken));
        }

        return offers.ToImmutable();
    }

    /// <summary>The code after the action; the same code if it changes nothing.</summary>
    public async Task<Snippet> AfterAsync(CodeAction? action, CancellationToken cancellationToken)
    {
        var operations = action is null ? [] : await action.GetOperationsAsync(cancellationToken);
        var changed = operations.OfType<ApplyChangesOperation>().SingleOrDefault()?.ChangedSolution.GetDocument(Document.Id);
        return changed is null ? this : new(changed);
    }

    /// <summary>The code after Fix All in the document with the first form offered for the first diagnostic; the same code if there is none.</summary>
    public async Task<Snippet> FixAllAsync(CodeFixProvider fix, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await OffersAsync(fix, diagnostics, cancellationToken) is not [var first, ..])
        {
            return this;
        }

        var context = new FixAllContext(Document, fix, FixAllScope.Document, first.EquivalenceKey!, fix.FixableDiagnosticIds, new Given(diagnostics), cancellationToken);
        return await AfterAsync(await fix.GetFixAllProvider()!.GetFixAsync(context), cancellationToken);
    }

    /// <summary>The code after Fix All from the first diagnostic on, with the form that was chosen for it.</summary>
    public async Task<Snippet> FixAllAsync(CodeFixProvider fix, ImmutableArray<Diagnostic> diagnostics, FixAllScope scope, CodeAction chosen, CancellationToken cancellationToken)
    {
        var context = new FixAllContext(Document, diagnostics[0].Location.SourceSpan, fix, scope, chosen.EquivalenceKey!, fix.FixableDiagnosticIds, new Given(diagnostics), cancellationToken);
        return await AfterAsync(await fix.GetFixAllProvider()!.GetFixAsync(context), cancellationToken);
    }

    public async Task<string> TextAsync(CancellationToken cancellationToken) => (await Document.GetTextAsync(cancellationToken)).ToString();

    private sealed class Given(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
