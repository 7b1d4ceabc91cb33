using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>The unit in which fixes work: what one of them changes, names and checks lies in one member.</summary>
internal static class Member
{
    /// <summary>The innermost member, type or namespace declared around the node or by it; the whole file for top-level code and what is outside of all declarations.</summary>
    public static SyntaxNode Around(SyntaxNode node) =>
        node.FirstAncestorOrSelf<SyntaxNode>(static node => node is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax)!;

    /// <summary>True if the member around the node does not parse: what to rewrite is a guess there.</summary>
    public static bool IsBroken(SyntaxNode node)
    {
        var member = Around(node);
        return member.GetDiagnostics().Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ||
            member.Ancestors().Any(static ancestor => ancestor.ChildTokens().Any(static token => token.IsMissing));
    }
}
