using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.CodeFixes.TaskShape;

/// <summary><c>return null;</c> → <c>return Task.CompletedTask;</c>; see <see cref="TaskInsteadOfNull"/>. Also for the compiler's CS8603.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class NullTaskFix() : AsyncFix(Rules.NullTask, "CS8603")
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<ExpressionSyntax>() is { } value &&
            ReturnAround(value, target) is { } statement &&
            TaskInsteadOfNull.FormFor(value, statement.ReturnedValue?.Type, target) is { } form)
        {
            yield return form;
        }
    }

    private static IReturnOperation? ReturnAround(ExpressionSyntax value, FixTarget target)
    {
        for (var operation = target.Model.GetOperation(value, target.CancellationToken); operation is not null and not IBlockOperation; operation = operation.Parent)
        {
            if (operation is IReturnOperation statement)
            {
                return target.Types.Awaitables.IsTask(statement.ReturnedValue?.Type) && target.Model.GetEnclosingSymbol(value.SpanStart, target.CancellationToken) is IMethodSymbol { IsAsync: false } ? statement : null;
            }
        }

        return null;
    }
}
