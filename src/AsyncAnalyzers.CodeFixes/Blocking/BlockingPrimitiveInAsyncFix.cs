using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Blocking;

/// <summary>
/// <c>Parallel.ForEach(source, x => …);</c> → <c>await Parallel.ForEachAsync(source, (x, token) => …);</c>, where nothing looks at its result and the body
/// takes only the item. For the other members there is no code that does the same.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class BlockingPrimitiveInAsyncFix() : AsyncFix(Rules.BlockingPrimitiveInAsync)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Parent: ExpressionStatementSyntax or ArrowExpressionClauseSyntax } call &&
            target.Model.GetSymbolInfo(call, target.CancellationToken).Symbol is IMethodSymbol { Name: "ForEach", ContainingType: { Name: "Parallel" } parallel } method &&
            !parallel.GetMembers("ForEachAsync").IsEmpty &&
            HasTwin(method) &&
            LambdaOf(call) is { } lambda &&
            AsyncFunction.CanAwait(call, target.Model, target.Types, target.CancellationToken) &&
            !AwaitedWait.CatchesAggregate(call, target.Model, target.CancellationToken))
        {
            var token = method.Parameters.Length == 2 ? TokenInScope.Find(call, target.Model, target.Types) : null;
            var loop = new ParallelLoop(call, lambda, token, target);
            yield return new("Use await Parallel.ForEachAsync", "await", loop.Apply);
        }
    }

    /// <summary>True for a sequence, not a partitioner, and at most options beside the body.</summary>
    private static bool HasTwin(IMethodSymbol method) =>
        method.Parameters is [{ Type: INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T } }, .., { Type: INamedTypeSymbol { DelegateInvokeMethod.Parameters.Length: 1 } }] &&
        (method.Parameters.Length == 2 || method.Parameters is [_, { Type.Name: "ParallelOptions" }, _]);

    private static AnonymousFunctionExpressionSyntax? LambdaOf(InvocationExpressionSyntax call)
    {
        foreach (var argument in call.ArgumentList.Arguments)
        {
            if (argument.Expression is AnonymousFunctionExpressionSyntax lambda && ParallelLoop.ParameterOf(lambda) is not null && !AsyncFunction.IsAsync(lambda))
            {
                return lambda;
            }
        }

        return null;
    }
}
