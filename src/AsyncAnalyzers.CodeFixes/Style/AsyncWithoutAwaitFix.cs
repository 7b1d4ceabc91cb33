using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Style;

/// <summary>
/// Removes <c>async</c> and returns completed tasks: <c>return Task.FromResult(x);</c>, <c>return Task.CompletedTask;</c>. A lambda that its receiver takes as
/// a synchronous one, too, just loses <c>async</c>. Serves CS1998 of older compilers.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class AsyncWithoutAwaitFix() : AsyncFix(Rules.AsyncWithoutAwait, "CS1998")
{
    private const string Key = "sync";

    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        var function = target.Node.FirstAncestorOrSelf<SyntaxNode>(static node => node is MethodDeclarationSyntax || AsyncFunction.IsFunction(node));
        if (function is null || !AsyncFunction.IsAsync(function) || AsyncFunction.SymbolOf(function, target.Model, target.CancellationToken) is not { } symbol)
        {
            yield break;
        }

        if (symbol.ReturnsVoid || function is AnonymousFunctionExpressionSyntax lambda && SynchronousLambda.FitsToo(lambda, symbol, target))
        {
            yield return new("Remove 'async'", Key, edit => edit.Replace(function, AsyncModifier.Remove));
        }
        else if (CompletedReturns.Of(function, symbol, target) is { } returns)
        {
            // A synchronous function throws when it is called; an async one put the exception into its task.
            yield return new("Remove 'async' and return a completed task (exceptions are then thrown by the call)", Key, returns.Apply);
        }
    }
}
