using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>Tasks that are made complete.</summary>
internal static class BornComplete
{
    /// <summary>
    /// True for <c>Task.FromResult(…)</c>, <c>Task.CompletedTask</c>, <c>new ValueTask&lt;T&gt;(value)</c> and the like, methods of that name in static classes, as <c>TaskEx.FromException(…)</c>, and
    /// read-only members initialised so.
    /// </summary>
    public static bool Is(IOperation operation, KnownTypes types) => operation switch
    {
        IInvocationOperation { TargetMethod: { IsStatic: true, Name: "FromResult" or "FromException" or "FromCanceled" } method } => types.Awaitables.IsTaskOrValueTask(method.ContainingType) || method.ContainingType.IsStatic && types.Awaitables.IsTaskOrValueTask(method.ReturnType),
        IInvocationOperation call => TwoWorlds.IsToldToBlock(call),
        IPropertyReferenceOperation { Property: { IsStatic: true, Name: "CompletedTask" } property } => types.Awaitables.IsTaskOrValueTask(property.ContainingType),
        IPropertyReferenceOperation { Property: { SetMethod: null } property } when types.Awaitables.IsTaskOrValueTask(property.Type) => IsInitialised(property),
        IFieldReferenceOperation { Field: { IsReadOnly: true } field } when types.Awaitables.IsTaskOrValueTask(field.Type) => IsInitialised(field),
        IObjectCreationOperation { Constructor: { } constructor, Type: INamedTypeSymbol type } when types.Awaitables.IsValueTask(type) =>
            constructor.Parameters is [] || constructor.Parameters is [var value] && type.Arity == 1 && SymbolEqualityComparer.Default.Equals(value.Type, type.TypeArguments[0]),
        IDefaultValueOperation { Type: { } type } => types.Awaitables.IsValueTask(type),
        _ => false,
    };

    /// <summary>The same by the text alone, where binding would be dear: <c>Task.FromResult(…)</c>, <c>Task.CompletedTask</c>.</summary>
    public static bool IsWritten(ExpressionSyntax value) => value switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FromResult" or "FromException" or "FromCanceled" } } => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } => true,
        _ => false,
    };

    /// <summary>By the text of the initializer: the member's type says that nothing else can be meant.</summary>
    private static bool IsInitialised(ISymbol member)
    {
        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            var value = reference.GetSyntax() switch
            {
                VariableDeclaratorSyntax { Initializer: { } initializer } => initializer.Value,
                PropertyDeclarationSyntax { Initializer: { } initializer } => initializer.Value,
                _ => null,
            };
            var name = (value as InvocationExpressionSyntax)?.Expression ?? value;
            var simple = name is MemberAccessExpressionSyntax access ? access.Name : name as SimpleNameSyntax;
            if (simple?.Identifier.ValueText is "FromResult" or "FromException" or "FromCanceled" or "CompletedTask")
            {
                return true;
            }
        }

        return false;
    }
}
