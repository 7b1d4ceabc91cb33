using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncAnalyzers.CodeFixes.Concurrency;

/// <summary>
/// One form for each kind of object: <c>new Random()</c> → <c>Random.Shared</c>; <c>count++</c> → <c>Interlocked.Increment(ref count)</c>;
/// <c>list.Add(x)</c> at the end of a lambda → <c>return x</c>, with the results of <c>WhenAll</c> added; a local dictionary → a concurrent one;
/// operations on one context → each awaited where it is started. Nothing where the object is used in a method that the code calls.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class SharedAcrossTasksFix() : AsyncFix(Rules.SharedAcrossTasks)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Model.GetOperation(target.Node, target.CancellationToken) is not { } mention)
        {
            return [];
        }

        FixForm?[] forms = [SharedRandom.Form(mention, target), AtomicCounter.Form(mention, target), CollectedResults.Form(mention, target), ConcurrentMap.Form(mention, target), AwaitInTurn.Form(mention, target)];
        return forms.OfType<FixForm>();
    }
}
