using AsyncAnalyzers.Cancellation;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>The cancellation token in scope, for a call that is awaited from now on and takes one.</summary>
internal static class PassedToken
{
    /// <summary>Where the argument goes, and its text; null if there is no token, or none that comes last.</summary>
    public static (TextSpan Span, string Text)? For(IInvocationOperation call, FileView file)
    {
        if (call.Syntax is not InvocationExpressionSyntax { ArgumentList: { CloseParenToken.IsMissing: false } list } syntax ||
            !MissingToken.MayTake(call, TokenOverloads.In(file.Model.Compilation, file.Types), file.Types, out var candidates, out var written) ||
            TokenInScope.Find(syntax, file.Model, file.Types) is not { } token ||
            MissingToken.Of(call, candidates, written, token, file.Types)?.Rewrite(syntax).ArgumentList.Arguments is not { } arguments ||
            arguments.Count != list.Arguments.Count + 1)
        {
            return null;
        }

        for (var index = 0; index < list.Arguments.Count; index++)
        {
            if (!arguments[index].IsEquivalentTo(list.Arguments[index]))
            {
                return null;
            }
        }

        return (new(list.CloseParenToken.SpanStart, 0), (list.Arguments.Count > 0 ? ", " : "") + arguments[arguments.Count - 1]);
    }
}
