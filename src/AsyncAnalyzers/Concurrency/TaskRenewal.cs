using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Concurrency;

/// <summary>Says whether a type ever replaces a task that it keeps, or asks how it ended. By the text of the type; in doubt it does.</summary>
internal static class TaskRenewal
{
    /// <param name="type">The type.</param>
    /// <param name="member">The field or property that keeps the task, or a collection of tasks.</param>
    /// <param name="first">Where the task that is kept comes from.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static bool IsIn(INamedTypeSymbol type, string member, SyntaxNode first, CancellationToken cancellationToken)
    {
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            foreach (var token in reference.GetSyntax(cancellationToken).DescendantTokens())
            {
                if (token.IsKind(SyntaxKind.IdentifierToken) && (AsksForOutcome(token.ValueText) || token.ValueText == member && token.Parent is IdentifierNameSyntax name && Renews(name, first)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool AsksForOutcome(string name) =>
        name is "IsFaulted" or "IsCanceled" or "IsCompletedSuccessfully" or "IsCompleted" or "OnlyOnFaulted" or "NotOnRanToCompletion" or "NotOnFaulted" or "RanToCompletion" or "Faulted";

    private static bool Renews(IdentifierNameSyntax name, SyntaxNode first)
    {
        ExpressionSyntax whole = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access : name;
        return whole.Parent switch
        {
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment when assignment.Left == whole => assignment != first && !IsInitial(assignment),
            ArgumentSyntax { RefKindKeyword.RawKind: not 0 } => true,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member } call when call.Expression == whole => Removes(member),
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: var member } } } => Removes(member),
            ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } element => assignment.Left == element,
            // Others may do it.
            ArgumentSyntax => true,
            _ => false,
        };
    }

    private static bool Removes(string member) => member is "TryRemove" or "Remove" or "Clear" or "TryUpdate" or "AddOrUpdate" or "ContinueWith" or "Compact";

    /// <summary>True where a constructor gives the member its first value.</summary>
    private static bool IsInitial(AssignmentExpressionSyntax assignment) =>
        !assignment.Right.IsKind(SyntaxKind.NullLiteralExpression) && !assignment.Right.IsKind(SyntaxKind.DefaultLiteralExpression) && assignment.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is not null;
}
