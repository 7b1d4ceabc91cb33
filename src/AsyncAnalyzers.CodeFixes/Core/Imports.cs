using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary><c>using</c> directives: what is in scope, and where a new one goes.</summary>
internal static class Imports
{
    /// <summary>True if the namespace is imported at that place (global usings included) or encloses it.</summary>
    public static bool InScope(SemanticModel model, int position, string name)
    {
        foreach (var scope in model.GetImportScopes(position))
        {
            foreach (var import in scope.Imports)
            {
                if (import.NamespaceOrType is INamespaceSymbol imported && imported.ToDisplayString() == name)
                {
                    return true;
                }
            }
        }

        for (var around = model.GetEnclosingSymbol(position)?.ContainingNamespace; around is { IsGlobalNamespace: false }; around = around.ContainingNamespace)
        {
            if (around.ToDisplayString() == name)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds directives in alphabetical order, <c>System</c> first, where the file's others stand.</summary>
    public static CompilationUnitSyntax Add(CompilationUnitSyntax root, IEnumerable<string> names, SyntaxTrivia lineBreak)
    {
        foreach (var name in names.OrderBy(static name => name, StringComparer.Ordinal))
        {
            root = root.Usings.Count == 0 && root.Members.FirstOrDefault() is BaseNamespaceDeclarationSyntax { Usings.Count: > 0 } container
                ? root.ReplaceNode(container, container.WithUsings(Insert(container.Usings, name, lineBreak)))
                : root.WithUsings(Insert(root.Usings, name, lineBreak));
        }

        return root;
    }

    private static SyntaxList<UsingDirectiveSyntax> Insert(SyntaxList<UsingDirectiveSyntax> usings, string name, SyntaxTrivia lineBreak)
    {
        var directive = SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(name))
            .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithTrailingTrivia(lineBreak);
        var index = 0;
        while (index < usings.Count && ComesBefore(usings[index], name))
        {
            index++;
        }

        if (index > 0)
        {
            return usings.Insert(index, directive.WithLeadingTrivia(usings[index - 1].GetLeadingTrivia().Where(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))));
        }

        if (usings.Count == 0)
        {
            return usings.Add(directive.WithTrailingTrivia(lineBreak, lineBreak));
        }

        // A header comment stays at the top of the file.
        var first = usings[0];
        return usings.Replace(first, first.WithoutLeadingTrivia()).Insert(0, directive.WithLeadingTrivia(first.GetLeadingTrivia()));
    }

    private static bool ComesBefore(UsingDirectiveSyntax present, string name)
    {
        if (present.Alias is not null || present.StaticKeyword.IsKind(SyntaxKind.StaticKeyword))
        {
            return false;
        }

        var other = present.NamespaceOrType.ToString();
        var (system, otherSystem) = (IsSystem(name), IsSystem(other));
        return present.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword) ||
            (system == otherSystem ? string.CompareOrdinal(other, name) < 0 : otherSystem);
    }

    private static bool IsSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);
}
