using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.CodeFixes.AsyncVoid;

/// <summary><c>.Unwrap()</c> on a task in a task; where a <c>ValueTask</c> or <c>Task.WhenAll</c> is awaited, a second <c>await</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class NestedTaskFix() : AsyncFix(Rules.NestedTask)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<ExpressionSyntax>() is not { } node)
        {
            yield break;
        }

        if (node is AwaitExpressionSyntax awaiting && target.Model.GetOperation(awaiting, target.CancellationToken) is IAwaitOperation { Parent: IExpressionStatementOperation } awaited)
        {
            var task = BlockingWait.Peel(awaited.Operation, target.Types);
            yield return UnwrapCall.CanUnwrap(task.Type) && task.Syntax is ExpressionSyntax nested
                ? new("Unwrap the task", "unwrap", edit => UnwrapCall.Add(nested, edit))
                : new("Await the result, too", "unwrap", edit => edit.Replace(awaiting, current => Twice(current, awaited.Type is IArrayTypeSymbol)));
        }
        else if (UnwrapCall.CanUnwrap(target.Model.GetTypeInfo(node, target.CancellationToken).Type))
        {
            yield return new("Unwrap the task", "unwrap", edit => UnwrapCall.Add(node, edit));
        }
    }

    /// <summary><c>await await x</c>, or <c>await Task.WhenAll(await x)</c>, configured like the first.</summary>
    private static ExpressionSyntax Twice(AwaitExpressionSyntax current, bool isArray)
    {
        var inner = current.WithoutTrivia();
        var task = isArray ? AwaitSyntax.Call(TypeNames.Task, "WhenAll", Microsoft.CodeAnalysis.CSharp.SyntaxFactory.Argument(inner)) : (ExpressionSyntax)inner;
        if (current.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }, ArgumentList: var configuration })
        {
            task = AwaitSyntax.Call(task, "ConfigureAwait").WithArgumentList(configuration.WithoutTrivia());
        }

        return AwaitSyntax.Await(task).WithTriviaFrom(current);
    }
}
