using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Context;

/// <summary>
/// AWAIT804: a member of a control, window, bindable object or component is used in a function that has left its thread at <c>ConfigureAwait(false)</c>. Not: code
/// handed to the dispatcher, functions that ask which thread they are on or switch back, objects that the function has made itself, members of the project's own classes.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UiAfterConfigureAwaitFalse() : AsyncAnalyzer(Rules.UiAfterConfigureAwaitFalse)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.HasContext)
        {
            context.RegisterOperationAction(operation => Analyze(operation), OperationKind.PropertyReference, OperationKind.Invocation);
        }
    }

    private void Analyze(in OperationAnalysisContext context)
    {
        if (UiMember.Of(context.Operation) is not var (name, type))
        {
            return;
        }

        var function = EnclosingFunction.BoundaryOf(context.Operation);
        var root = context.Operation.Root();
        var leaving = new List<IAwaitOperation>();
        foreach (var operation in (function ?? root).Descendants())
        {
            if (operation is IAwaitOperation awaited && LeavesThread(awaited) && EnclosingFunction.BoundaryOf(awaited) == function)
            {
                leaving.Add(awaited);
            }

            if (operation is IMemberReferenceOperation { Member.Name: "InvokeRequired" or "HasThreadAccess" } or IInvocationOperation { TargetMethod.Name: "CheckAccess" or "VerifyAccess" })
            {
                return;
            }
        }

        if (leaving.Count == 0 || Observation.GraphOf(context.Operation, root, context) is not { } graph)
        {
            return;
        }

        var syntax = context.Operation.Syntax;
        leaving.RemoveAll(awaited => !UiPaths.UsesAfter(awaited.Syntax, graph).Any(use => use.Syntax == syntax));
        if (leaving.Count > 0)
        {
            Report(context, context.Operation, null, leaving.ConvertAll(static awaited => awaited.Syntax.GetLocation()), name, type.Name);
        }
    }

    private static bool LeavesThread(IAwaitOperation awaited) =>
        awaited.Operation is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Arguments: [{ Value.ConstantValue: { HasValue: true, Value: false } }] };
}
