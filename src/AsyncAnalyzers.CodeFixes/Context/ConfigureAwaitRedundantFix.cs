using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Context;

/// <summary>Takes <c>.ConfigureAwait(…)</c> away, with the line break before it; comments stay.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class ConfigureAwaitRedundantFix() : AsyncFix(Rules.ConfigureAwaitRedundant)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call)
        {
            yield return new("Remove ConfigureAwait", "remove", edit => edit.Replace(call, Unconfigured));
        }
    }

    /// <summary>The awaitable without its configuration.</summary>
    public static SyntaxNode Unconfigured(SyntaxNode call)
    {
        if (call is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var task } })
        {
            return call;
        }

        var between = task.GetTrailingTrivia();
        return task.WithTrailingTrivia(between.Any(static trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)) ? between.AddRange(call.GetTrailingTrivia()) : call.GetTrailingTrivia());
    }
}
