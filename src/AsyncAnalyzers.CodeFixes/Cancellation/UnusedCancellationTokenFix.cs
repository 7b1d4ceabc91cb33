using AsyncAnalyzers.Cancellation;
using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Cancellation;

/// <summary>Passes a token parameter that nothing uses to every call in the function that takes it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class UnusedCancellationTokenFix() : AsyncFix(Rules.UnusedCancellationToken)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<ParameterSyntax>() is { Parent.Parent: { } function } syntax &&
            target.Model.GetDeclaredSymbol(syntax, target.CancellationToken) is IParameterSymbol { ContainingSymbol: { } containing } parameter &&
            target.Model.GetOperation(function, target.CancellationToken) is { } body)
        {
            var calls = UnusedToken.CallsFor(parameter, body, containing, TokenOverloads.In(target.Model.Compilation, target.Types), target.Types).ToArray();
            if (calls.Length > 0)
            {
                yield return new($"Pass {parameter.Name} on", "token", edit =>
                {
                    foreach (var (call, missing) in calls)
                    {
                        edit.Replace((InvocationExpressionSyntax)call.Syntax, missing.Rewrite);
                    }
                });
            }
        }
    }
}
