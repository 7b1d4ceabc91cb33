using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.TaskShape;

/// <summary>Methods in source that only ever return tasks which they make complete: <c>Task&lt;Result&gt; Failure() => Task.FromResult(…);</c>.</summary>
internal static class CompletesAtOnce
{
    /// <summary>By the text of what is returned. False for async methods and for those that others may override or implement.</summary>
    public static bool Is(IMethodSymbol method, KnownTypes types, CancellationToken cancellationToken)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        if (method is { IsAsync: true } or { IsAbstract: true } or { IsVirtual: true } or { IsOverride: true, IsSealed: false } || method.DeclaringSyntaxReferences is not [var reference])
        {
            return false;
        }

        var isValueTask = types.Awaitables.IsValueTask(method.ReturnType);
        return reference.GetSyntax(cancellationToken) switch
        {
            MethodDeclarationSyntax { ExpressionBody.Expression: var value } => IsComplete(value, method.Name, isValueTask),
            MethodDeclarationSyntax { Body: { } body } => AreComplete(body, method.Name, isValueTask),
            LocalFunctionStatementSyntax { ExpressionBody.Expression: var value } => IsComplete(value, method.Name, isValueTask),
            LocalFunctionStatementSyntax { Body: { } body } => AreComplete(body, method.Name, isValueTask),
            _ => false,
        };
    }

    private static bool AreComplete(BlockSyntax body, string method, bool isValueTask)
    {
        var any = false;
        foreach (var node in body.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            if (node is ReturnStatementSyntax { Expression: { } value })
            {
                if (!IsComplete(value, method, isValueTask))
                {
                    return false;
                }

                any = true;
            }
        }

        return any;
    }

    private static bool IsComplete(ExpressionSyntax value, string method, bool isValueTask) => value switch
    {
        ParenthesizedExpressionSyntax inner => IsComplete(inner.Expression, method, isValueTask),
        ConditionalExpressionSyntax choice => IsComplete(choice.WhenTrue, method, isValueTask) && IsComplete(choice.WhenFalse, method, isValueTask),
        ThrowExpressionSyntax => true,
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var itself } } => itself == method,
        DefaultExpressionSyntax or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression } => isValueTask,
        _ => BornComplete.IsWritten(value),
    };
}
