using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Unobserved;

/// <summary>
/// <c>await a; await b;</c> → <c>await Task.WhenAll(a, b);</c> before them; a loop over tasks → <c>await Task.WhenAll(tasks);</c>, or
/// <c>results.AddRange(await Task.WhenAll(tasks));</c> when it collects.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class AwaitStartedTasksTogetherFix() : AsyncFix(Rules.AwaitStartedTasksTogether)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node is ForEachStatementSyntax loop)
        {
            if (target.Model.GetOperation(loop, target.CancellationToken) is IForEachLoopOperation operation && TaskLoop.Of(operation, target.Types) is { } tasks)
            {
                yield return new("Await the tasks together with Task.WhenAll", "together", edit => ReplaceLoop(loop, tasks, edit));
            }
        }
        else if (target.Node.FirstAncestorOrSelf<AwaitExpressionSyntax>() is { } awaited && awaited.FirstAncestorOrSelf<StatementSyntax>() is { } first)
        {
            AwaitExpressionSyntax[] all = [awaited, .. target.Diagnostic.AdditionalLocations.Select(location => target.Root.FindNode(location.SourceSpan, getInnermostNodeForTie: true)).OfType<AwaitExpressionSyntax>()];
            yield return new("Await the tasks together with Task.WhenAll", "together", edit => InsertWhenAll(first, all, edit));
        }
    }

    private static void InsertWhenAll(StatementSyntax first, AwaitExpressionSyntax[] all, DocumentEdit edit)
    {
        var configuration = all.Select(ConfigurationOf).Distinct().ToArray() is [var common] ? common : null;
        var statement = ExpressionStatement(WhenAll(configuration, [.. all.Select(static awaited => Argument(TaskOf(awaited).WithoutTrivia()))]))
            .WithLeadingTrivia(first.GetLeadingTrivia())
            .WithTrailingTrivia(edit.LineBreak);
        var indentation = first.GetLeadingTrivia().LastOrDefault() is var last && last.IsKind(SyntaxKind.WhitespaceTrivia) ? TriviaList(last) : default;
        edit.Replace(first, current => current.WithLeadingTrivia(indentation));
        if (first.Parent is GlobalStatementSyntax global)
        {
            edit.InsertBefore(global, [GlobalStatement(statement)]);
        }
        else
        {
            edit.InsertBefore(first, [statement]);
        }
    }

    private static void ReplaceLoop(ForEachStatementSyntax loop, TaskLoop tasks, DocumentEdit edit)
    {
        var awaited = (AwaitExpressionSyntax)tasks.Await.Syntax;
        var whenAll = WhenAll(ConfigurationOf(awaited), Argument(loop.Expression.WithoutTrivia()));
        if (tasks.Collector is not { Type: { } type } collector)
        {
            edit.Replace(loop, current => ExpressionStatement(whenAll).WithTriviaFrom(current));
        }
        else if (type is { Name: "List", ContainingNamespace: { Name: "Generic", ContainingNamespace.Name: "Collections" } })
        {
            edit.Replace(loop, current => ExpressionStatement(AwaitSyntax.Call((ExpressionSyntax)collector.Syntax, "AddRange", Argument(whenAll))).WithTriviaFrom(current));
        }
        else
        {
            InsertWhenAll(loop, whenAll, edit);
        }
    }

    private static void InsertWhenAll(ForEachStatementSyntax loop, AwaitExpressionSyntax whenAll, DocumentEdit edit)
    {
        var statement = ExpressionStatement(whenAll).WithLeadingTrivia(loop.GetLeadingTrivia()).WithTrailingTrivia(edit.LineBreak);
        if (loop.Parent is BlockSyntax or SwitchSectionSyntax)
        {
            edit.InsertBefore(loop, [statement]);
        }
    }

    private static AwaitExpressionSyntax WhenAll(string? configuration, params ArgumentSyntax[] arguments)
    {
        var task = TypeNames.Task;
        var call = AwaitSyntax.Call(task, "WhenAll", arguments);
        return AwaitSyntax.Await(configuration is null ? call : AwaitSyntax.Call(call, "ConfigureAwait", Argument(ParseExpression(configuration))));
    }

    private static ExpressionSyntax TaskOf(AwaitExpressionSyntax awaited) => Configured(awaited)?.Receiver ?? awaited.Expression;

    /// <summary>The argument of <c>ConfigureAwait</c>; null without one.</summary>
    private static string? ConfigurationOf(AwaitExpressionSyntax awaited) => Configured(awaited)?.Argument;

    private static (ExpressionSyntax Receiver, string Argument)? Configured(AwaitExpressionSyntax awaited) =>
        awaited.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } access, ArgumentList.Arguments: [var argument] }
            ? (access.Expression, argument.ToString())
            : null;
}
