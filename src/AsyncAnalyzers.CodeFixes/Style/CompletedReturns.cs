using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Style;

/// <summary>Rewrites an async function that awaits nothing so that it returns completed tasks.</summary>
internal sealed class CompletedReturns
{
    private readonly SyntaxNode function;
    private readonly ITypeSymbol? result;
    private readonly bool isValueTask;
    private readonly FixTarget target;

    private CompletedReturns(SyntaxNode function, ITypeSymbol? result, bool isValueTask, FixTarget target)
    {
        this.function = function;
        this.result = result;
        this.isValueTask = isValueTask;
        this.target = target;
    }

    /// <summary>Null for what returns neither <c>Task</c> nor <c>ValueTask</c>: nobody knows how to make another type complete.</summary>
    public static CompletedReturns? Of(SyntaxNode function, IMethodSymbol symbol, FixTarget target)
    {
        var type = symbol.ReturnType;
        return AsyncFunction.BodyOf(function) is not null && target.Types.Awaitables.IsTaskOrValueTask(type)
            ? new(function, (type as INamedTypeSymbol)?.TypeArguments.FirstOrDefault(), target.Types.Awaitables.IsValueTask(type), target)
            : null;
    }

    public void Apply(DocumentEdit edit)
    {
        switch (AsyncFunction.BodyOf(function))
        {
            case BlockSyntax block:
                ReturnTasks(block, edit);
                break;
            case ThrowExpressionSyntax:
                break;
            case ExpressionSyntax value when result is not null:
                edit.Replace(value, current => Completed(current, value, edit).WithTriviaFrom(current));
                break;
            case ExpressionSyntax:
                edit.Replace(function, current => WithBlock(current, edit));
                break;
        }

        edit.Replace(function, AsyncModifier.Remove);
    }

    private void ReturnTasks(BlockSyntax block, DocumentEdit edit)
    {
        foreach (var statement in block.DescendantNodes(static node => !AsyncFunction.IsFunction(node)).OfType<ReturnStatementSyntax>())
        {
            if (statement.Expression is { } value)
            {
                edit.Replace(value, current => Completed(current, value, edit).WithTriviaFrom(current));
            }
            else
            {
                edit.Replace(statement, current => current.WithReturnKeyword(current.ReturnKeyword.WithTrailingTrivia(Space)).WithExpression(Completed()));
            }
        }

        if (result is null && (block.Statements.Count == 0 || edit.Model.AnalyzeControlFlow(block.Statements[0], block.Statements[block.Statements.Count - 1]) is { Succeeded: true, EndPointIsReachable: true }))
        {
            var isOnOneLine = !block.OpenBraceToken.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia) && block.Statements.All(static statement => !statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia));
            edit.Replace(block, current => current.AddStatements(isOnOneLine ? ReturnStatement(Completed()).WithTrailingTrivia(Space) : Return(edit)));
        }
    }

    /// <summary><c>=> Do();</c> as a block.</summary>
    private SyntaxNode WithBlock(SyntaxNode current, DocumentEdit edit)
    {
        switch (current)
        {
            case MethodDeclarationSyntax { ExpressionBody: { } arrow } method:
                return method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(BlockOf(arrow.Expression, edit).WithTrailingTrivia(method.SemicolonToken.TrailingTrivia));
            case LocalFunctionStatementSyntax { ExpressionBody: { } arrow } local:
                return local.WithExpressionBody(null).WithSemicolonToken(default).WithBody(BlockOf(arrow.Expression, edit).WithTrailingTrivia(local.SemicolonToken.TrailingTrivia));
            case LambdaExpressionSyntax { ExpressionBody: { } expression } lambda:
                return lambda.WithExpressionBody(null).WithBlock(BlockOf(expression, edit).WithTrailingTrivia(expression.GetTrailingTrivia()));
            default:
                return current;
        }
    }

    private BlockSyntax BlockOf(ExpressionSyntax expression, DocumentEdit edit) =>
        DocumentEdit.Formatted(Block(ExpressionStatement(expression.WithoutTrivia()).WithTrailingTrivia(edit.LineBreak), Return(edit)));

    private ReturnStatementSyntax Return(DocumentEdit edit) =>
        DocumentEdit.Formatted(ReturnStatement(Completed()).WithTrailingTrivia(edit.LineBreak));

    private ExpressionSyntax Completed() => isValueTask
        ? LiteralExpression(SyntaxKind.DefaultLiteralExpression)
        : MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, TypeNames.Task, IdentifierName("CompletedTask"));

    /// <summary><c>Task.FromResult(value)</c> or <c>new ValueTask&lt;T&gt;(value)</c>.</summary>
    private ExpressionSyntax Completed(ExpressionSyntax current, ExpressionSyntax original, DocumentEdit edit)
    {
        if (current is ThrowExpressionSyntax)
        {
            return current;
        }

        var value = Argument(current.WithoutTrivia());
        if (isValueTask)
        {
            // Beside the value there are overloads for tasks, which null and the like fit, too.
            var named = edit.Model.GetTypeInfo(original, edit.CancellationToken).Type is { IsReferenceType: false } ? value : value.WithNameColon(NameColon("result"));
            var type = TypeNames.Generic(TypeNames.Of("System.Threading.Tasks.ValueTask"), TypeOf(result!, edit));
            return ObjectCreationExpression(type.WithLeadingTrivia(Space)).WithArgumentList(ArgumentList(SingletonSeparatedList(value == named ? value : named)));
        }

        SimpleNameSyntax method = IsInferred(original)
            ? IdentifierName("FromResult")
            : GenericName(Identifier("FromResult"), TypeArgumentList(SingletonSeparatedList(TypeOf(result!, edit))));
        return InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, TypeNames.Task, method),
            ArgumentList(SingletonSeparatedList(value)));
    }

    /// <summary>True if the type of the value is that of the result, so that the compiler finds it by itself.</summary>
    private bool IsInferred(ExpressionSyntax value)
    {
        var info = target.Model.GetTypeInfo(value, target.CancellationToken);
        if (info.Type is not { } type || !SymbolEqualityComparer.Default.Equals(type, result))
        {
            return false;
        }

        var mayBeNull = info.Nullability.FlowState == NullableFlowState.MaybeNull;
        return type.IsValueType || result!.NullableAnnotation == NullableAnnotation.None ||
            mayBeNull == (result.NullableAnnotation == NullableAnnotation.Annotated) && type is not INamedTypeSymbol { IsGenericType: true } and not IArrayTypeSymbol ||
            SymbolEqualityComparer.IncludeNullability.Equals(type.WithNullableAnnotation(mayBeNull ? NullableAnnotation.Annotated : NullableAnnotation.NotAnnotated), result);
    }

    private static TypeSyntax TypeOf(ITypeSymbol type, DocumentEdit edit) => (TypeSyntax)edit.Generator.TypeExpression(type);
}
