using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>Places that keep a <c>ValueTask</c> for more than one consumer: dictionaries, <c>Lazy</c>, and fields that some member consumes but does not renew.</summary>
internal static class KeptValueTask
{
    /// <summary>The name of such a place that the assignment writes to; null for any other.</summary>
    public static string? PlaceOf(ISimpleAssignmentOperation assignment, CancellationToken cancellationToken) => assignment.Target switch
    {
        IPropertyReferenceOperation { Property: { IsIndexer: true, ContainingType: var type }, Instance: { } instance } when IsDictionary(type) => instance.Syntax.ToString(),
        IFieldReferenceOperation { Field: var field } when IsConsumedWithoutRenewal(field, cancellationToken) => field.Name,
        _ => null,
    };

    /// <summary>The name of the dictionary that the call adds to; null for any other call.</summary>
    public static string? PlaceOf(IInvocationOperation call) =>
        TaskLists.Adds(call.TargetMethod) && call.Instance is { } instance && IsDictionary(call.TargetMethod.ContainingType) ? instance.Syntax.ToString() : null;

    public static bool IsDictionary(INamedTypeSymbol? type) => type is { Arity: 2 } && type.Name.EndsWith("Dictionary", StringComparison.Ordinal);

    /// <summary>True if a member of the type awaits the field and never assigns it: when it runs twice, it consumes the same task twice.</summary>
    private static bool IsConsumedWithoutRenewal(IFieldSymbol field, CancellationToken cancellationToken)
    {
        foreach (var part in field.ContainingType.DeclaringSyntaxReferences)
        {
            if (part.GetSyntax(cancellationToken) is not TypeDeclarationSyntax { Members: var members })
            {
                continue;
            }

            foreach (var member in members)
            {
                if (member is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax && Consumes(member, field.Name) && !Assigns(member, field.Name))
                {
                    return true;
                }
            }
        }

        return false;
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
