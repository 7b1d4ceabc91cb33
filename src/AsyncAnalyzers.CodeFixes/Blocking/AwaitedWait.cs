using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Blocking;

/// <summary>
/// <c>task.Result</c> → <c>await task</c>; <c>Task.WaitAll(…)</c> → <c>await Task.WhenAll(…)</c>; a timeout or token → <c>WaitAsync</c>.
/// A wait whose <c>bool</c> or index is used keeps it: there is no expression that does the same.
/// </summary>
internal static class AwaitedWait
{
    private const string Title = "Wait with await";

    /// <summary>The forms for the wait, in a function that may await.</summary>
    public static IEnumerable<FixForm> FormsFor(ExpressionSyntax wait, FixTarget target)
    {
        if (target.Model.GetOperation(wait, target.CancellationToken) is not { } operation ||
            BlockingWait.Of(operation, target.Types) is not { } found ||
            found.Kind == BlockingWaitKind.RunSynchronously ||
            found.Kind != BlockingWaitKind.GetResult && CatchesAggregate(wait, target.Model, target.CancellationToken))
        {
            yield break;
        }

        var method = target.Model.GetSymbolInfo(wait, target.CancellationToken).Symbol as IMethodSymbol;
        var limit = method is null || wait is not InvocationExpressionSyntax call ? WaitLimit.None : WaitLimit.Of(method, call, FirstLimit(found.Kind));
        if (wait.Parent is ExpressionStatementSyntax statement)
        {
            if (limit.IsUsable(found, wait, target) && (!found.HasTimeout || CanCatch(statement)))
            {
                yield return new(Title, "await", edit => AwaitStatement(edit, statement, wait, found, limit));
            }
        }
        else if (ConditionalStatement(wait) is { } conditional)
        {
            if (limit.IsNone && IsSimple(conditional.Access.Expression, target))
            {
                yield return new(Title, "await", edit => AwaitUnlessNull(edit, conditional.Statement, conditional.Access, wait, found.Kind));
            }
        }
        else if (!found.HasTimeout && found.Kind != BlockingWaitKind.WaitAny && !StartsWithBinding(wait) && limit.IsUsable(found, wait, target))
        {
            yield return new(Title, "await", edit => edit.Await(wait, current => Awaited(current, found.Kind, limit)));
        }
    }

    private static int FirstLimit(BlockingWaitKind kind) => kind is BlockingWaitKind.WaitAll or BlockingWaitKind.WaitAny ? 1 : 0;

    private static void AwaitStatement(DocumentEdit edit, ExpressionStatementSyntax statement, ExpressionSyntax wait, BlockingWait found, WaitLimit limit)
    {
        edit.Await(wait, current => Awaited(current, found.Kind, limit));
        if (found.HasTimeout)
        {
            edit.Replace(statement, static current => DocumentEdit.Formatted(
                TryStatement(
                    Block(current.WithoutTrivia()),
                    SingletonList(CatchClause(CatchDeclaration(WaitLimit.TimeoutException), null, Block())),
                    null).WithTriviaFrom(current)));
        }
    }

    /// <summary><c>x?.FAsync().Wait();</c> → <c>if (x is not null) await x.FAsync();</c>, in braces.</summary>
    private static void AwaitUnlessNull(DocumentEdit edit, ExpressionStatementSyntax statement, ConditionalAccessExpressionSyntax access, ExpressionSyntax wait, BlockingWaitKind kind)
    {
        edit.Replace(statement, current =>
        {
            if (current.Expression is not ConditionalAccessExpressionSyntax { WhenNotNull: { } rest } now)
            {
                return current;
            }

            var receiver = now.Expression.WithoutTrivia();
            var awaited = Peel(rest, kind) is { } task ? Unconditional.Attach(task, receiver) : receiver;
            return UnlessNull.If(ParseExpression($"{receiver} is not null"), AwaitSyntax.Await(awaited), statement).WithTriviaFrom(current);
        });
        edit.MakeAsync(AsyncFunction.Around(wait));
    }

    /// <summary>What to await in the place of the wait.</summary>
    private static ExpressionSyntax Awaited(ExpressionSyntax wait, BlockingWaitKind kind, WaitLimit limit)
    {
        var task = kind switch
        {
            BlockingWaitKind.WaitAll => limit.Strip(Renamed((InvocationExpressionSyntax)wait, "WhenAll")),
            BlockingWaitKind.WaitAny => limit.Strip(Renamed((InvocationExpressionSyntax)wait, "WhenAny")),
            _ => Peel(wait, kind) ?? wait,
        };
        return limit.IsNone ? task : AwaitSyntax.Call(task.WithoutTrivia(), "WaitAsync", limit.ArgumentsOf((InvocationExpressionSyntax)wait));
    }

    private static InvocationExpressionSyntax Renamed(InvocationExpressionSyntax call, string name) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => call.WithExpression(member.WithName(IdentifierName(name).WithTriviaFrom(member.Name))),
        var simple => call.WithExpression(IdentifierName(name).WithTriviaFrom(simple)),
    };

    /// <summary>The expression before <c>.Result</c>, <c>.Wait(…)</c> or <c>.GetAwaiter().GetResult()</c>; null if that is what stands before a <c>?</c>.</summary>
    public static ExpressionSyntax? Peel(ExpressionSyntax wait, BlockingWaitKind kind)
    {
        var receiver = ReceiverOf(wait);
        return kind == BlockingWaitKind.GetResult && receiver is InvocationExpressionSyntax call && NameOf(call.Expression) == "GetAwaiter" ? ReceiverOf(call) : receiver;
    }

    private static ExpressionSyntax? ReceiverOf(ExpressionSyntax wait) => ((wait as InvocationExpressionSyntax)?.Expression ?? wait) switch
    {
        MemberAccessExpressionSyntax member => member.Expression,
        MemberBindingExpressionSyntax => null,
        _ => wait,
    };

    private static string? NameOf(ExpressionSyntax called) => called switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>The conditional access that a wait ends, as a statement of its own.</summary>
    private static (ExpressionStatementSyntax Statement, ConditionalAccessExpressionSyntax Access)? ConditionalStatement(ExpressionSyntax wait) =>
        wait.Parent is ConditionalAccessExpressionSyntax { Parent: ExpressionStatementSyntax statement } access && access.WhenNotNull == wait && IsPeelable(wait)
            ? (statement, access)
            : null;

    /// <summary><c>.Wait()</c> directly on the conditional receiver is peelable too: nothing is left but the receiver.</summary>
    private static bool IsPeelable(ExpressionSyntax wait) => wait is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax or MemberBindingExpressionSyntax };

    /// <summary>True if naming it twice means the same object: a local, parameter or field, not of a nullable struct.</summary>
    private static bool IsSimple(ExpressionSyntax receiver, FixTarget target) =>
        target.Model.GetSymbolInfo(receiver, target.CancellationToken).Symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol &&
        receiver is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } &&
        target.Model.GetTypeInfo(receiver, target.CancellationToken).Type is { IsValueType: false };

    /// <summary>True inside <c>x?.…</c>: awaiting there would await a part of the chain.</summary>
    private static bool StartsWithBinding(ExpressionSyntax wait) => Unconditional.BindingOf(wait) is not null;

    private static bool CanCatch(ExpressionStatementSyntax statement) => statement.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax;

    /// <summary>True if a handler around expects the <c>AggregateException</c> that only the blocking form throws.</summary>
    public static bool CatchesAggregate(ExpressionSyntax wait, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var around in wait.Ancestors().TakeWhile(static node => !AsyncFunction.IsFunction(node)))
        {
            if (around is TryStatementSyntax statement && statement.Block.Span.Contains(wait.Span) &&
                statement.Catches.Any(handler => handler.Declaration is { Type: { } type } && model.GetTypeInfo(type, cancellationToken).Type?.Name == "AggregateException" ||
                    handler.Filter is { } filter && filter.DescendantNodes().OfType<IdentifierNameSyntax>().Any(static name => name.Identifier.ValueText == "AggregateException")))
            {
                return true;
            }
        }

        return false;
    }
}
