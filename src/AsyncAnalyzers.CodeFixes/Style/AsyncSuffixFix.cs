using System.Collections.Immutable;
using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Style;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Rename;

namespace AsyncAnalyzers.CodeFixes.Style;

/// <summary>Renames the method in the whole solution; overrides and implementations go with it. Not where a member of that name is there already.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class AsyncSuffixFix : CodeFixProvider
{
    private const string Key = "rename";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Rules.AsyncSuffix.Id);

    public override FixAllProvider GetFixAllProvider() => All.Instance;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await FixTarget.CreateAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } target &&
                NewNameOf(target.Node, target.Model, context.CancellationToken) is ({ } method, { } name))
            {
                context.RegisterCodeFix(CodeAction.Create($"Rename to '{name}'", token => RenameAsync(context.Document.Project.Solution, method, name, token), Key), diagnostic);
            }
        }
    }

    private static (IMethodSymbol Method, string Name)? NewNameOf(SyntaxNode declaration, SemanticModel model, CancellationToken cancellationToken)
    {
        if (declaration is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax) || model.GetDeclaredSymbol(declaration, cancellationToken) is not IMethodSymbol method)
        {
            return null;
        }

        var name = method.Name.EndsWith(AsyncSuffix.Suffix, StringComparison.Ordinal) ? method.Name.Substring(0, method.Name.Length - AsyncSuffix.Suffix.Length) : method.Name + AsyncSuffix.Suffix;
        var isTaken = method.MethodKind == MethodKind.LocalFunction
            ? !model.LookupSymbols(declaration.SpanStart, name: name).IsEmpty
            : method.ContainingType.Name == name || method.ContainingType.GetMembers(name).Any(member => member is not IMethodSymbol other || HasSameParameters(other, method));
        return isTaken ? null : (method, name);
    }

    private static bool HasSameParameters(IMethodSymbol first, IMethodSymbol second) =>
        first.Parameters.Length == second.Parameters.Length && first.Parameters.Zip(second.Parameters, static (one, other) => SymbolEqualityComparer.Default.Equals(one.Type, other.Type)).All(static isSame => isSame);

    private static Task<Solution> RenameAsync(Solution solution, ISymbol method, string name, CancellationToken cancellationToken) =>
        Renamer.RenameSymbolAsync(solution, method, new SymbolRenameOptions(RenameOverloads: false, RenameInStrings: false, RenameInComments: false, RenameFile: false), name, cancellationToken);

    /// <summary>One rename after another; annotations find the declarations again in what the renames before have made of them.</summary>
    private sealed class All : FixAllProvider
    {
        public static readonly All Instance = new();

        public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => FixAllDiagnostics.Scopes;

        public override Task<CodeAction?> GetFixAsync(FixAllContext context) =>
            Task.FromResult<CodeAction?>(CodeAction.Create("Rename all", token => FixAllAsync(context, token), Key));

        private static async Task<Solution> FixAllAsync(FixAllContext context, CancellationToken cancellationToken)
        {
            var solution = context.Solution;
            var marked = new List<(DocumentId Document, SyntaxAnnotation Mark)>();
            foreach (var group in (await FixAllDiagnostics.InScopeAsync(context).ConfigureAwait(false)).GroupBy(static diagnostic => diagnostic.Location.SourceTree))
            {
                if (solution.GetDocument(group.Key) is not { } document || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
                {
                    continue;
                }

                var marks = group.Select(diagnostic => root.FindNode(diagnostic.Location.SourceSpan)).Distinct().ToDictionary(static node => node, static _ => new SyntaxAnnotation());
                root = root.ReplaceNodes(marks.Keys, (original, current) => current.WithAdditionalAnnotations(marks[original]));
                solution = solution.WithDocumentSyntaxRoot(document.Id, root);
                marked.AddRange(marks.Values.Select(mark => (document.Id, mark)));
            }

            foreach (var (id, mark) in marked)
            {
                if (solution.GetDocument(id) is { } document &&
                    await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is { } root && root.GetAnnotatedNodes(mark).FirstOrDefault() is { } declaration &&
                    await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model && NewNameOf(declaration, model, cancellationToken) is ({ } method, { } name))
                {
                    solution = await RenameAsync(solution, method, name, cancellationToken).ConfigureAwait(false);
                }
            }

            return solution;
        }
    }
}
