using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>Says whether a local collection of tasks is only filled, counted or walked over. Walks the function once; only for candidates.</summary>
internal static class TaskCollectionUses
{
    /// <summary>What starts the tasks that nobody looks at; null if anybody may look at them, or none is started.</summary>
    /// <param name="declarator">The declaration of the local.</param>
    /// <param name="initial">What its initializer starts; null if that makes an empty collection.</param>
    /// <param name="types">The known types.</param>
    /// <param name="fireAndForget">Methods whose task may be dropped.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    public static TaskSequence? Lost(IVariableDeclaratorOperation declarator, TaskSequence? initial, KnownTypes types, SymbolList fireAndForget, CancellationToken cancellationToken)
    {
        if (LocalHistory.Of(declarator.Symbol, declarator, cancellationToken) is not { IsCaptured: false } history)
        {
            return null;
        }

        var lost = initial;
        foreach (var read in history.Reads)
        {
            if (AddedTo(read) is { } added)
            {
                lost ??= (TaskSequence.ElementOf(added.Unwrap().Type, types) is null ? TaskSequence.StarterOf(added, types, fireAndForget) : TaskSequence.Of(added, types, fireAndForget)?.Starter) is { } starter
                    ? new(starter, IsLazy: false)
                    : null;
            }
            else if (IsCounted(read) || IsWalked(read))
            {
                lost = lost is null ? null : lost with { IsLazy = false };
            }
            else
            {
                return null;
            }
        }

        return lost is not null && !MayBeUsedElsewhere(declarator) ? lost : null;
    }

    /// <summary>The task or tasks put into the collection by <c>tasks.Add(x);</c> or <c>tasks[i] = x;</c>.</summary>
    private static IOperation? AddedTo(ILocalReferenceOperation read) => Use(read) switch
    {
        IInvocationOperation { Parent: IExpressionStatementOperation, Instance: not null, Arguments: [.., { Value: var added }] } call when TaskLists.Adds(call.TargetMethod) && TaskSequence.IsOfFramework(call.TargetMethod.ContainingType) => added,
        IArrayElementReferenceOperation { Parent: ISimpleAssignmentOperation { Parent: IExpressionStatementOperation } assignment } element when assignment.Target == element && element.ArrayReference.Unwrap() == read => assignment.Value,
        IPropertyReferenceOperation { Property.IsIndexer: true, Parent: ISimpleAssignmentOperation { Parent: IExpressionStatementOperation } assignment } element when assignment.Target == element && element.Instance?.Unwrap() == read => assignment.Value,
        _ => null,
    };

    /// <summary><c>tasks.Count</c>, <c>tasks.Length</c>, <c>tasks.Count()</c>, <c>tasks.Any()</c>.</summary>
    private static bool IsCounted(ILocalReferenceOperation read) => Use(read) switch
    {
        IPropertyReferenceOperation { Property.Name: "Count" or "Length" or "LongLength" or "IsEmpty" } => true,
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Count" or "LongCount" or "Any", Arguments.Length: 1 } call } => TaskSequence.IsLinq(call.TargetMethod),
        _ => false,
    };

    /// <summary>A <c>foreach</c> that never mentions its variable.</summary>
    private static bool IsWalked(ILocalReferenceOperation read)
    {
        if (Use(read) is not IForEachLoopOperation { IsAsynchronous: false, LoopControlVariable: IVariableDeclaratorOperation { Symbol: var element } } loop || loop.Collection.Unwrap() != read)
        {
            return false;
        }

        foreach (var inner in loop.Body.DescendantsAndSelf())
        {
            if (inner is ILocalReferenceOperation { Local: var used } && SymbolEqualityComparer.Default.Equals(used, element))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The operation that uses the value, without the conversions around it.</summary>
    private static IOperation? Use(IOperation read)
    {
        var parent = read.Parent;
        while (parent is IParenthesizedOperation or IConversionOperation { IsImplicit: true, OperatorMethod: null })
        {
            parent = parent.Parent;
        }

        return parent;
    }

    /// <summary>True if code that is compiled under other conditions mentions the local.</summary>
    private static bool MayBeUsedElsewhere(IVariableDeclaratorOperation declarator)
    {
        foreach (var trivia in declarator.Root().Syntax.DescendantTrivia())
        {
            if (trivia.IsKind(SyntaxKind.DisabledTextTrivia) && trivia.ToString().IndexOf(declarator.Symbol.Name, StringComparison.Ordinal) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
