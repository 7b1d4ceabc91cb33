using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace AsyncAnalyzers.CodeFixes.AsyncVoid;

/// <summary>
/// <c>async void M()</c> → <c>async Task M()</c>, with every call of it awaited, in whatever document. Refused where a caller cannot await, where the method is
/// passed as a delegate, and where its signature is fixed by a base type or an interface.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class AsyncVoidMethodFix() : SolutionFix(Rules.AsyncVoidMethod)
{
    protected override string TitleFor(FixTarget target) =>
        $"Return Task from '{target.Model.GetDeclaredSymbol(target.Node, target.CancellationToken)?.Name}' and await its calls";

    protected override async Task<bool> TryApplyAsync(FixTarget target, SolutionEdit edit)
    {
        if (target.Model.GetDeclaredSymbol(target.Node, target.CancellationToken) is not IMethodSymbol method ||
            await IsFixedElsewhereAsync(method, edit).ConfigureAwait(false) ||
            await FindCallsAsync(method, edit).ConfigureAwait(false) is not { } calls)
        {
            return false;
        }

        if (!edit.IsFirstTime(method))
        {
            return true;
        }

        foreach (var part in new[] { method, method.PartialDefinitionPart, method.PartialImplementationPart })
        {
            foreach (var reference in part is null ? [] : part.DeclaringSyntaxReferences.ToArray())
            {
                var declaration = await reference.GetSyntaxAsync(edit.CancellationToken).ConfigureAwait(false);
                if (edit.Solution.GetDocument(declaration.SyntaxTree) is { } document && await edit.ForAsync(document).ConfigureAwait(false) is { } documentEdit)
                {
                    ReturnTask(declaration, documentEdit);
                }
            }
        }

        foreach (var (document, call) in calls)
        {
            (await edit.ForAsync(document).ConfigureAwait(false))?.Await(call, static current => current);
        }

        return true;
    }

    private static void ReturnTask(SyntaxNode declaration, DocumentEdit edit)
    {
        var type = declaration switch
        {
            MethodDeclarationSyntax method => method.ReturnType,
            LocalFunctionStatementSyntax local => local.ReturnType,
            _ => null,
        };
        if (type is not null)
        {
            edit.Replace(type, static current => TypeNames.Task.WithTriviaFrom(current));
        }
    }

    private static async Task<bool> IsFixedElsewhereAsync(IMethodSymbol method, SolutionEdit edit) =>
        method.IsOverride || method.IsExtern || !method.ExplicitInterfaceImplementations.IsEmpty ||
        method.MethodKind == MethodKind.Ordinary && Implements(method) ||
        method.IsVirtual && (await SymbolFinder.FindOverridesAsync(method, edit.Solution, cancellationToken: edit.CancellationToken).ConfigureAwait(false)).Any();

    private static bool Implements(IMethodSymbol method) =>
        method.ContainingType.AllInterfaces.Any(contract => contract.GetMembers().Any(member =>
            SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method)));

    /// <summary>All calls of the method; null if one of them cannot be awaited, or if the method is used as anything but a call.</summary>
    private static async Task<List<(Document Document, ExpressionSyntax Call)>?> FindCallsAsync(IMethodSymbol method, SolutionEdit edit)
    {
        var calls = new List<(Document Document, ExpressionSyntax Call)>();
        foreach (var referenced in await SymbolFinder.FindReferencesAsync(method, edit.Solution, edit.CancellationToken).ConfigureAwait(false))
        {
            foreach (var location in referenced.Locations)
            {
                if (location.IsImplicit || await edit.ForAsync(location.Document).ConfigureAwait(false) is not { } documentEdit)
                {
                    return null;
                }

                var name = documentEdit.Model.SyntaxTree.GetRoot(edit.CancellationToken).FindNode(location.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true);
                if (IsMentionOnly(name))
                {
                    continue;
                }

                var expression = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
                if (expression.Parent is not InvocationExpressionSyntax { Parent: ExpressionStatementSyntax or ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax } call ||
                    call.Expression != expression ||
                    !AsyncFunction.CanAwait(call, documentEdit.Model, documentEdit.Types, edit.CancellationToken))
                {
                    return null;
                }

                calls.Add((location.Document, call));
            }
        }

        return calls;
    }

    private static bool IsMentionOnly(SyntaxNode name) =>
        name.FirstAncestorOrSelf<DocumentationCommentTriviaSyntax>() is not null ||
        name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } mention && mention.ArgumentList.Span.Contains(name.Span);
}
