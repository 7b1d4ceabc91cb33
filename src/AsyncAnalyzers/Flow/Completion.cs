using System.Runtime.CompilerServices;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>
/// Answers whether a task is known to be complete where it is used: on every path it was awaited, waited for, checked, or made complete
/// since it was last assigned. Computed for a member only once something in it depends on the answer; in a member of thousands of statements a task that
/// is mentioned elsewhere is taken to be complete.
/// </summary>
internal static class Completion
{
    private static readonly ConditionalWeakTable<ControlFlowGraph, CompletionAnalysis> Analyses = new();

    /// <summary>True if the task, an expression of the member being analyzed, is complete whenever it is evaluated.</summary>
    public static bool IsKnownComplete(IOperation task, in OperationAnalysisContext context, KnownTypes types)
    {
        task = BlockingWait.Peel(task, types);
        if (task is IConditionalAccessInstanceOperation)
        {
            task = ReceiverOf(task) ?? task;
        }

        if (BornComplete.Is(task, types) || task is IFieldReferenceOperation { Field: var field } && CachedResult.IsKeptIn(field))
        {
            return true;
        }

        var root = RootOf(task);
        return MayBeKnown(task, root) &&
            (Mentions.Of(root).IsHuge || AwaitedBefore.Is(task, Mentions.Of(root), types) || CheckedBefore.Is(task, Mentions.Of(root), types) || AnalysisOf(root, context, types) is { } analysis && analysis.IsComplete(task.Syntax));
    }

    /// <summary>The same for all tasks of a sequence.</summary>
    public static bool AreElementsKnownComplete(IOperation tasks, in OperationAnalysisContext context, KnownTypes types)
    {
        tasks = tasks.Unwrap();
        var root = RootOf(tasks);
        return MayBeKnown(tasks, root) &&
            (Mentions.Of(root).IsHuge || AnalysisOf(root, context, types) is { } analysis && analysis.AreElementsComplete(tasks.Syntax));
    }

    private static CompletionAnalysis? AnalysisOf(IOperation root, in OperationAnalysisContext context, KnownTypes types)
    {
        if (root is not (IBlockOperation or IMethodBodyBaseOperation or ISymbolInitializerOperation))
        {
            return null;
        }

        var graph = context.GetControlFlowGraph();
        if (Analyses.TryGetValue(graph, out var known))
        {
            return known;
        }

        var analysis = CompletionAnalysis.Of(graph, types, context.CancellationToken);
        return Analyses.GetValue(graph, _ => analysis);
    }

    /// <summary>Cheap: false if nothing else in the member names the variable, or the expression is a call whose task nobody else can have seen.</summary>
    private static bool MayBeKnown(IOperation task, IOperation root)
    {
        switch (task)
        {
            case ILocalReferenceOperation { Local: var local }:
                return !IsFresh(local) || Mentions.Of(root).CountOf(local.Name) > 2;
            case IParameterReferenceOperation { Parameter: var parameter }:
                return Mentions.Of(root).CountOf(parameter.Name) > (IsDeclaredByFunction(parameter, root) ? 2 : 1);
            case IFieldReferenceOperation { Field: var field }:
                return Mentions.Of(root).CountOf(field.Name) > 1;
            case IInvocationOperation call:
                return call.TargetMethod.Name is "WhenAll" or "WaitAsync" or "WhenEach" || TaskLists.PicksOne(call.TargetMethod) || TaskLists.IsSubset(call.TargetMethod);
            case IInvalidOperation or ILiteralOperation or IDynamicInvocationOperation:
                return false;
            default:
                return true;
        }
    }

    /// <summary>True for <c>var task = LoadAsync();</c>: unless it is mentioned again nothing can be known about the task.</summary>
    private static bool IsFresh(ILocalSymbol local) =>
        local.DeclaringSyntaxReferences is [var reference] &&
        reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: InvocationExpressionSyntax { Expression: var called } } &&
        (called is MemberAccessExpressionSyntax member ? member.Name : called as SimpleNameSyntax)?.Identifier.ValueText is { } name &&
        (name == "Run" || name != "WaitAsync" && name.EndsWith("Async", StringComparison.Ordinal));

    /// <summary>False for the parameter of a lambda, about which the call may say something, and of a primary constructor.</summary>
    private static bool IsDeclaredByFunction(IParameterSymbol parameter, IOperation root) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction } &&
        parameter.DeclaringSyntaxReferences is [var reference, ..] &&
        root.Syntax.Span.Contains(reference.Span);

    private static IOperation RootOf(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    /// <summary>What <c>?.</c> was applied to.</summary>
    private static IOperation? ReceiverOf(IOperation instance)
    {
        var parent = instance.Parent;
        while (parent is not null and not IConditionalAccessOperation)
        {
            parent = parent.Parent;
        }

        return (parent as IConditionalAccessOperation)?.Operation.Unwrap();
    }
}
