using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace AsyncAnalyzers.CodeFixes.Cancellation;

/// <summary>
/// CA1068: <c>M(CancellationToken token, string name)</c> → <c>M(string name, CancellationToken token)</c>, with all overrides, implementations, partial parts and
/// calls in the solution. Refused where the method is used as anything but a call, where not all of its declarations can be changed, and where a call might bind
/// to an overload then.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class TokenLastFix() : SolutionFix("CA1068")
{
    protected override string TitleFor(FixTarget target) => "Move the token to the end of the parameters";

    protected override async Task<bool> TryApplyAsync(FixTarget target, SolutionEdit edit)
    {
        if (MethodOf(target) is not { } method || TokenLastOrder.Of(method, target.Types) is not { } order)
        {
            return false;
        }

        var references = (await SymbolFinder.FindReferencesAsync(method, edit.Solution, edit.CancellationToken).ConfigureAwait(false)).ToArray();
        var family = MethodFamily.Of(method, references);
        if (await family.DeclarationsAsync(edit).ConfigureAwait(false) is not { } declarations ||
            await CallsAsync(references, family, order, edit).ConfigureAwait(false) is not { } calls ||
            await Overloads.MayTakeCallsAsync(family, order, target, [.. declarations.Select(static entry => entry.Document), .. calls.Select(static entry => entry.Document)]).ConfigureAwait(false))
        {
            return false;
        }

        if (!edit.IsFirstTime(family.Methods[0]))
        {
            return true;
        }

        foreach (var (document, declaration) in declarations)
        {
            if (await edit.ForAsync(document).ConfigureAwait(false) is { } documentEdit && documentEdit.IsFirstTime(declaration.List))
            {
                documentEdit.Replace(declaration.List, current => current.WithParameters(Slots.Arrange(current.Parameters, order)));
                documentEdit.Replace(declaration.Node, current => ParameterDocs.Arrange(current, declaration.List, order));
            }
        }

        foreach (var (document, list, arguments) in calls)
        {
            if (await edit.ForAsync(document).ConfigureAwait(false) is { } documentEdit && documentEdit.IsFirstTime(list))
            {
                documentEdit.Replace(list, current => current.WithArguments(arguments.Arrange(current.Arguments)));
            }
        }

        return true;
    }

    private static IMethodSymbol? MethodOf(FixTarget target) => target.Model.GetDeclaredSymbol(target.Node, target.CancellationToken) switch
    {
        IMethodSymbol method => method,
        // The constructor of class C(CancellationToken token, string name) is reported at the name of the class.
        INamedTypeSymbol type when target.Node is TypeDeclarationSyntax { ParameterList: not null } =>
            type.InstanceConstructors.FirstOrDefault(constructor => constructor.DeclaringSyntaxReferences is [var reference] && reference.Span.Start == target.Node.SpanStart),
        _ => null,
    };

    /// <summary>All calls whose arguments change; null if some use of the methods cannot be changed.</summary>
    private static async Task<List<(Document Document, ArgumentListSyntax List, ReorderedArguments Arguments)>?> CallsAsync(
        ReferencedSymbol[] references, MethodFamily family, int[] order, SolutionEdit edit)
    {
        var calls = new List<(Document Document, ArgumentListSyntax List, ReorderedArguments Arguments)>();
        foreach (var location in references.Where(static reference => reference.Definition is IMethodSymbol).SelectMany(static reference => reference.Locations))
        {
            if (location.Document is SourceGeneratedDocument || await edit.ForAsync(location.Document).ConfigureAwait(false) is not { } documentEdit)
            {
                return null;
            }

            var name = documentEdit.Model.SyntaxTree.GetRoot(edit.CancellationToken).FindNode(location.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true);
            if (IsMentionOnly(name))
            {
                continue;
            }

            if (CallOf(name) is not { } call ||
                ListOf(call) is not { } list ||
                documentEdit.Model.GetSymbolInfo(call, edit.CancellationToken).Symbol is not IMethodSymbol called ||
                !family.Contains(called) ||
                ReorderedArguments.TryCreate(list, called, order, documentEdit.Model) is not { } arguments)
            {
                return null;
            }

            if (arguments.IsChange)
            {
                calls.Add((location.Document, list, arguments));
            }
        }

        foreach (var call in await BaseCallsAsync(family.Methods[0], edit).ConfigureAwait(false))
        {
            if (edit.Solution.GetDocument(call.SyntaxTree) is not { } document || await edit.ForAsync(document).ConfigureAwait(false) is not { } documentEdit)
            {
                return null;
            }

            if (documentEdit.Model.GetSymbolInfo(call, edit.CancellationToken).Symbol is IMethodSymbol called && family.Contains(called))
            {
                if (ReorderedArguments.TryCreate(call.ArgumentList, called, order, documentEdit.Model) is not { } arguments)
                {
                    return null;
                }

                calls.Add((document, call.ArgumentList, arguments));
            }
        }

        return calls;
    }

    /// <summary>What is in the parentheses of <c>class D() : Base(…)</c>, which older Roslyns do not count as a reference to the constructor.</summary>
    private static async Task<List<PrimaryConstructorBaseTypeSyntax>> BaseCallsAsync(IMethodSymbol method, SolutionEdit edit)
    {
        var calls = new List<PrimaryConstructorBaseTypeSyntax>();
        if (method.MethodKind == MethodKind.Constructor)
        {
            foreach (var derived in await SymbolFinder.FindDerivedClassesAsync(method.ContainingType, edit.Solution, transitive: false, cancellationToken: edit.CancellationToken).ConfigureAwait(false))
            {
                foreach (var reference in derived.DeclaringSyntaxReferences)
                {
                    if (await reference.GetSyntaxAsync(edit.CancellationToken).ConfigureAwait(false) is TypeDeclarationSyntax { BaseList.Types: [PrimaryConstructorBaseTypeSyntax call, ..] })
                    {
                        calls.Add(call);
                    }
                }
            }
        }

        return calls;
    }

    private static SyntaxNode? CallOf(SyntaxNode name)
    {
        if (name is ConstructorInitializerSyntax or ImplicitObjectCreationExpressionSyntax)
        {
            return name;
        }

        var whole = name;
        while (whole.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax ||
            whole.Parent is MemberAccessExpressionSyntax access && access.Name == whole ||
            whole.Parent is MemberBindingExpressionSyntax)
        {
            whole = whole.Parent;
        }

        return whole.Parent switch
        {
            InvocationExpressionSyntax invocation when invocation.Expression == whole => invocation,
            ObjectCreationExpressionSyntax creation when creation.Type == whole => creation,
            PrimaryConstructorBaseTypeSyntax created when created.Type == whole => created,
            _ => null,
        };
    }

    private static ArgumentListSyntax? ListOf(SyntaxNode call) => call switch
    {
        InvocationExpressionSyntax invocation => invocation.ArgumentList,
        BaseObjectCreationExpressionSyntax creation => creation.ArgumentList,
        ConstructorInitializerSyntax initializer => initializer.ArgumentList,
        PrimaryConstructorBaseTypeSyntax created => created.ArgumentList,
        _ => null,
    };

    /// <summary>A mention in nameof, or in documentation without the types of the parameters.</summary>
    private static bool IsMentionOnly(SyntaxNode name) =>
        name.FirstAncestorOrSelf<DocumentationCommentTriviaSyntax>() is not null
            ? name.FirstAncestorOrSelf<CrefSyntax>() is { } cref && !cref.DescendantNodesAndSelf().Any(static node => node is CrefParameterListSyntax)
            : name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } mention && mention.ArgumentList.Span.Contains(name.Span);
}
