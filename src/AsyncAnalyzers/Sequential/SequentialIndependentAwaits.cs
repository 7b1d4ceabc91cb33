using System.Collections.Immutable;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Sequential;

/// <summary>
/// AWAIT302: adjacent declarations <c>var a = await A(); var b = await B();</c> whose calls only read, do not depend on each other and are made on what is safe for
/// concurrent use. Not: awaits without a result, calls with effects or of unknown safety, calls that are fast anyway; within transactions, locks, throttles, other
/// resources in use and selective catches; in tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class SequentialIndependentAwaits() : AsyncAnalyzer(Rules.SequentialIndependentAwaits)
{
    private const Obstacles Forbidding = Obstacles.Lock | Obstacles.Transaction | Obstacles.Throttle | Obstacles.SelectiveCatch | Obstacles.Using;

    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.IsTestProject)
        {
            return;
        }

        var concurrency = Flow.Concurrency.Of(context.Compilation, context.Options, types);
        context.RegisterOperationAction(operation => Analyze(operation, ((IBlockOperation)operation.Operation).Operations, concurrency), OperationKind.Block);
        context.RegisterOperationAction(operation => Analyze(operation, ((ISwitchCaseOperation)operation.Operation).Body, concurrency), OperationKind.SwitchCase);
    }

    private void Analyze(OperationAnalysisContext context, ImmutableArray<IOperation> statements, Flow.Concurrency concurrency)
    {
        for (var first = 0; first + 1 < statements.Length; first++)
        {
            if (AwaitDeclaration.Of(statements[first]) is not { } start || AwaitDeclaration.Of(statements[first + 1]) is null)
            {
                continue;
            }

            var chain = ChainFrom(statements, first, start, context.Options, concurrency);
            if (chain.Count > 1)
            {
                if ((OverlapContext.Around(statements[first], concurrency) & Forbidding) == Obstacles.None)
                {
                    Report(context, chain);
                }

                first += chain.Count - 1;
            }
        }
    }

    private static List<(AwaitDeclaration Declaration, Judgement Judgement)> ChainFrom(
        ImmutableArray<IOperation> statements, int first, AwaitDeclaration start, AnalyzerOptions options, Flow.Concurrency concurrency)
    {
        var chain = new List<(AwaitDeclaration Declaration, Judgement Judgement)>();
        var judge = new OverlapJudge(concurrency);
        var accepted = Options.ConcurrencyConfidence.Read(options, start.Await.Syntax.SyntaxTree) == Confidence.Likely ? Verdict.Unknown : Verdict.Safe;
        for (var index = first; index < statements.Length; index++)
        {
            // A directive between the statements would end up in the middle of the fixed code.
            if (AwaitDeclaration.Of(statements[index]) is not { } next || index > first && statements[index].Syntax.ContainsDirectives || !next.IsTask(concurrency.Types) || DependsOn(next, chain))
            {
                break;
            }

            var overlap = judge.Judge(next.Call);
            if (overlap.Verb != Verb.Read || overlap.IsFast || overlap.Safety.Verdict > accepted)
            {
                break;
            }

            chain.Add((next, overlap.Safety));
        }

        return chain;
    }

    /// <summary>True if the call uses a local that the chain before it declares.</summary>
    private static bool DependsOn(AwaitDeclaration next, List<(AwaitDeclaration Declaration, Judgement Judgement)> chain)
    {
        if (chain.Count == 0)
        {
            return false;
        }

        var declared = TextSpan.FromBounds(chain[0].Declaration.Statement.Syntax.SpanStart, next.Statement.Syntax.SpanStart);
        foreach (var inner in next.Call.Descendants())
        {
            if (inner is ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var declaration, ..] } && declared.Contains(declaration.Span))
            {
                return true;
            }
        }

        return false;
    }

    private void Report(OperationAnalysisContext context, List<(AwaitDeclaration Declaration, Judgement Judgement)> chain)
    {
        var reasons = chain.Select(static link => link.Judgement.Reason).Distinct();
        Report(
            context,
            chain[0].Declaration.Await,
            null,
            chain.Skip(1).Select(static link => link.Declaration.Await.Syntax.GetLocation()),
            Describe(chain.ConvertAll(static link => link.Declaration.Call.DisplayName())),
            string.Join("; ", reasons));
    }

    private static string Describe(List<string> calls)
    {
        var names = calls.Distinct().Select(static name => $"'{name}'").ToList();
        return names.Count == 1
            ? $"The {calls.Count} calls of {names[0]}"
            : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[names.Count - 1]}";
    }
}
