using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Corpus;

/// <summary>A compile error, in words that do not change when lines move.</summary>
internal sealed record CompileError(string Project, string File, string Id, string Message)
{
    public override string ToString() => $"{Id} in {File} ({Project}): {Message}";
}

/// <summary>Compiles changed projects to the end (some errors show only when code is generated) and tells which errors are new.</summary>
internal sealed class Compiling(Solution original, string folder)
{
    private readonly Dictionary<ProjectId, ImmutableArray<CompileError>> known = [];

    /// <summary>The errors that <paramref name="changed"/> has and the original has not.</summary>
    public async Task<ImmutableArray<CompileError>> NewErrorsAsync(Solution changed, CancellationToken cancellationToken)
    {
        var errors = ImmutableArray.CreateBuilder<CompileError>();
        foreach (var id in await AffectedAsync(changed, cancellationToken))
        {
            var before = await ErrorsBeforeAsync(id, cancellationToken);
            var left = before.ToList();
            foreach (var error in await ErrorsAsync(changed.GetProject(id)!, cancellationToken))
            {
                if (!left.Remove(error))
                {
                    errors.Add(error);
                }
            }
        }

        return errors.ToImmutable();
    }

    /// <summary>The errors of a project before any change.</summary>
    public async Task<ImmutableArray<CompileError>> ErrorsBeforeAsync(ProjectId id, CancellationToken cancellationToken)
    {
        if (!known.TryGetValue(id, out var errors))
        {
            known.Add(id, errors = await ErrorsAsync(original.GetProject(id)!, cancellationToken));
        }

        return errors;
    }

    private async Task<IEnumerable<ProjectId>> AffectedAsync(Solution changed, CancellationToken cancellationToken)
    {
        var graph = changed.GetProjectDependencyGraph();
        var affected = new HashSet<ProjectId>();
        foreach (var project in changed.GetChanges(original).GetProjectChanges())
        {
            affected.Add(project.ProjectId);
            foreach (var id in project.GetChangedDocuments())
            {
                if (!await IsLocalChangeAsync(original.GetDocument(id)!, changed.GetDocument(id)!, cancellationToken))
                {
                    affected.UnionWith(graph.GetProjectsThatTransitivelyDependOnThisProject(project.ProjectId));
                    break;
                }
            }
        }

        return affected;
    }

    /// <summary>True if only bodies, usings and <c>async</c> modifiers differ, which other projects do not see.</summary>
    private static async Task<bool> IsLocalChangeAsync(Document before, Document after, CancellationToken cancellationToken) =>
        SyntaxFactory.AreEquivalent(await WithoutLocalPartsAsync(before, cancellationToken), await WithoutLocalPartsAsync(after, cancellationToken), topLevel: true);

    private static async Task<SyntaxNode> WithoutLocalPartsAsync(Document document, CancellationToken cancellationToken)
    {
        var root = (await document.GetSyntaxRootAsync(cancellationToken))!;
        var withoutUsings = root.RemoveNodes(root.DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<UsingDirectiveSyntax>(), SyntaxRemoveOptions.KeepNoTrivia)!;
        var modifiers = withoutUsings.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.AsyncKeyword) && token.Parent is MemberDeclarationSyntax);
        return withoutUsings.ReplaceTokens(modifiers, static (_, _) => default);
    }

    private async Task<ImmutableArray<CompileError>> ErrorsAsync(Project project, CancellationToken cancellationToken)
    {
        if (await project.GetCompilationAsync(cancellationToken) is not { } compilation)
        {
            return [];
        }

        // Warnings made errors would stop the compiler before the last errors show.
        var lenient = compilation.WithOptions(compilation.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Default));
        using var image = new MemoryStream();
        return [.. lenient.Emit(image, cancellationToken: cancellationToken).Diagnostics
            .Where(static diagnostic => diagnostic is { Severity: DiagnosticSeverity.Error, IsWarningAsError: false })
            .Select(diagnostic => new CompileError(project.Name, FileOf(diagnostic), diagnostic.Id, diagnostic.GetMessage()))];
    }

    private string FileOf(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree is { FilePath.Length: > 0 } tree ? Path.GetRelativePath(folder, tree.FilePath) : "";
}
