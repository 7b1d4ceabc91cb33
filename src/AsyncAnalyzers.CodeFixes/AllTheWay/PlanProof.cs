using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>
/// Binds what a plan has made: the changed files must have no error that they did not have, in any target framework, and each call must be one of the method
/// that it was a call of.
/// </summary>
internal sealed class PlanProof(SolutionView view, Solution changed, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, WrittenFile> written = new(StringComparer.Ordinal);

    /// <summary>The functions that an error is in.</summary>
    public HashSet<Place> Broken { get; } = [];

    /// <summary>The methods that a call of which is one of another method now.</summary>
    public HashSet<Family> Mistaken { get; } = [];

    /// <summary>True if there is an error outside of all functions.</summary>
    public bool IsHopeless { get; private set; }

    public bool IsSound => !IsHopeless && Broken.Count == 0 && Mistaken.Count == 0;

    /// <summary>What the first error says, to find out about it.</summary>
    public string? FirstError { get; private set; }

    public async Task CheckAsync(IReadOnlyCollection<WrittenFile> files)
    {
        foreach (var file in files)
        {
            written[file.View.Path] = file;
        }

        foreach (var file in files)
        {
            foreach (var id in file.Documents)
            {
                await CheckAsync(file, id).ConfigureAwait(false);
                if (IsHopeless)
                {
                    return;
                }
            }
        }
    }

    private async Task CheckAsync(WrittenFile file, DocumentId id)
    {
        if (await changed.GetDocument(id)!.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } after)
        {
            IsHopeless = true;
            return;
        }

        var errors = Errors(after);
        if (errors.Count > 0 && await view.Solution.GetDocument(id)!.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } before)
        {
            var known = Errors(before).GroupBy(static error => error.Id).ToDictionary(static group => group.Key, static group => group.Count(), StringComparer.Ordinal);
            foreach (var group in errors.GroupBy(static error => error.Id))
            {
                if (!known.TryGetValue(group.Key, out var count) || count < group.Count())
                {
                    Blame(group, file, after);
                }
            }
        }

        if (id == file.View.Document.Id && errors.Count == 0)
        {
            var root = after.SyntaxTree.GetRoot(cancellationToken);
            foreach (var (start, name, family) in file.Uses)
            {
                var token = root.FindToken(file.Map(start), findInsideTrivia: true);
                if (token.ValueText != name || token.Parent is not { } node || after.GetSymbolInfo(node, cancellationToken).Symbol is not IMethodSymbol bound || !IsOf(bound, family))
                {
                    FirstError ??= $"'{name}' is another method at {file.View.Path}({start})";
                    Mistaken.Add(family);
                }
            }
        }
    }

    /// <summary>True if the method is declared where one of the family has been written.</summary>
    private bool IsOf(IMethodSymbol bound, Family family) =>
        (bound.ReducedFrom ?? bound).OriginalDefinition.DeclaringSyntaxReferences is [var reference, ..] &&
        changed.GetDocument(reference.SyntaxTree) is { } document && SolutionView.PathOf(document) is var path && written.TryGetValue(path, out var file) &&
        IdentifierOf(reference.GetSyntax(cancellationToken)) is { } identifier &&
        family.Declarations.Any(declaration => declaration.File.Path == path && file.Map(declaration.Identifier.SpanStart) == identifier.SpanStart);

    private static SyntaxToken? IdentifierOf(SyntaxNode declaration) => declaration switch
    {
        MethodDeclarationSyntax method => method.Identifier,
        LocalFunctionStatementSyntax local => local.Identifier,
        _ => null,
    };

    private List<Diagnostic> Errors(SemanticModel model) =>
        [.. model.GetDiagnostics(cancellationToken: cancellationToken).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];

    /// <summary>Finds the functions of the errors in the original: no plan adds or removes any.</summary>
    private void Blame(IEnumerable<Diagnostic> errors, WrittenFile file, SemanticModel after)
    {
        var (old, now) = (FunctionsIn(file.View.Root), FunctionsIn(after.SyntaxTree.GetRoot(cancellationToken)));
        foreach (var error in errors)
        {
            FirstError ??= error.ToString();
            var index = now.FindLastIndex(function => function.Span.Contains(error.Location.SourceSpan));
            if (index < 0 || old.Count != now.Count)
            {
                IsHopeless = true;
                return;
            }

            Broken.Add(file.View.PlaceOf(old[index]));
        }
    }

    private static List<SyntaxNode> FunctionsIn(SyntaxNode root) =>
        [.. root.DescendantNodes().Where(static node => AsyncFunction.IsFunction(node) || node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax)];
}
