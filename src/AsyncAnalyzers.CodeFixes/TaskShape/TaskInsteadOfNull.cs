using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.TaskShape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.TaskShape;

/// <summary><c>null</c> → <c>Task.CompletedTask</c> or <c>Task.FromResult&lt;T&gt;(null)</c>; <c>x?.FAsync()</c> → <c>x?.FAsync() ?? Task.CompletedTask</c>.</summary>
internal static class TaskInsteadOfNull
{
    public const string Key = "completed";

    private static readonly SymbolDisplayFormat Unannotated =
        SymbolDisplayFormat.MinimallyQualifiedFormat.RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Rewrites all null arms of an expression; null if there are none, or no task of that type can be made.</summary>
    public static FixForm? FormFor(ExpressionSyntax value, ITypeSymbol? taskType, FixTarget target)
    {
        if (target.Model.GetOperation(value, target.CancellationToken) is not { } operation || taskType is not INamedTypeSymbol task || !IsTaskItself(task, target.Types))
        {
            return null;
        }

        var arms = NullArms.Of(operation, target.Types).Select(static arm => arm.Syntax).OfType<ExpressionSyntax>().ToList();
        if (arms.Count == 0)
        {
            return null;
        }

        var completed = Completed(task, value.SpanStart, target);
        return new($"Use '{completed}' instead of null", Key, edit =>
        {
            foreach (var arm in arms)
            {
                edit.Replace(arm, current => (current is ConditionalAccessExpressionSyntax ? OrElse(current, completed, arm) : Expression(completed)).WithTriviaFrom(current));
            }
        });
    }

    private static ExpressionSyntax OrElse(ExpressionSyntax task, string completed, ExpressionSyntax original)
    {
        var choice = BinaryExpression(
            SyntaxKind.CoalesceExpression,
            task.WithoutTrivia().WithTrailingTrivia(Space),
            Token(SyntaxKind.QuestionQuestionToken).WithTrailingTrivia(Space),
            Expression(completed));
        return original.Parent is AwaitExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax ? ParenthesizedExpression(choice) : choice;
    }

    private static ExpressionSyntax Expression(string completed)
    {
        var parsed = ParseExpression(completed);
        return parsed.ReplaceNodes(
            parsed.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Where(static access => access.Expression is IdentifierNameSyntax { Identifier.ValueText: "Task" }),
            static (access, _) => access.WithExpression(TypeNames.Task)) is var inner && inner is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Task" } } outer
                ? outer.WithExpression(TypeNames.Task)
                : inner;
    }

    private static string Completed(INamedTypeSymbol task, int position, FixTarget target)
    {
        if (task.Arity == 0)
        {
            return target.Types.Task.GetMembers("CompletedTask").IsEmpty ? "Task.FromResult(0)" : "Task.CompletedTask";
        }

        var result = task.TypeArguments[0];
        var context = target.Model.GetNullableContext(position);
        var value = result.IsReferenceType ? "null" : "default";
        if (context.WarningsEnabled() && result.NullableAnnotation != NullableAnnotation.Annotated && !result.IsValueType)
        {
            value += "!";
        }

        return $"Task.FromResult<{result.ToMinimalDisplayString(target.Model, position, context.AnnotationsEnabled() ? SymbolDisplayFormat.MinimallyQualifiedFormat : Unannotated)}>({value})";
    }

    private static bool IsTaskItself(INamedTypeSymbol type, KnownTypes types) =>
        SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, types.Task) || SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, types.TaskOfT);
}
