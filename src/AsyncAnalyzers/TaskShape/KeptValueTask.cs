using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>
/// Places that keep a <c>ValueTask</c> beyond the function that got it: fields, properties, and the collections in them. Collections in locals do not count:
/// there it can be seen whether each task is awaited once.
/// </summary>
internal static class KeptValueTask
{
    /// <summary>The name of such a place that the assignment writes to; null for any other, and for a field that whoever awaits it renews.</summary>
    public static string? PlaceOf(ISimpleAssignmentOperation assignment, CancellationToken cancellationToken) => assignment.Target switch
    {
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: IMemberReferenceOperation collection } => collection.Member.Name,
        IPropertyReferenceOperation { Property: { IsIndexer: false } property } => property.Name,
        IArrayElementReferenceOperation { ArrayReference: IMemberReferenceOperation array } => array.Member.Name,
        IFieldReferenceOperation { Field: var field } when !IsRenewed(field, cancellationToken) => field.Name,
        _ => null,
    };

    /// <summary>The name of the field or property that holds the collection that the call adds to; null for any other call.</summary>
    public static string? PlaceOf(IInvocationOperation call) =>
        TaskLists.Adds(call.TargetMethod) && call.Instance is IMemberReferenceOperation { Member: var member } ? member.Name : null;

    /// <summary>True if members of the type await the field, and each of them also assigns it.</summary>
    private static bool IsRenewed(IFieldSymbol field, CancellationToken cancellationToken)
    {
        var isRenewed = false;
        foreach (var part in field.ContainingType.DeclaringSyntaxReferences)
        {
            if (part.GetSyntax(cancellationToken) is not TypeDeclarationSyntax { Members: var members })
            {
                continue;
            }

            foreach (var member in members)
            {
                if (member is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax && Consumes(member, field.Name))
                {
                    if (!Assigns(member, field.Name))
                    {
                        return false;
                    }

                    isRenewed = true;
                }
            }
        }

        return isRenewed;
    }

    private static bool Consumes(SyntaxNode member, string field) => member.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
        name.Identifier.ValueText == field &&
        (name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access && access.Name == name ? access.Parent : name.Parent) is { } use &&
        (use is AwaitExpressionSyntax || use is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsTask" or "ConfigureAwait" or "GetAwaiter" or "Result" }));

    private static bool Assigns(SyntaxNode member, string field) => member.DescendantNodes().Any(node =>
        node is AssignmentExpressionSyntax { Left: var left } && NameOf(left) == field ||
        node is ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None, Expression: var argument } && NameOf(argument) == field);

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var name } => name.Identifier.ValueText,
        _ => null,
    };
}
