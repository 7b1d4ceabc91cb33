using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Sequential;

/// <summary>
/// <c>var a = await A(); var b = await B();</c> → <c>var aTask = A(); var bTask = B(); await Task.WhenAll(aTask, bTask); var a = await aTask; var b = await bTask;</c>
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class SequentialIndependentAwaitsFix() : AsyncFix(Rules.SequentialIndependentAwaits)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        var awaits = new List<AwaitExpressionSyntax>();
        foreach (var location in target.Diagnostic.AdditionalLocations.Prepend(target.Diagnostic.Location))
        {
            if (target.Root.FindNode(location.SourceSpan, getInnermostNodeForTie: true) is not AwaitExpressionSyntax await)
            {
                return [];
            }

            awaits.Add(await);
        }

        return StartedTogether.Of(awaits, target.Model, target.Types, target.CancellationToken) is { } form ? [form] : [];
    }
}
