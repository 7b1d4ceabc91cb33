using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>
/// AWAIT404: what belongs to a thread (a <c>[ThreadStatic]</c> field, <c>ThreadLocal&lt;T&gt;.Value</c>, a property of <c>Thread.CurrentThread</c>) is set
/// before an <c>await</c> and read after it. Not: what is set again in between; culture and principal, which flow with the code; awaits that may come
/// back to the thread of a user interface.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ThreadStateAcrossAwait() : AsyncAnalyzer(Rules.ThreadStateAcrossAwait)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(
            operation => Analyze(operation, types),
            OperationKind.SimpleAssignment,
            OperationKind.CompoundAssignment,
            OperationKind.CoalesceAssignment,
            OperationKind.Increment,
            OperationKind.Decrement);

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        var write = context.Operation;
        if (TargetOf(write) is not { } state ||
            EnclosingFunction.Of(write, context.ContainingSymbol) is not { IsAsync: true } ||
            Mentions.Of(write.Root()).IsHuge)
        {
            return;
        }

        // The first write answers for all to the same state, so that one read is reported once.
        var writes = WritesTo(state, EnclosingFunction.BoundaryOf(write) ?? write.Root());
        if (writes[0] == write && Observation.GraphOf(write, write.Root(), context) is { } graph)
        {
            foreach (var read in new ThreadStatePaths(state, graph, types.HasContext).ReadsAfterAwait(writes))
            {
                Report(context, write, read.Syntax.GetLocation(), [write.Syntax.GetLocation()], read.Syntax.ToString());
            }
        }
    }

    private static List<IOperation> WritesTo(IOperation state, IOperation function)
    {
        var writes = new List<IOperation>();
        foreach (var operation in function.Descendants())
        {
            if (TargetOf(operation) is { } target && Place.AreSame(target, state) && (EnclosingFunction.BoundaryOf(operation) ?? function) == function)
            {
                writes.Add(operation);
            }
        }

        return writes;
    }

    /// <summary>The state of the thread that an assignment sets; null for any other operation.</summary>
    private static IOperation? TargetOf(IOperation write)
    {
        var target = write switch
        {
            IAssignmentOperation assignment => assignment.Target,
            IIncrementOrDecrementOperation step => step.Target,
            _ => null,
        };
        return target switch
        {
            IFieldReferenceOperation { Field: { IsStatic: true } field } => IsThreadStatic(field) ? target : null,
            IPropertyReferenceOperation { Property: { Name: "Value", ContainingType: { Name: "ThreadLocal", Arity: 1 } type }, Instance: { } owner } => IsThreading(type) && Place.Is(owner.Unwrap()) ? target : null,
            IPropertyReferenceOperation { Property.Name: "Name" or "Priority" or "IsBackground", Instance: IPropertyReferenceOperation { Property: { Name: "CurrentThread", ContainingType: var type } } } => IsThreading(type) ? target : null,
            _ => null,
        };
    }

    private static bool IsThreadStatic(IFieldSymbol field)
    {
        foreach (var attribute in field.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "ThreadStaticAttribute", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsThreading(INamedTypeSymbol type) => type.ContainingNamespace is { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
