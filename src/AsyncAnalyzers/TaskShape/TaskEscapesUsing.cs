using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>
/// AWAIT701: a task that uses a disposable object, or runs inside a log scope, activity, transaction or scope of services, is returned out of the
/// <c>using</c> that disposes of it, or is discarded or kept there in something that outlives the <c>using</c>. Not: complete tasks, tasks that do not touch
/// the object, what is only read from it, scopes that wait for something after the start, since they may be meant to last that long.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class TaskEscapesUsing() : AsyncAnalyzer(Rules.TaskEscapesUsing)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        context.RegisterOperationAction(operation => AnalyzeReturn(operation, types), OperationKind.Return);
        context.RegisterOperationAction(operation => AnalyzeAssignment(operation, types), OperationKind.SimpleAssignment);
        context.RegisterOperationAction(operation => AnalyzeAddition(operation, types), OperationKind.Invocation);
    }

    private void AnalyzeReturn(in OperationAnalysisContext context, KnownTypes types)
    {
        // An expression body is in no 'using'.
        var statement = (IReturnOperation)context.Operation;
        if (!statement.IsImplicit && statement.ReturnedValue is { } value && types.Awaitables.IsTaskOrValueTask(value.Type) && TaskEscape.ByReturn(statement, context, types) is { } escape)
        {
            Report(context, value, escape, "is returned out of", "make this function async and await the task");
        }
    }

    private void AnalyzeAssignment(in OperationAnalysisContext context, KnownTypes types)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Parent is IExpressionStatementOperation && types.Awaitables.IsTaskOrValueTask(assignment.Value.Type))
        {
            var isDiscard = assignment.Target is IDiscardOperation;
            if (isDiscard && Options.ReportDiscards.Read(context.Options, assignment.Syntax.SyntaxTree))
            {
                return;
            }

            if (isDiscard || HolderOf(assignment.Target) is not null)
            {
                AnalyzeKept(context, assignment, assignment.Value, HolderOf(assignment.Target), types);
            }
        }
    }

    /// <summary><c>tasks.Add(client.SendAsync(message));</c>.</summary>
    private void AnalyzeAddition(in OperationAnalysisContext context, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call is { Parent: IExpressionStatementOperation, Instance: { } list, Arguments: [.., { Value: var added }] } && TaskLists.Adds(call.TargetMethod) &&
            types.Awaitables.IsTaskOrValueTask(added.Unwrap().Type) && HolderOf(list.Unwrap()) is { } holder)
        {
            AnalyzeKept(context, call, added, holder, types);
        }
    }

    private void AnalyzeKept(in OperationAnalysisContext context, IOperation statement, IOperation task, ISymbol? holder, KnownTypes types)
    {
        if (UsedResource.Around(statement) is { Count: > 0 } resources &&
            TaskEscape.Of(task, resources, context, types) is { } escape &&
            !AmbientScope.Is(escape.Resource) &&
            LeftRunning.At(statement, holder, escape.Resource.Scope))
        {
            Report(context, task.Unwrap(), escape, "is not awaited before the end of", "await it there");
        }
    }

    private void Report(in OperationAnalysisContext context, IOperation task, TaskEscape escape, string how, string cure) => Report(
        context,
        task,
        null,
        [escape.Resource.Value.Syntax.GetLocation()],
        escape.Start.DisplayName(),
        how,
        escape.Resource.Name,
        AmbientScope.Is(escape.Resource) ? "ends before the task does" : "is disposed while the task may still use it",
        cure);

    private static ISymbol? HolderOf(IOperation target) => target switch
    {
        ILocalReferenceOperation local => local.Local,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation { Property.IsIndexer: false } property => property.Property,
        _ => null,
    };
}
