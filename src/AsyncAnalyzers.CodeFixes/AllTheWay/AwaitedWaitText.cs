using AsyncAnalyzers.CodeFixes.Blocking;
using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>
/// A blocking wait as an <c>await</c>, in text: <c>task.Result</c> → <c>await task</c>, <c>task.Wait(token)</c> → <c>await task.WaitAsync(token)</c>,
/// <c>Task.WaitAll(…)</c> → <c>await Task.WhenAll(…)</c>. The call that made the task is given the cancellation token in scope, if it takes one. There is none where the wait may end before the task does.
/// </summary>
internal sealed class AwaitedWaitText
{
    private readonly ExpressionSyntax wait;
    private readonly TextSpan removed;
    private readonly SyntaxToken renamed;
    private readonly string name;
    private readonly bool isConfigurable;
    private readonly (TextSpan Span, string Text)? token;

    private AwaitedWaitText(ExpressionSyntax wait, TextSpan removed, SyntaxToken renamed, string name, bool isConfigurable, bool isOfCall, (TextSpan Span, string Text)? token = null)
    {
        this.token = token;
        this.wait = wait;
        this.removed = removed;
        this.renamed = renamed;
        this.name = name;
        this.isConfigurable = isConfigurable;
        IsOfCall = isOfCall;
    }

    /// <summary>True if the task comes from a call right there, so that nobody can have waited for it before.</summary>
    public bool IsOfCall { get; }

    /// <summary>A cheap look before <see cref="Of"/>.</summary>
    public static bool MayBe(SyntaxNode node) => node switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } => true,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } => BlockingWait.IsName(name),
        _ => false,
    };

    public static AwaitedWaitText? Of(ExpressionSyntax wait, FileView file, CancellationToken cancellationToken)
    {
        if (file.Model.GetOperation(wait, cancellationToken) is not { } operation ||
            BlockingWait.Of(operation, file.Types) is not { HasTimeout: false } found ||
            Unconditional.BindingOf(wait) is not null ||
            found.Kind != BlockingWaitKind.GetResult && CatchesAggregate(wait, file, cancellationToken))
        {
            return null;
        }

        switch (found.Kind)
        {
            case BlockingWaitKind.Result or BlockingWaitKind.GetResult or BlockingWaitKind.Wait when AwaitedWait.Peel(wait, found.Kind) is { } task && task != wait:
                var isOfCall = found.Task is IInvocationOperation { TargetMethod.Name: not "FromResult" };
                var isTask = file.Types.Awaitables.IsTaskOrValueTask(file.Model.GetTypeInfo(task, cancellationToken).Type);
                if (wait is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier: var waits }, ArgumentList.Arguments.Count: > 0 })
                {
                    return file.Types.Task.GetMembers("WaitAsync").Any() ? new(wait, default, waits, "WaitAsync", isTask, isOfCall) : null;
                }

                var removed = TextSpan.FromBounds(task.Span.End, wait.Span.End);
                return HasRemarks(wait, removed) ? null : new(wait, removed, default, "", isTask, isOfCall, found.Task is IInvocationOperation call ? PassedToken.For(call, file) : null);
            case BlockingWaitKind.WaitAll when operation is IInvocationOperation { TargetMethod.Parameters.Length: 1 } && wait is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier: var all } }:
                return new(wait, default, all, "WhenAll", true, false);
            case BlockingWaitKind.WaitAny when operation is IInvocationOperation { TargetMethod.Parameters.Length: 1 } && wait is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier: var any }, Parent: ExpressionStatementSyntax }:
                return new(wait, default, any, "WhenAny", true, false);
            default:
                return null;
        }
    }

    /// <summary>True if a handler around expects the <c>AggregateException</c> that only the blocking form throws.</summary>
    public static bool CatchesAggregate(ExpressionSyntax wait, FileView file, CancellationToken cancellationToken) =>
        AwaitedWait.CatchesAggregate(wait, file.Model, cancellationToken);

    public void Write(TextPatch patch, string configured)
    {
        var needsParentheses = AwaitSyntax.NeedsParentheses(wait);
        var isConfigured = wait is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var awaited } } } } && IsConfigured(awaited);
        patch.Wrap(wait.Span, needsParentheses ? "(await " : "await ", (isConfigurable && !isConfigured ? configured : "") + (needsParentheses ? ")" : ""));
        if (token is ({ } place, { } text))
        {
            patch.Replace(place, text);
        }

        if (removed.Length > 0)
        {
            patch.Replace(removed, "");
        }
        else
        {
            patch.Replace(renamed.Span, name);
        }
    }

    private static bool IsConfigured(ExpressionSyntax task) => task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } };

    private static bool HasRemarks(ExpressionSyntax wait, TextSpan span) =>
        wait.DescendantTrivia(span).Any(trivia => span.Contains(trivia.Span) && !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));
}
