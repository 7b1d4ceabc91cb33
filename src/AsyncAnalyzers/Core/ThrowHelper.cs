using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Core;

/// <summary>Methods that never return, which the compiler does not know to end the code around the call: <c>ThrowHelper.NotSupported(); return null!;</c>.</summary>
internal static class ThrowHelper
{
    /// <summary>True if the statement right before is a call of such a method.</summary>
    public static bool StandsBefore(StatementSyntax statement, SemanticModel model, CancellationToken cancellationToken)
    {
        var list = Statements.In(statement.Parent);
        return list.IndexOf(statement) is > 0 and var index && list[index - 1] is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } &&
            model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method && NeverReturns(method, cancellationToken);
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
