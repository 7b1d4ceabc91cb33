using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Unobserved;

/// <summary><c>var tasks = items.Select(LoadAsync);</c> → <c>var tasks = items.Select(LoadAsync).ToArray();</c>. A parameter is the caller's.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class ReenumeratedTaskSequenceFix() : AsyncFix(Rules.ReenumeratedTaskSequence)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Diagnostic.AdditionalLocations is [var made] &&
            target.Root.FindNode(made.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<ExpressionSyntax>() is { } sequence)
        {
            yield return new("Start the tasks once, with ToArray()", "array", edit =>
            {
                edit.Replace(sequence, static current => AwaitSyntax.Call(current.WithoutTrivia(), "ToArray").WithTriviaFrom(current));
                edit.AddUsing("System.Linq", sequence.SpanStart);
            });
        }
    }
}
