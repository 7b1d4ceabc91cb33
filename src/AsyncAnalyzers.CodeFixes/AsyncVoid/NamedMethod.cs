using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.AsyncVoid;

/// <summary>A private <c>async void</c> method or local function that a sink is given by its name: it returns a task instead, and its calls are awaited.</summary>
internal sealed class NamedMethod
{
    private readonly TypeSyntax voidType;
    private readonly IReadOnlyList<InvocationExpressionSyntax> calls;

    private NamedMethod(TypeSyntax voidType, int parameterCount, IReadOnlyList<InvocationExpressionSyntax> calls)
    {
        this.voidType = voidType;
        this.calls = calls;
        ParameterCount = parameterCount;
    }

    public int ParameterCount { get; }

    /// <summary>Null if the method is seen elsewhere, is given away by its name a second time, or has a caller that could not await it.</summary>
    public static NamedMethod? Of(ExpressionSyntax group, FixTarget target)
    {
        if (target.Model.GetSymbolInfo(group, target.CancellationToken).Symbol is not IMethodSymbol { IsAsync: true, ReturnsVoid: true } method || !IsSeenWhole(method) ||
            method.DeclaringSyntaxReferences is not [var reference] || reference.SyntaxTree != group.SyntaxTree)
        {
            return null;
        }

        var voidType = reference.GetSyntax(target.CancellationToken) switch
        {
            MethodDeclarationSyntax declaration => declaration.ReturnType,
            LocalFunctionStatementSyntax local => local.ReturnType,
            _ => null,
        };
        return voidType is not null && CallsOf(method, group, target) is { } calls ? new(voidType, method.Parameters.Length, calls) : null;
    }

    public void Apply(DocumentEdit edit)
    {
        if (edit.IsFirstTime(voidType))
        {
            edit.Replace(voidType, static current => TypeNames.Task.WithTriviaFrom(current));
            foreach (var call in calls)
            {
                edit.Await(call, static current => current);
            }
        }
    }

    private static bool IsSeenWhole(IMethodSymbol method) =>
        method.MethodKind == MethodKind.LocalFunction ||
        method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private, ContainingType.DeclaringSyntaxReferences.Length: 1, PartialDefinitionPart: null, PartialImplementationPart: null };

    private static List<InvocationExpressionSyntax>? CallsOf(IMethodSymbol method, ExpressionSyntax group, FixTarget target)
    {
        var calls = new List<InvocationExpressionSyntax>();
        foreach (var name in group.SyntaxTree.GetRoot(target.CancellationToken).DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (name.Identifier.ValueText != method.Name || !SymbolEqualityComparer.Default.Equals(target.Model.GetSymbolInfo(name, target.CancellationToken).Symbol?.OriginalDefinition, method.OriginalDefinition))
            {
                continue;
            }

            var used = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : (ExpressionSyntax)name;
            if (used == group)
            {
                continue;
            }

            if (used.Parent is not InvocationExpressionSyntax { Parent: ExpressionStatementSyntax } call || call.Expression != used || !AsyncFunction.CanAwait(call, target.Model, target.Types, target.CancellationToken))
            {
                return null;
            }

            calls.Add(call);
        }

        return calls;
    }
}
