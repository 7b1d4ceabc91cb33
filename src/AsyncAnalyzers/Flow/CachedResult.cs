using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Flow;

/// <summary>Private fields that keep the last result as a task, so that the next call need not make one: <c>return last = Task.FromResult(count);</c>.</summary>
internal static class CachedResult
{
    private static readonly ConditionalWeakTable<IFieldSymbol, StrongBox<bool>> Known = new();

    /// <summary>True if nothing but complete tasks and null is ever assigned to the field, by the text of its type.</summary>
    public static bool IsKeptIn(IFieldSymbol field) =>
        field is { DeclaredAccessibility: Accessibility.Private, DeclaringSyntaxReferences.IsEmpty: false } && Known.GetValue(field, static key => new(HoldsOnlyResults(key))).Value;

    private static bool HoldsOnlyResults(IFieldSymbol field)
    {
        var hasResult = false;
        foreach (var part in field.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (var node in part.GetSyntax().DescendantNodes())
            {
                var value = node switch
                {
                    IdentifierNameSyntax name when name.Identifier.ValueText == field.Name => ValueOf(name),
                    VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } declarator when declarator.Identifier.ValueText == field.Name => declarator.Initializer?.Value,
                    _ => null,
                };
                if (value is not null && !value.IsKind(SyntaxKind.NullLiteralExpression))
                {
                    if (!BornComplete.IsWritten(value))
                    {
                        return false;
                    }

                    hasResult = true;
                }
            }
        }

        return hasResult;
    }

    /// <summary>What is assigned to a mention of the field; the mention itself if that cannot be seen; null if it is only read.</summary>
    private static ExpressionSyntax? ValueOf(IdentifierNameSyntax name)
    {
        ExpressionSyntax mention = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return mention.Parent switch
        {
            AssignmentExpressionSyntax assignment when assignment.Left == mention => assignment.Right,
            ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None } or RefExpressionSyntax => mention,
            ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax { Left: var left } } tuple } when left == tuple => mention,
            _ => null,
        };
    }
}
