using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.TaskShape;

/// <summary>
/// <c>await x?.FAsync();</c> → <c>if (x is not null) { await x.FAsync(); }</c>; in an expression <c>await (x?.FAsync() ?? Task.CompletedTask)</c>. Also for the
/// compiler's CS8602.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class AwaitMaybeNullFix() : AsyncFix(Rules.AwaitMaybeNull, "CS8602")
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<ExpressionSyntax>() is not { } task || AwaitAround(task) is not { } awaited)
        {
            yield break;
        }

        var bare = CompletedTask.Bare(task);
        if (bare is ConditionalAccessExpressionSyntax { WhenNotNull: not ConditionalAccessExpressionSyntax } access && awaited.Parent is ExpressionStatementSyntax statement &&
            UnlessNull.AccessIn(statement.Expression) == access)
        {
            yield return new("Await the task if there is one", TaskInsteadOfNull.Key, edit => UnlessNull.Await(statement, access, edit));
        }
        else if (TaskInsteadOfNull.FormFor(bare, target.Model.GetTypeInfo(bare, target.CancellationToken) is var info ? info.ConvertedType ?? info.Type : null, target) is { } form)
        {
            yield return form;
        }
    }

    /// <summary>The await whose operand, or an arm of it, the expression is.</summary>
    private static AwaitExpressionSyntax? AwaitAround(ExpressionSyntax task)
    {
        SyntaxNode? parent = task;
        while (parent is ExpressionSyntax or SwitchExpressionArmSyntax)
        {
            if (parent is AwaitExpressionSyntax awaited)
            {
                return awaited;
            }

            if (parent is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: not "ConfigureAwait" } } && parent != task)
            {
                return null;
            }

            parent = parent.Parent;
        }

        return null;
    }
}
