using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Blocking;

/// <summary>Awaits instead of waiting; see <see cref="AwaitedWait"/>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class BlockingWaitInAsyncFix() : AsyncFix(Rules.BlockingWaitInAsync)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target) =>
        target.Node.FirstAncestorOrSelf<ExpressionSyntax>() is { } wait && AsyncFunction.CanAwait(wait, target.Model, target.Types, target.CancellationToken)
            ? AwaitedWait.FormsFor(wait, target)
            : [];
}
