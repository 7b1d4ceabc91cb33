using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Core;

/// <summary>Calls of methods that never return, which the compiler does not know to end the code around: <c>ThrowHelper.NotSupported(); return null!;</c>.</summary>
internal static class ThrowingCall
{
    private static readonly string[] Signs = ["throw", "fail", "exception", "error", "unreachable", "notsupported", "notimplemented", "exit", "panic"];

    /// <summary>True if the statement right before is a call of such a method.</summary>
    public static bool StandsBefore(StatementSyntax statement, SemanticModel model, CancellationToken cancellationToken) =>
        Statements.Before(statement) is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { ArgumentList.Arguments.Count: <= 2 } call } &&
        MayThrow(call.Expression.ToString()) && model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method && NeverReturns(method, cancellationToken);

    /// <summary>True for the body of a function that throws and does nothing else.</summary>
    public static bool OnlyThrows(SyntaxNode? body) => body is ThrowExpressionSyntax or BlockSyntax { Statements: [ThrowStatementSyntax] };

    /// <summary>By the name: to bind the calls before all findings would be dear.</summary>
    private static bool MayThrow(string called)
    {
        foreach (var sign in Signs)
        {
            if (called.IndexOf(sign, StringComparison.OrdinalIgnoreCase) >= 0)
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
            MethodDeclarationSyntax declaration => OnlyThrows((SyntaxNode?)declaration.Body ?? declaration.ExpressionBody?.Expression),
            LocalFunctionStatementSyntax local => OnlyThrows((SyntaxNode?)local.Body ?? local.ExpressionBody?.Expression),
            _ => false,
        };
    }
}
