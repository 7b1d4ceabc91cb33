using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>Objects that stand for others in tests, made by Moq, NSubstitute or FakeItEasy: what a call of theirs returns is of no interest, only that it was made.</summary>
internal static class TestDouble
{
    /// <summary>True for a call on one, also by a static extension method, where it is made in the expression or kept in a variable.</summary>
    public static bool Takes(IInvocationOperation call) => (call.Receiver() ?? call.ArgumentAt(0)?.Value)?.Unwrap() is { } target && target switch
    {
        IPropertyReferenceOperation { Property: { Name: "Object", ContainingType.Name: "Mock" } } => true,
        ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var reference] } => reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: var value } && Makes(value),
        _ => false,
    };

    private static bool Makes(ExpressionSyntax value) => value switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Object", Expression: var mock } => IsMock(mock),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var maker }, Name.Identifier.ValueText: var method } } =>
            (maker, method) is ("Substitute", "For" or "ForPartsOf") or ("Mock", "Of") or ("A", "Fake"),
        _ => false,
    };

    private static bool IsMock(ExpressionSyntax mock) => mock switch
    {
        BaseObjectCreationExpressionSyntax => true,
        IdentifierNameSyntax name => name.Identifier.ValueText.IndexOf("mock", StringComparison.OrdinalIgnoreCase) >= 0,
        _ => false,
    };
}
