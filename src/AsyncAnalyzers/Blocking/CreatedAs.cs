using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>How the object behind a local, field or property was made, as far as its declaration or its type's constructors show.</summary>
internal static class CreatedAs
{
    /// <summary>The arguments it was made with; null if its making is not in sight.</summary>
    public static IReadOnlyList<ArgumentSyntax>? ArgumentsOf(IOperation? value)
    {
        ISymbol? symbol = value?.Unwrap() switch
        {
            ILocalReferenceOperation local => local.Local,
            IFieldReferenceOperation field => field.Field,
            IPropertyReferenceOperation property => property.Property,
            _ => null,
        };
        return symbol is { DeclaringSyntaxReferences: [var declared, ..] } && (ArgumentsOf(InitializerOf(declared.GetSyntax())) ?? AssignedIn(symbol)) is { } arguments ? arguments : null;
    }

    private static ExpressionSyntax? InitializerOf(SyntaxNode declaration) => declaration switch
    {
        VariableDeclaratorSyntax variable => variable.Initializer?.Value,
        PropertyDeclarationSyntax property => property.Initializer?.Value,
        _ => null,
    };

    private static IReadOnlyList<ArgumentSyntax>? AssignedIn(ISymbol member)
    {
        if (member is not (IFieldSymbol or IPropertySymbol) || member.ContainingType is not { } type)
        {
            return null;
        }

        foreach (var part in type.DeclaringSyntaxReferences)
        {
            foreach (var node in part.GetSyntax().DescendantNodes())
            {
                if (node is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment &&
                    NameOf(assignment.Left) == member.Name &&
                    ArgumentsOf(assignment.Right) is { } arguments)
                {
                    return arguments;
                }
            }
        }

        return null;
    }

    private static string? NameOf(ExpressionSyntax assigned) => assigned switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText,
        _ => null,
    };

    private static IReadOnlyList<ArgumentSyntax>? ArgumentsOf(ExpressionSyntax? creation) =>
        creation is BaseObjectCreationExpressionSyntax { ArgumentList: var list } ? list?.Arguments ?? [] : null;
}
