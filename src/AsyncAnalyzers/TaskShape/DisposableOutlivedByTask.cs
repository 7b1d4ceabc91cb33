using AsyncAnalyzers.Concurrency;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>
/// AWAIT706: a local is disposed of by a call of <c>Dispose</c>, <c>DisposeAsync</c> or <c>Close</c>, or by the end of its <c>using</c>, while a task that uses
/// it and that a variable holds has not been mentioned since its start. Not: what AWAIT701 reports, tasks that nothing mentions afterwards either, which are
/// AWAIT102's, disposal in a <c>catch</c>, what is disposed of twice, and tests, which are about just that.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class DisposableOutlivedByTask() : AsyncAnalyzer(Rules.DisposableOutlivedByTask)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.IsTestProject)
        {
            context.RegisterOperationAction(operation => AnalyzeDisposal(operation, types), OperationKind.Invocation);
            context.RegisterOperationAction(operation => AnalyzeDeclaration(operation, types), OperationKind.VariableDeclarator);
        }
    }

    private void AnalyzeDisposal(in OperationAnalysisContext context, KnownTypes types)
    {
        var disposal = (IInvocationOperation)context.Operation;
        if (disposal.TargetMethod.Name is not ("Dispose" or "DisposeAsync" or "Close") || !disposal.TargetMethod.Parameters.IsEmpty || ResourceOf(disposal) is not { } resource || IsInCatch(disposal))
        {
            return;
        }

        var root = disposal.Root();
        var mentions = Mentions.Of(root);
        if (mentions.IsHuge || mentions.CountOf(resource.Name) < 3)
        {
            return;
        }

        var use = new TaskUse(resource, types, context.CancellationToken);
        foreach (var operation in root.Descendants())
        {
            if (operation.Syntax.SpanStart >= disposal.Syntax.SpanStart)
            {
                break;
            }

            if (operation is IInvocationOperation { TargetMethod.Name: not ("AsTask" or "DisposeAsync") } start && types.Awaitables.IsTaskOrValueTask(start.Type) && StartedWork.Of(start) is { Holder: ILocalSymbol holder } && !BornComplete.Is(start, types) &&
                EnclosingFunction.BoundaryOf(start) == EnclosingFunction.BoundaryOf(disposal) && use.Is(start) && OnePath.Follows(start, disposal) &&
                mentions.NextOf(holder.Name, start.Syntax.Span.End, disposal.Syntax.SpanStart) < 0 && mentions.NextOf(holder.Name, disposal.Syntax.Span.End, root.Syntax.Span.End) >= 0 &&
                !AwaitsAnything(root, start, disposal))
            {
                Report(context, start, null, [disposal.Syntax.GetLocation()], resource.Name, start.DisplayName());
            }
        }
    }

    /// <summary><c>using var client = …; var task = client.SendAsync(); tasks.Add(task);</c>.</summary>
    private void AnalyzeDeclaration(in OperationAnalysisContext context, KnownTypes types)
    {
        var declarator = (IVariableDeclaratorOperation)context.Operation;
        if (!types.Awaitables.IsTaskOrValueTask(declarator.Symbol.Type) || declarator.GetVariableInitializer() is not { Value: var value } ||
            UsedResource.Around(declarator) is not { Count: > 0 } resources || TaskEscape.Of(value, resources, context, types) is not { } escape || AmbientScope.Is(escape.Resource) ||
            LocalHistory.Of(declarator.Symbol, declarator, context.CancellationToken) is not { Reads: [var only], IsCaptured: false } || KeptBy(only) is not var (statement, holder))
        {
            return;
        }

        if (LeftRunning.At(statement, holder, escape.Resource.Scope))
        {
            Report(context, escape.Start, null, [escape.Resource.Value.Syntax.GetLocation()], escape.Resource.Name, escape.Start.DisplayName());
        }
    }

    /// <summary>The statement that gives the task to a list, field or variable, if that is what the mention is for.</summary>
    private static (IOperation Statement, ISymbol Holder)? KeptBy(IOperation mention)
    {
        var value = mention;
        while (value.Parent is IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation { Instance: { } list, Parent: IExpressionStatementOperation } add } when TaskLists.Adds(add.TargetMethod) && VariableOf(list.Unwrap()) is { } holder => (add, holder),
            ISimpleAssignmentOperation { Parent: IExpressionStatementOperation } assignment when assignment.Value == value && VariableOf(assignment.Target) is { } holder => (assignment, holder),
            _ => null,
        };
    }

    private static ISymbol? VariableOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IFieldReferenceOperation field => field.Field,
        _ => null,
    };

    private static ILocalSymbol? ResourceOf(IInvocationOperation disposal) =>
        (disposal.Instance is IConditionalAccessInstanceOperation instance ? SharedObject.ReceiverOf(instance) : disposal.Instance)?.Unwrap() is ILocalReferenceOperation { Local: { IsUsing: false } local } ? local : null;

    private static bool IsInCatch(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); parent = parent.Parent)
        {
            if (parent is ICatchClauseOperation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if something else is waited for in between: the task may be meant to run meanwhile, and be ended by the disposal.</summary>
    private static bool AwaitsAnything(IOperation root, IOperation start, IOperation disposal)
    {
        foreach (var operation in root.Descendants())
        {
            if (operation.Syntax.SpanStart >= start.Syntax.Span.End && operation.Syntax.Span.End < disposal.Syntax.SpanStart &&
                (operation is IAwaitOperation || operation is IInvocationOperation { TargetMethod.Name: var name } && (name.StartsWith("Wait", StringComparison.Ordinal) || name is "Sleep" or "GetResult" or "Join" or "Cancel" or "Stop")))
            {
                return true;
            }
        }

        return false;
    }
}
