using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>What a returned task expression stands for once its function is async.</summary>
internal enum ReturnedTask
{
    /// <summary>A task that may still run: await it.</summary>
    Running,

    /// <summary>A completed task without a result: <c>Task.CompletedTask</c>, <c>default(ValueTask)</c>.</summary>
    Completed,

    /// <summary>A completed task with a result, its first argument: <c>Task.FromResult(x)</c>.</summary>
    Result,

    /// <summary>A failed task, its first argument the exception: <c>Task.FromException(e)</c>.</summary>
    Exception,
}

/// <summary>Recognises tasks that are made complete, which an async function returns as plain values.</summary>
internal static class CompletedTask
{
    public static ReturnedTask Classify(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken)
    {
        expression = Bare(expression);
        var symbol = model.GetSymbolInfo(expression, cancellationToken).Symbol;
        return expression switch
        {
            InvocationExpressionSyntax { ArgumentList.Arguments.Count: 1 } when IsOnTask(symbol) => symbol!.Name switch
            {
                "FromResult" => ReturnedTask.Result,
                "FromException" => ReturnedTask.Exception,
                _ => ReturnedTask.Running,
            },
            NameSyntax or MemberAccessExpressionSyntax when symbol?.Name == "CompletedTask" && IsOnTask(symbol) => ReturnedTask.Completed,
            BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 1, Initializer: null } when symbol is IMethodSymbol { ContainingType: { Name: "ValueTask", Arity: 1 } type, Parameters: [var parameter] } &&
                SymbolEqualityComparer.Default.Equals(parameter.Type, type.TypeArguments[0]) => ReturnedTask.Result,
            BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer: null } or DefaultExpressionSyntax or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression }
                when model.GetTypeInfo(expression, cancellationToken).ConvertedType is INamedTypeSymbol { Name: "ValueTask", Arity: 0 } => ReturnedTask.Completed,
            _ => ReturnedTask.Running,
        };
    }

    /// <summary>False for what neither awaits nor unwraps: a null task, a target-typed expression.</summary>
    public static bool CanRewrite(ExpressionSyntax returned, SemanticModel model, CancellationToken cancellationToken)
    {
        var expression = Bare(returned);
        return expression is ThrowExpressionSyntax ||
            Classify(expression, model, cancellationToken) != ReturnedTask.Running ||
            expression is not (ImplicitObjectCreationExpressionSyntax or LiteralExpressionSyntax or DefaultExpressionSyntax) &&
            model.GetTypeInfo(expression, cancellationToken).Type is not null and not { TypeKind: TypeKind.Error };
    }

    /// <summary>The expression without parentheses and null-forgiving operators.</summary>
    public static ExpressionSyntax Bare(ExpressionSyntax expression)
    {
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    expression = parenthesized.Expression;
                    break;
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed:
                    expression = suppressed.Operand;
                    break;
                default:
                    return expression;
            }
        }
    }

    /// <summary>The only argument of a call or object creation.</summary>
    public static ExpressionSyntax? ArgumentOf(ExpressionSyntax expression) => Bare(expression) switch
    {
        InvocationExpressionSyntax { ArgumentList.Arguments: [var argument] } => argument.Expression,
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [var argument] } => argument.Expression,
        _ => null,
    };

    private static bool IsOnTask(ISymbol? symbol) =>
        symbol?.ContainingType is { Name: "Task" or "ValueTask", ContainingNamespace: { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } };
}
