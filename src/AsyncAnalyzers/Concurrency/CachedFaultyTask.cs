using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>
/// AWAIT407: a task is kept for all who ask later, in a dictionary (<c>cache.GetOrAdd(key, k => LoadAsync(k))</c>), a field
/// (<c>_task ??= LoadAsync()</c>) or a <c>Lazy&lt;Task&gt;</c>, so that one failure is kept, too. Not: what the type takes out or sets anew anywhere;
/// tasks that cannot fail or that are loops and clean-ups; caches of locals and of objects that live for one request, and tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class CachedFaultyTask() : AsyncAnalyzer(Rules.CachedFaultyTask)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.IsTestProject)
        {
            return;
        }

        var concurrency = Flow.Concurrency.Of(context.Compilation, context.Options, types);
        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (call.TargetMethod.Name is "GetOrAdd" or "GetOrCreate" && CacheOf(call) is { } cache)
                {
                    Analyze(operation, cache, FactoryOf(call)?.Value, call.Syntax.GetLocation(), concurrency, Sharing.Unknown);
                }
            },
            OperationKind.Invocation);
        context.RegisterOperationAction(
            operation =>
            {
                var assignment = (ICoalesceAssignmentOperation)operation.Operation;
                if (types.Awaitables.IsTaskOrValueTask(assignment.Type))
                {
                    Analyze(operation, assignment.Target, assignment.Value, null, concurrency, Sharing.Unknown);
                }
            },
            OperationKind.CoalesceAssignment);
        context.RegisterOperationAction(
            operation =>
            {
                var assignment = (ISimpleAssignmentOperation)operation.Operation;
                if (assignment.Target is IFieldReferenceOperation or IPropertyReferenceOperation && assignment.Value.Unwrap() is IInvocationOperation && types.Awaitables.IsTask(assignment.Target.Type) && SharedPlace.Of(assignment.Target, operation.ContainingSymbol) is { } place && UnsetCheck.Guards(assignment, place))
                {
                    Analyze(operation, assignment.Target, assignment.Value, null, concurrency, Sharing.Unknown);
                }
            },
            OperationKind.SimpleAssignment);
        context.RegisterOperationAction(
            operation =>
            {
                var creation = (IObjectCreationOperation)operation.Operation;
                if (creation is { Type: INamedTypeSymbol { Name: "Lazy", TypeArguments: [var value] }, Arguments: [var factory, ..] } && types.Awaitables.IsTask(value) && HolderOf(creation, operation.ContainingSymbol) is { } holder)
                {
                    Analyze(operation, holder, factory.Value, null, concurrency, Sharing.Shared);
                }
            },
            OperationKind.ObjectCreation);
    }

    /// <param name="context">The context.</param>
    /// <param name="holder">The field, property or dictionary that keeps the task: an operation, or the symbol that is being initialised.</param>
    /// <param name="value">What makes the task.</param>
    /// <param name="place">What to report; the whole operation if null.</param>
    /// <param name="concurrency">Says which objects are confined to one operation.</param>
    /// <param name="least">How well known it must be that the object is used by many.</param>
    private void Analyze(in OperationAnalysisContext context, object holder, IOperation? value, Location? place, Flow.Concurrency concurrency, Sharing least)
    {
        var kept = holder as ISymbol ?? ((IOperation)holder).Unwrap() switch
        {
            IFieldReferenceOperation { Field: var field } => field,
            IPropertyReferenceOperation { Property: var property } => property,
            _ => null,
        };
        if (kept is null || value is null ||
            context.ContainingSymbol.ContainingType is not { } type ||
            !SymbolEqualityComparer.Default.Equals(kept.ContainingType.OriginalDefinition, type.OriginalDefinition) ||
            FallibleStart.Of(value, concurrency.Types) is not { } start ||
            TaskRenewal.IsIn(type, kept.Name, context.Operation.Syntax, context.CancellationToken))
        {
            return;
        }

        var sharing = InstanceSharing.Of(type, concurrency, context.Compilation, context.CancellationToken);
        if (sharing != Sharing.Confined && (kept.IsStatic || sharing >= least))
        {
            Report(context, context.Operation, place, start, kept.Name);
        }
    }

    /// <summary>The field or property that keeps a dictionary or cache of tasks; null for any other call.</summary>
    private static IOperation? CacheOf(IInvocationOperation call) =>
        call.TargetMethod.ContainingType is { Name: "ConcurrentDictionary" or "CacheExtensions", ContainingNamespace: { Name: "Concurrent" or "Memory" } } && call.Receiver()?.Unwrap() is { } cache and (IFieldReferenceOperation or IPropertyReferenceOperation) ? cache : null;

    /// <summary>The factory, or the task itself.</summary>
    private static IArgumentOperation? FactoryOf(IInvocationOperation call) => call.ArgumentAt(call.Instance is null ? 2 : 1);

    /// <summary>The field or property that a creation initialises or is assigned to.</summary>
    private static object? HolderOf(IOperation creation, ISymbol containingSymbol)
    {
        var value = creation;
        while (value.Parent is IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            ISimpleAssignmentOperation assignment when assignment.Value == value => assignment.Target,
            IFieldInitializerOperation { InitializedFields: [var field] } => field,
            IPropertyInitializerOperation { InitializedProperties: [var property] } => property,
            _ => null,
        };
    }
}
