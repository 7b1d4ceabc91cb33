using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>
/// AWAIT704: an <c>await</c> of <c>x?.FAsync()</c>, or of a choice one arm of which is <c>null</c>. Not: with a task behind <c>??</c>; where the compiler
/// warns of it (CS8602).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class AwaitMaybeNull() : AsyncAnalyzer(Rules.AwaitMaybeNull)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Await);

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        var awaited = (IAwaitOperation)context.Operation;
        var task = BlockingWait.Peel(awaited.Operation, types);
        if (task is not (IConditionalAccessOperation or IConditionalOperation or ICoalesceOperation or ISwitchExpressionOperation) || !types.Awaitables.IsTask(task.Type))
        {
            return;
        }

        foreach (var arm in NullArms.Of(task, types))
        {
            if (!CompilerWarning.PossibleNull(arm))
            {
                var (what, cure) = arm is IConditionalAccessOperation access
                    ? ($"'{arm.Syntax}' is null when '{access.Operation.Syntax}' is", awaited.Parent is IExpressionStatementOperation ? $"check '{access.Operation.Syntax}' first" : "put a task behind '??'")
                    : ("There is no task in this case", "use Task.CompletedTask or Task.FromResult(…)");
                Report(context, arm, null, what, cure);
            }
        }
    }
}
