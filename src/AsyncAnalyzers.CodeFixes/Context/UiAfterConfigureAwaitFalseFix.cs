using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Context;

/// <summary>Takes <c>ConfigureAwait(false)</c> away from every await after which the member is used.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class UiAfterConfigureAwaitFalseFix() : AsyncFix(Rules.UiAfterConfigureAwaitFalse)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        var calls = new List<InvocationExpressionSyntax>();
        foreach (var location in target.Diagnostic.AdditionalLocations)
        {
            if (target.Root.FindNode(location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<AwaitExpressionSyntax>() is not { Expression: InvocationExpressionSyntax call })
            {
                yield break;
            }

            calls.Add(call);
        }

        yield return new("Stay on the thread of the user interface", "stay", edit =>
        {
            foreach (var call in calls)
            {
                if (edit.IsFirstTime(call))
                {
                    edit.Replace(call, ConfigureAwaitRedundantFix.Unconfigured);
                }
            }
        });
    }
}
