using AsyncAnalyzers.Cancellation;
using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.CodeFixes.Cancellation;

/// <summary><c>FooAsync(a)</c> → <c>FooAsync(a, cancellationToken)</c>, with the name of the parameter where one before it is left out.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class ForwardCancellationTokenFix() : AsyncFix(Rules.ForwardCancellationToken)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } syntax &&
            target.Model.GetOperation(syntax, target.CancellationToken) is IInvocationOperation call &&
            MissingToken.MayTake(call, TokenOverloads.In(target.Model.Compilation, target.Types), target.Types, out var candidates, out var written) &&
            TokenInScope.Find(syntax, target.Model, target.Types) is { } token &&
            MissingToken.Of(call, candidates, written, token, target.Types) is { } missing)
        {
            yield return new($"Pass {token}", "token", edit => edit.Replace(syntax, missing.Rewrite));
        }
    }
}
