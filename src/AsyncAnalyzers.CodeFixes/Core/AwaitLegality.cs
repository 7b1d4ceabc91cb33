using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>Where the language forbids <c>await</c>. The ref-struct rules are checked here because the compiler reports them only when it emits.</summary>
internal static class AwaitLegality
{
    /// <summary>True if <c>await</c> may stand in the place of <paramref name="node"/> once <paramref name="function"/> is async.</summary>
    public static bool IsLegal(SyntaxNode node, SyntaxNode function, SemanticModel model, CancellationToken cancellationToken)
    {
        for (var (child, parent) = (node, node.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if (parent is MemberDeclarationSyntax { Modifiers: var modifiers } && modifiers.Any(SyntaxKind.UnsafeKeyword) || parent is UnsafeStatementSyntax)
            {
                return false;
            }

            if (parent is LocalFunctionStatementSyntax local && local.Modifiers.Any(SyntaxKind.UnsafeKeyword))
            {
                return false;
            }

            if (child.SpanStart >= function.SpanStart && child != function && IsForbidden(child, parent))
            {
                return false;
            }
        }

        return !RefStructs.LiveAcross(node, function, model, cancellationToken);
    }

    private static bool IsForbidden(SyntaxNode child, SyntaxNode parent) => parent switch
    {
        LockStatementSyntax lockStatement => lockStatement.Statement == child,
        CatchFilterClauseSyntax or AttributeSyntax or ConstructorInitializerSyntax or FixedStatementSyntax => true,
        FromClauseSyntax { Parent: QueryExpressionSyntax query } from => query.FromClause != from,
        JoinClauseSyntax join => join.InExpression != child,
        QueryClauseSyntax or SelectOrGroupClauseSyntax or OrderingSyntax => true,
        _ => false,
    };
}
