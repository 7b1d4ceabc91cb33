using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Core;

/// <summary>Calls of methods that never return, which the compiler does not know to end the code around: <c>ThrowHelper.NotSupported(); return null!;</c>.</summary>
internal static class ThrowingCall
{
    private static readonly string[] Words = ["throw", "fail", "exception", "error", "unreachable", "notsupported", "notimplemented", "exit", "panic"];

    /// <summary>True if the statement right before is a call of such a method.</summary>
    public static bool StandsBefore(StatementSyntax statement, SemanticModel model, CancellationToken cancellationToken) =>
        Statements.Before(statement) is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { ArgumentList.Arguments.Count: <= 2 } call } &&
        MayThrow(call.Expression.ToString()) && model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method && NeverReturns(method, cancellationToken);

    /// <summary>By the name: to bind the calls before all findings would be dear.</summary>
    private static bool MayThrow(string called)
    {
        foreach (var word in Words)
        {
            if (called.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool NeverReturns(IMethodSymbol method, CancellationToken cancellationToken)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "DoesNotReturnAttribute")
            {
                return true;
            }
        }

        return !method.IsVirtual && !method.IsAsync && method.DeclaringSyntaxReferences is [var reference] && reference.GetSyntax(cancellationToken) switch
        {
            MethodDeclarationSyntax { Body.Statements: [ThrowStatementSyntax] } or LocalFunctionStatementSyntax { Body.Statements: [ThrowStatementSyntax] } => true,
            MethodDeclarationSyntax { ExpressionBody.Expression: ThrowExpressionSyntax } or LocalFunctionStatementSyntax { ExpressionBody.Expression: ThrowExpressionSyntax } => true,
            _ => false,
        };
    }
}
