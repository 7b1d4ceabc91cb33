using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>A loop that does nothing but look, between awaited delays, at a flag of its own type that another member of the type sets.</summary>
internal static class FlagPoll
{
    /// <summary>The flag as the loop reads it; null if the loop is none of that kind.</summary>
    public static IMemberReferenceOperation? FlagOf(ILoopOperation loop, ISymbol containingSymbol) =>
        TaskPoll.ConditionOf(loop) is { } condition &&
        Condition.Of(condition) is { } looked &&
        ReadOf(looked.Value) is { } flag &&
        SymbolEqualityComparer.Default.Equals(flag.Member.ContainingType, containingSymbol.ContainingType) &&
        Pauses.Of(loop.Body) == Pause.Await &&
        IsSetElsewhere(flag.Member, loop.Syntax)
            ? flag
            : null;

    private static IMemberReferenceOperation? ReadOf(IOperation value) => value switch
    {
        IInvocationOperation { TargetMethod: { Name: "Read", ContainingType.Name: "Volatile" } } call => call.ArgumentAt(0)?.Value.Unwrap() as IFieldReferenceOperation,
        IFieldReferenceOperation { Field: { IsReadOnly: false, IsConst: false }, Instance: null or IInstanceReferenceOperation } field => field,
        IPropertyReferenceOperation { Property: { SetMethod: { IsInitOnly: false } } property, Instance: null or IInstanceReferenceOperation } reference when IsAuto(property) => reference,
        _ => null,
    };

    private static bool IsAuto(IPropertySymbol property)
    {
        foreach (var member in property.ContainingType.GetMembers())
        {
            if (member is IFieldSymbol { AssociatedSymbol: { } associated } && SymbolEqualityComparer.Default.Equals(associated, property))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSetElsewhere(ISymbol flag, SyntaxNode loop)
    {
        var member = loop.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        foreach (var part in flag.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (var node in part.GetSyntax().DescendantNodes())
            {
                if (Written(node) is { } written && NameOf(written) == flag.Name && written.FirstAncestorOrSelf<MemberDeclarationSyntax>() != member && RunsLater(written))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static ExpressionSyntax? Written(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left,
        ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } argument when !IsRead(argument) => argument.Expression,
        _ => null,
    };

    private static bool IsRead(ArgumentSyntax argument) =>
        argument.Parent?.Parent is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Read" } };

    private static string? NameOf(ExpressionSyntax written) => written switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or IdentifierNameSyntax } access => access.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>False for what a constructor itself does: nobody polls before it is done.</summary>
    private static bool RunsLater(SyntaxNode written)
    {
        foreach (var around in written.Ancestors())
        {
            switch (around)
            {
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax:
                    return true;
                case MemberDeclarationSyntax:
                    return around is not ConstructorDeclarationSyntax;
            }
        }

        return false;
    }
}
