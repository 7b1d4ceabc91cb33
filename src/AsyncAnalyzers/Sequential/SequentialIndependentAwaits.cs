using System.Collections.Immutable;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Sequential;

/// <summary>
/// AWAIT302: adjacent declarations <c>var a = await A(); var b = await B();</c> whose calls only read, do not depend on each other and are made on what is safe for
/// concurrent use. Not: awaits without a result, calls with effects or of unknown safety, calls that are fast anyway; within transactions, locks, throttles, other
/// resources in use and selective catches; in tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class SequentialIndependentAwaits() : AsyncAnalyzer(Rules.SequentialIndependentAwaits)
{
    /// <summary>What around the calls forbids it.</summary>
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

    private void Analyze(in OperationAnalysisContext context, ImmutableArray<IOperation> statements, Flow.Concurrency concurrency)
    {
        Doubt? accepted = null;
        for (var first = 0; first + 1 < statements.Length; first++)
        {
            // Most awaits stand alone: no option is read for them.
            if (AwaitDeclaration.Of(statements[first]) is null || AwaitDeclaration.Of(statements[first + 1]) is null)
            {
                continue;
            }

            accepted ??= Options.ConcurrencyConfidence.Read(context.Options, statements[first].Syntax.SyntaxTree) == Confidence.Likely ? Doubt.Unknown : Doubt.None;
            if (AwaitChain.From(statements, first, concurrency, accepted.Value) is { } chain)
            {
                if ((OverlapContext.Around(statements[first], concurrency) & Forbidding) == Obstacles.None)
                {
                    Report(context, chain);
                }

                first += chain.Links.Count - 1;
            }
        }
    }

    private void Report(in OperationAnalysisContext context, AwaitChain chain) =>
        Report(
            context,
            chain.Links[0].Await,
            null,
            chain.Links.Skip(1).Select(static link => link.Await.Syntax.GetLocation()),
            Describe(chain.Links.ConvertAll(static link => link.Call.DisplayName())),
            chain.Reason);

    private static string Describe(List<string> calls)
    {
        var names = calls.Distinct().Select(static name => $"'{name}'").ToList();
        return names.Count == 1
            ? $"The {calls.Count} calls of {names[0]}"
            : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[names.Count - 1]}";
    }
}
