using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Blocking;

/// <summary><c>Thread.Sleep(x)</c> → <c>await Task.Delay(x, cancellationToken)</c>; <c>Thread.Sleep(0)</c> → <c>await Task.Yield()</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class SleepInAsyncFix() : AsyncFix(Rules.SleepInAsync)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node is InvocationExpressionSyntax { ArgumentList.Arguments: [var argument] } call &&
            target.Model.GetSymbolInfo(call, target.CancellationToken).Symbol is IMethodSymbol { Name: "Sleep" } &&
            AsyncFunction.CanAwait(call, target.Model, target.Types, target.CancellationToken))
        {
            var isYield = target.Model.GetConstantValue(argument.Expression, target.CancellationToken) is { HasValue: true, Value: 0 };
            var token = TokenInScope.Find(call, target.Model, target.Types);
            yield return isYield
                ? new("Yield with await Task.Yield()", "await", edit => edit.Await(call, _ => TaskCall("Yield")))
                : new("Wait with await Task.Delay", "await", edit => edit.Await(call, current => Delay((InvocationExpressionSyntax)current, token)));
        }
    }

    private static InvocationExpressionSyntax Delay(InvocationExpressionSyntax sleep, string? token)
    {
        var duration = sleep.ArgumentList.Arguments[0].WithNameColon(null);
        return token is null ? TaskCall("Delay", duration) : TaskCall("Delay", duration, Argument(ParseExpression(token)));
    }

    private static InvocationExpressionSyntax TaskCall(string name, params ArgumentSyntax[] arguments) =>
        AwaitSyntax.Call(TypeNames.Task, name, arguments);
}
