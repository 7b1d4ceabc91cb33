using System.Collections.Immutable;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Sequential;

/// <summary>Adjacent declarations <c>var a = await A(); var b = await B();</c> that do not use each other and may overlap.</summary>
internal sealed class AwaitChain
{
    private readonly List<string> reasons = [];

    private AwaitChain(AwaitDeclaration first) => Links = [first];

    public List<AwaitDeclaration> Links { get; }

    /// <summary>The greatest doubt about any of the calls.</summary>
    public Doubt Doubt { get; private set; }

    /// <summary>Why the calls may overlap, or the doubts: a clause for messages.</summary>
    public string Reason => string.Join("; ", reasons.Distinct());

    /// <summary>The longest chain that begins at that statement, with no greater doubt than is accepted; null if no two calls make one.</summary>
    public static AwaitChain? From(ImmutableArray<IOperation> statements, int first, Flow.Concurrency concurrency, Doubt accepted)
    {
        if (first + 1 >= statements.Length || AwaitDeclaration.Of(statements[first]) is not { } start || AwaitDeclaration.Of(statements[first + 1]) is null)
        {
            return null;
        }

        var judge = new OverlapJudge(concurrency);
        AwaitChain? chain = null;
        for (var index = first; index < statements.Length; index++)
        {
            // A directive between the statements would end up in the middle of the fixed code.
            if (AwaitDeclaration.Of(statements[index]) is not { } next || chain is not null && (statements[index].Syntax.ContainsDirectives || chain.IsUsedBy(next)) ||
                !next.IsTask(concurrency.Types) || judge.Judge(next.Call) is not { IsFast: false } overlap || DoubtAbout(overlap) is not { } doubt || doubt > accepted)
            {
                break;
            }

            if (chain is null)
            {
                chain = new(start);
            }
            else
            {
                chain.Links.Add(next);
            }

            chain.Note(doubt, doubt == Doubt.Order ? $"'{next.Call.DisplayName()}' may have to be done in its turn" : overlap.Safety.Reason);
        }

        return chain is { Links.Count: > 1 } ? chain : null;
    }

    private static Doubt? DoubtAbout(in Overlap overlap) => overlap switch
    {
        { Safety.Verdict: Verdict.Unsafe } or { Verb: Verb.Never } => null,
        { Verb: not Verb.Read } => Doubt.Order,
        { Safety.Verdict: Verdict.Unknown } => Doubt.Unknown,
        _ => Doubt.None,
    };

    private void Note(Doubt doubt, string reason)
    {
        if (doubt > Doubt)
        {
            Doubt = doubt;
            reasons.Clear();
        }

        if (doubt == Doubt)
        {
            reasons.Add(reason);
        }
    }

    /// <summary>True if the call uses a local that the chain declares.</summary>
    private bool IsUsedBy(in AwaitDeclaration next)
    {
        var declared = TextSpan.FromBounds(Links[0].Statement.Syntax.SpanStart, next.Statement.Syntax.SpanStart);
        foreach (var inner in next.Call.Descendants())
        {
            if (inner is ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var declaration, ..] } && declared.Contains(declaration.Span))
            {
                return true;
            }
        }

        return false;
    }
}
