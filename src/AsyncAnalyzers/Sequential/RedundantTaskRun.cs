using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Sequential;

/// <summary>
/// AWAIT306: <c>await Task.Run(() => FooAsync())</c>, whose work is one call that is asynchronous itself. Not: work that does more than make the call, delegates
/// (what they do is not known), tasks that are not awaited on the spot, <c>StartNew</c> with options or a scheduler; projects whose code runs under a
/// context, which such a call leaves free; tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class RedundantTaskRun() : AsyncAnalyzer(Rules.RedundantTaskRun)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.IsTestProject && !types.HasContext)
        {
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Await);
        }
    }

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        if (WrappedCall.Of((IAwaitOperation)context.Operation, types) is { } found)
        {
            var inner = found.Inner is IInvocationOperation call ? call.DisplayName() : ((IMethodReferenceOperation)found.Inner).Method.Name;
            Report(context, found.Run, null, inner, found.Run.TargetMethod.Name == "Run" ? "Task.Run" : "StartNew");
        }
    }
}
