using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Unobserved;

/// <summary><c>$"{LoadAsync()}"</c> → <c>$"{await LoadAsync()}"</c>; <c>string.Join(",", tasks)</c> → <c>string.Join(",", await Task.WhenAll(tasks))</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class TaskUsedAsValueFix() : AsyncFix(Rules.TaskUsedAsValue)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<ExpressionSyntax>() is not { } task ||
            task is ConditionalAccessExpressionSyntax ||
            Unconditional.BindingOf(task) is not null ||
            IsMisreadInHole(task) ||
            !AsyncFunction.CanAwait(task, target.Model, target.Types, target.CancellationToken) ||
            target.Model.GetOperation(task, target.CancellationToken) is not { } operation)
        {
            yield break;
        }

        if (!UsedTask.IsTask(operation.Type, target.Types))
        {
            yield return new("Await the tasks with Task.WhenAll", "await", edit => edit.Await(task, static current => AwaitSyntax.Call(TypeNames.Task, "WhenAll", Argument(current.WithoutTrivia()))));
        }
        else if (ResultOf(operation, target) is { } result && !IsStoredValueTask(operation, target) && !IsComparedWithNull(task, result) && !IsInRefStruct(operation))
        {
            yield return new("Await the task", "await", edit => edit.Await(task, static current => current));
        }
    }

    /// <summary>The result, unless it is a task again.</summary>
    private static ITypeSymbol? ResultOf(IOperation task, FixTarget target) =>
        target.Types.Awaitables.ResultOf(task.Type) is { } result && !target.Types.Awaitables.IsAwaitable(result) ? result : null;

    /// <summary>A value task may be awaited once only, and one that has a name may be awaited elsewhere.</summary>
    private static bool IsStoredValueTask(IOperation task, FixTarget target) =>
        !target.Types.Awaitables.IsTask(task.Type) && task is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation;

    /// <summary>No number is <c>null</c>, so that is not what was meant.</summary>
    private static bool IsComparedWithNull(ExpressionSyntax task, ITypeSymbol result)
    {
        SyntaxNode? around = task.Parent;
        while (around is ParenthesizedExpressionSyntax)
        {
            around = around.Parent;
        }

        return result is { IsValueType: true, OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T } &&
            around is IsPatternExpressionSyntax or BinaryExpressionSyntax { OperatorToken.RawKind: not (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.PlusToken };
    }

    /// <summary>The compiler of C# 12 takes <c>await (…)</c> in the hole of a string for a call.</summary>
    private static bool IsMisreadInHole(ExpressionSyntax task) =>
        AwaitSyntax.Receiver(task) != task && task.FirstAncestorOrSelf<InterpolationSyntax>() is not null;

    /// <summary>A hole of a string that a ref struct builds, which cannot live across an await.</summary>
    private static bool IsInRefStruct(IOperation task)
    {
        for (var parent = task.Parent; parent is not null and not IBlockOperation; parent = parent.Parent)
        {
            if (parent is IInterpolatedStringAppendOperation { AppendCall: IInvocationOperation { TargetMethod.ContainingType.IsRefLikeType: true } })
            {
                return true;
            }
        }

        return false;
    }
}
