using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Core;

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

    /// <summary>True for <c>service.GoAsync(1).Returns(…)</c> and <c>service.Received().GoAsync(1)</c>, with which a test says what calls of others look like (NSubstitute).</summary>
    public static bool IsToldBy(IInvocationOperation call) => IsSubstitutes((call.Parent as IArgumentOperation)?.Parent) || IsSubstitutes(call.Receiver()?.Unwrap());

    private static bool IsSubstitutes(IOperation? operation) =>
        operation is IInvocationOperation { TargetMethod: { IsExtensionMethod: true } method } && RootNamespace.Of(method) == "NSubstitute";

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
