using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Sequential;

/// <summary>
/// AWAIT304: <c>Task.WhenAll(items.Select(async …))</c> over a source of unknown size, which starts all at once. Not: items written out, <c>params</c>,
/// chunks and other parts (<c>Chunk</c>, <c>Take</c>), lambdas that wait for a semaphore or limiter, tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UnboundedWhenAll() : AsyncAnalyzer(Rules.UnboundedWhenAll)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.IsTestProject)
        {
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
        }
    }

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name == "WhenAll" && UnboundedSelect.Of(call, types, context.CancellationToken) is { } found)
        {
            Report(context, call, (call.Syntax as InvocationExpressionSyntax)?.Expression.GetLocation(), found.Starter, found.Source.Syntax.ToString());
        }
    }
}
