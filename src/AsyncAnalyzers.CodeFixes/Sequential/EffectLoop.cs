using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.CodeFixes.Sequential;

/// <summary>Rewrites a loop whose iterations deliver nothing.</summary>
internal static class EffectLoop
{
    /// <summary><c>await Task.WhenAll(xs.Select(…));</c></summary>
    public static void StartAll(StatementSyntax loop, LoopDependence found, DocumentEdit edit)
    {
        var text = new LoopText(loop, found, edit.Model);
        ReturnInsteadOfContinue(text);
        var lambda = LoopLambda.ForSelect(text, null, Single(text), edit.Model, edit.Types);
        var statement = $"await Task.WhenAll({text.Receiver(loop.SpanStart)}.Select({lambda.Text})){text.Configuration};";
        edit.AddUsing("System.Linq", loop.SpanStart);
        LoopReplacement.Replace(text, statement, lambda.Kept, edit);
    }

    /// <summary><c>await Parallel.ForEachAsync(xs, new ParallelOptions { … }, async (x, token) => …);</c></summary>
    public static void RunParallel(StatementSyntax loop, LoopDependence found, string method, int limit, DocumentEdit edit)
    {
        var text = new LoopText(loop, found, edit.Model);
        ReturnInsteadOfContinue(text);
        var outer = SharedToken(found, edit);
        var inner = outer is null && text.Parameter != "_" && text.IsFree("_") ? "_" : text.Name("token");
        if (outer is not null)
        {
            UseInnerToken(text, outer, inner, edit);
        }

        var lambda = LoopLambda.ForParallel(text, inner, Single(text));
        var options = $"new ParallelOptions {{ MaxDegreeOfParallelism = {limit}{(outer is null ? "" : $", CancellationToken = {outer.WithoutTrivia()}")} }}";
        var source = method == "ForAsync" ? $"{found.Source.From!.Syntax}, {text.ExclusiveLimit}" : text.Sequence(loop.SpanStart);
        if (method != "ForAsync" && (found.Source.IsCast || found.Source.Sequence is null))
        {
            edit.AddUsing("System.Linq", loop.SpanStart);
        }

        LoopReplacement.Replace(text, $"await Parallel.{method}({source}, {options}, {lambda.Text}){text.Configuration};", lambda.Kept, edit);
    }

    /// <summary>The awaited expression that is the whole body.</summary>
    private static ExpressionSyntax? Single(LoopText text) =>
        text.Statements is [ExpressionStatementSyntax { Expression: AwaitExpressionSyntax awaited }] ? awaited : null;

    private static void ReturnInsteadOfContinue(LoopText text)
    {
        if (!text.Found.Continues)
        {
            return;
        }

        foreach (var jump in text.Body.DescendantNodes(static node => node is not (CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax) && !AsyncFunction.IsFunction(node)))
        {
            if (jump is ContinueStatementSyntax { ContinueKeyword: var keyword })
            {
                text.Edits.Replace(keyword.Span, "return");
            }
        }
    }

    private static void UseInnerToken(LoopText text, ExpressionSyntax outer, string inner, DocumentEdit edit)
    {
        var token = edit.Model.GetSymbolInfo(outer, edit.CancellationToken).Symbol;
        foreach (var use in text.Body.DescendantNodes().OfType<ExpressionSyntax>())
        {
            if (SyntaxFactory.AreEquivalent(use, outer) && !(use.Parent is MemberAccessExpressionSyntax { Name: var name } && name == use) &&
                SymbolEqualityComparer.Default.Equals(edit.Model.GetSymbolInfo(use, edit.CancellationToken).Symbol, token))
            {
                text.Edits.Replace(use.Span, inner);
            }
        }
    }

    /// <summary>The token that the iterations share, as written; null if they have none or several.</summary>
    private static ExpressionSyntax? SharedToken(LoopDependence found, DocumentEdit edit)
    {
        ExpressionSyntax? token = null;
        foreach (var call in found.Calls.OfType<IInvocationOperation>())
        {
            foreach (var argument in call.Arguments)
            {
                if (argument.ArgumentKind == ArgumentKind.DefaultValue || !SymbolEqualityComparer.Default.Equals(argument.Value.Type, edit.Types.CancellationToken) ||
                    argument.Value.Syntax is not (IdentifierNameSyntax or MemberAccessExpressionSyntax) ||
                    edit.Model.GetSymbolInfo(argument.Value.Syntax, edit.CancellationToken).Symbol is not { } symbol ||
                    symbol is IPropertySymbol { Name: "None" })
                {
                    continue;
                }

                if (token is not null && !SyntaxFactory.AreEquivalent(token, argument.Value.Syntax) || IsOwn(argument.Value, found))
                {
                    return null;
                }

                token = (ExpressionSyntax)argument.Value.Syntax;
            }
        }

        return token;
    }

    private static bool IsOwn(IOperation token, LoopDependence found) =>
        token.DescendantsAndSelf().Any(operation => operation switch
        {
            ILocalReferenceOperation local => found.IsOwn(local.Local),
            IParameterReferenceOperation parameter => found.IsOwn(parameter.Parameter),
            _ => false,
        });
}
