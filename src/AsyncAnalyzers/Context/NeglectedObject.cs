using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Context;

/// <summary>Finds what a class makes and keeps, that can only be disposed of asynchronously, and that nobody disposes of.</summary>
internal static class NeglectedObject
{
    /// <summary>The private field or property that keeps the object; null if the class does not keep it, or somebody may dispose of it.</summary>
    public static ISymbol? KeeperOf(IObjectCreationOperation creation, INamedTypeSymbol asyncDisposable, CancellationToken cancellationToken) =>
        TargetOf(creation) is { IsStatic: false, DeclaredAccessibility: Accessibility.Private, ContainingType: { IsValueType: false } owner } keeper && creation.Type is INamedTypeSymbol type &&
        IsOnlyAsynchronous(type.OriginalDefinition, asyncDisposable) && !HasDisposeAsync(owner) && !IsUsedForDisposal(keeper, cancellationToken)
            ? keeper
            : null;

    /// <summary>The field or property of <c>this</c> that the object is put into.</summary>
    private static ISymbol? TargetOf(IOperation creation)
    {
        var value = creation;
        while (value.Parent is IConversionOperation or IParenthesizedOperation or ICoalesceOperation)
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IFieldInitializerOperation { InitializedFields: [var field] } => field,
            IPropertyInitializerOperation { InitializedProperties: [var property] } => property,
            IAssignmentOperation { Target: IMemberReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }, Member: IFieldSymbol or IPropertySymbol } target } assignment when assignment.Value == value => target.Member,
            _ => null,
        };
    }

    private static bool IsOnlyAsynchronous(INamedTypeSymbol type, INamedTypeSymbol asyncDisposable)
    {
        var isAsynchronous = false;
        foreach (var contract in type.AllInterfaces)
        {
            if (contract.SpecialType == SpecialType.System_IDisposable)
            {
                return false;
            }

            isAsynchronous |= SymbolEqualityComparer.Default.Equals(contract, asyncDisposable);
        }

        return isAsynchronous;
    }

    private static bool HasDisposeAsync(INamedTypeSymbol type)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (member is IMethodSymbol { IsStatic: false } && member.Name.EndsWith("DisposeAsync", StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>True if the class disposes of the object in some other method, gives it away, or lets others have it: they may be the ones who dispose of it.</summary>
    private static bool IsUsedForDisposal(ISymbol keeper, CancellationToken cancellationToken)
    {
        foreach (var declaration in keeper.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (var node in declaration.GetSyntax(cancellationToken).DescendantNodes())
            {
                if (node is IdentifierNameSyntax { Identifier.ValueText: var name } mention && name == keeper.Name && MayDispose(mention, name))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool MayDispose(ExpressionSyntax value, string keeper) => value.Parent switch
    {
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } self => MayDispose(self, keeper),
        MemberAccessExpressionSyntax member when member.Expression == value => member.Name.Identifier.ValueText is "DisposeAsync" or "ConfigureAwait",
        ConditionalAccessExpressionSyntax access => access.WhenNotNull.ToString().Contains("DisposeAsync"),
        ParenthesizedExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } or ConditionalExpressionSyntax => MayDispose((ExpressionSyntax)value.Parent, keeper),
        ArgumentSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax or UsingStatementSyntax or AwaitExpressionSyntax or InitializerExpressionSyntax or ExpressionElementSyntax or IsPatternExpressionSyntax => true,
        AssignmentExpressionSyntax assignment => assignment.Right == value && !assignment.Left.ToString().EndsWith(keeper, StringComparison.Ordinal),
        _ => false,
    };
}
