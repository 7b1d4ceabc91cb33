using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>What the completion domain says about an expression: whether it is complete, and what its own completion would tell.</summary>
internal sealed class TaskExpressions(KnownTypes types, CompletionFacts facts, TaskPaths paths)
{
    public CompletionFacts Facts => facts;

    public TaskPaths Paths => paths;

    /// <summary>True if the task is complete at a point where <paramref name="state"/> holds.</summary>
    public bool IsComplete(IOperation operation, CompletionState state)
    {
        operation = Peel(operation);
        if (paths.Of(operation) is { } path && Holds(path, state))
        {
            return true;
        }

        operation = paths.Resolve(operation);
        return BornComplete.Is(operation, types) || operation switch
        {
            // Nobody waits for a task that is null.
            ILiteralOperation { ConstantValue: { HasValue: true, Value: null } } => true,
            IAwaitOperation awaited => IsWhenAny(awaited.Operation, state),
            IInvocationOperation call => IsComplete(call, state),
            IPropertyReferenceOperation { Property.Name: "Current", Instance: { } enumerator } => SourceOf(enumerator) is { } source && AreElementsComplete(source, state),
            IObjectCreationOperation { Arguments: [{ Value: var task }] } created when types.Awaitables.IsValueTask(created.Type) => IsComplete(task, state),
            _ => TaskPaths.CollectionOf(operation) is { } collection && (AreElementsComplete(collection, state) || IsWinnerIndex(operation, state)),
        };
    }

    /// <summary>True if all tasks of the sequence are complete.</summary>
    public bool AreElementsComplete(IOperation operation, CompletionState state)
    {
        operation = operation.Unwrap();
        if (TaskLists.AsListed(operation) is { } listed)
        {
            return listed.All(element => TaskLists.SpreadOf(element) is { } spread ? AreElementsComplete(spread, state) : IsComplete(element, state));
        }

        if (ElementsOf(operation) is { } elements && Holds(elements, state))
        {
            return true;
        }

        switch (paths.Resolve(operation))
        {
            case IInvocationOperation { TargetMethod.Name: "WhenEach" } call:
                return IsOnTask(call.TargetMethod);
            case IInvocationOperation call when TaskLists.IsFilter(call.TargetMethod) && TaskLists.FiltersComplete(call):
                return true;
            case IInvocationOperation call when TaskLists.IsSubset(call.TargetMethod):
                return BlockingWait.ReceiverOf(call) is { } source && AreElementsComplete(source, state);
            case IObjectCreationOperation { Arguments: [{ Value: var copied }], Initializer: null }:
                return AreElementsComplete(copied, state);
            case IConversionOperation { OperatorMethod.Name: "op_Implicit" } toSpan:
                return AreElementsComplete(toSpan.Operand, state);
            default:
                return false;
        }
    }

    /// <summary>True if awaiting the expression yields a complete task.</summary>
    public bool IsWhenAny(IOperation operation, CompletionState state)
    {
        operation = Peel(operation);
        return paths.Of(operation) is { } path && state.Has(path, FactKind.Winner) ||
            paths.Resolve(operation) is IInvocationOperation call && IsOnTask(call.TargetMethod) &&
            (call.TargetMethod.Name == "WhenAny" || call.TargetMethod.Name == "WaitAsync" && call.Instance is { } limited && IsWhenAny(limited, state));
    }

    /// <summary>The two tasks of an awaited <c>WhenAny(a, b)</c>: if the winner is not one of them it is the other.</summary>
    public (TaskPath First, TaskPath Second)? PairOf(IOperation winner)
    {
        var any = paths.Resolve(winner) is IAwaitOperation awaited ? paths.Resolve(Peel(awaited.Operation)) : null;
        return any is IInvocationOperation { TargetMethod.Name: "WhenAny" } call && IsOnTask(call.TargetMethod) && TasksOf(call) is [var first, var second] &&
            paths.Of(Peel(first)) is { } firstPath && paths.Of(Peel(second)) is { } secondPath
            ? (firstPath, secondPath)
            : null;
    }

    /// <summary>The facts that hold once the task has completed.</summary>
    public void AddImplied(IOperation operation, List<int> implied)
    {
        operation = Peel(operation);
        if (paths.Of(operation) is { } path)
        {
            // A ValueTask that was awaited is consumed.
            if (!types.Awaitables.IsValueTask(operation.Type))
            {
                implied.Add(facts.Of(path, FactKind.Complete));
            }

            return;
        }

        switch (paths.Resolve(operation))
        {
            case IInvocationOperation { TargetMethod: { IsStatic: true, Name: var name } } all when name.StartsWith("WhenAll", StringComparison.Ordinal):
                // What others than Task call so is believed to wait for all, too.
                AddImpliedByAll(all, implied);
                break;
            case IInvocationOperation { TargetMethod.Name: "WhenAny" } any when IsOnTask(any.TargetMethod) && TasksOf(any) is [var only]:
                AddImplied(only, implied);
                break;
            case IInvocationOperation { TargetMethod.Name: "WaitAsync" or "ContinueWith" or "Unwrap" } call when IsOnTask(call.TargetMethod) && BlockingWait.ReceiverOf(call) is { } task:
                AddImplied(task, implied);
                break;
            case IObjectCreationOperation { Arguments: [{ Value: var task }] } created when types.Awaitables.IsValueTask(created.Type):
                AddImplied(task, implied);
                break;
            case IInvocationOperation { TargetMethod.IsStatic: true } wrapper when Wrapped(wrapper) is { } task:
                AddImplied(task, implied);
                break;
        }
    }

    /// <summary>The facts that hold once all tasks given to <c>WhenAll</c> or <c>WaitAll</c> have completed.</summary>
    public void AddImpliedByAll(IInvocationOperation call, List<int> implied)
    {
        if (call.ArgumentAt(0)?.Value is { } tasks)
        {
            AddImpliedByElements(tasks, implied);
        }
    }

    /// <summary>The facts that hold once all tasks of the sequence have completed.</summary>
    public void AddImpliedByElements(IOperation operation, List<int> implied)
    {
        operation = operation.Unwrap();
        if (TaskLists.AsListed(operation) is { } listed)
        {
            foreach (var element in listed)
            {
                if (TaskLists.SpreadOf(element) is { } spread)
                {
                    AddImpliedByElements(spread, implied);
                }
                else
                {
                    AddImplied(element, implied);
                }
            }
        }
        else if (ElementsOf(operation) is { } elements)
        {
            implied.Add(facts.Of(elements, FactKind.Complete));
        }
        else if (paths.Resolve(operation) is var resolved && resolved is IConversionOperation { OperatorMethod.Name: "op_Implicit" } toSpan)
        {
            AddImpliedByElements(toSpan.Operand, implied);
        }
        else if (resolved is IInvocationOperation call && TaskLists.KeepsAll(call.TargetMethod) && BlockingWait.ReceiverOf(call) is { } source)
        {
            AddImpliedByElements(source, implied);
        }
        else if (resolved is IInvocationOperation { TargetMethod.Name: "Concat" or "Union" or "Append" or "Prepend", Arguments: [{ Value: var first }, { Value: var second }] })
        {
            AddImpliedByElements(first, implied);
            if (types.Awaitables.IsTaskOrValueTask(second.Unwrap().Type))
            {
                AddImplied(second, implied);
            }
            else
            {
                AddImpliedByElements(second, implied);
            }
        }
        else if (resolved is IObjectCreationOperation { Arguments: [{ Value: var copied }], Initializer: null })
        {
            AddImpliedByElements(copied, implied);
        }
    }

    /// <summary>The path that stands for all tasks of a sequence, also of <c>items.Select(item => item.Task)</c> and <c>dictionary.Values</c>.</summary>
    public TaskPath? ElementsOf(IOperation operation)
    {
        operation = operation.Unwrap();
        if (operation is IPropertyReferenceOperation { Property.Name: "Values", Instance: { } dictionary })
        {
            return paths.Of(dictionary)?.Each.Member("Value");
        }

        if (paths.Of(operation) is { } path)
        {
            return path.IsLazy ? null : path.Each;
        }

        return paths.Resolve(operation) is IInvocationOperation { TargetMethod.Name: "Select" or "ConvertAll" } call && (BlockingWait.ReceiverOf(call) ?? call.ArgumentAt(0)?.Value) is { } source &&
            TaskLists.SelectedMember(call) is { } members && ElementsOf(source) is { } elements
            ? members.Aggregate(elements, static (parent, name) => parent.Member(name))
            : null;
    }

    /// <summary>The sequence that an enumerator runs through.</summary>
    public IOperation? SourceOf(IOperation enumerator) =>
        paths.Resolve(enumerator) is IInvocationOperation { TargetMethod.Name: "GetEnumerator" or "GetAsyncEnumerator" } call && BlockingWait.ReceiverOf(call) is { } source
            ? Configured(source)
            : null;

    /// <summary>The task without <c>ConfigureAwait</c>, <c>AsTask</c>, <c>GetAwaiter</c>, through temporaries.</summary>
    public IOperation Peel(IOperation operation)
    {
        var peeled = BlockingWait.Peel(operation, types);
        while (peeled is IFlowCaptureReferenceOperation && paths.Resolve(peeled) is var value && BlockingWait.Peel(value, types) is var inner && inner != value)
        {
            peeled = inner;
        }

        return peeled;
    }

    public bool IsOnTask(IMethodSymbol method) => types.Awaitables.IsTask(method.ContainingType) || method.ContainingType?.Name == "TaskExtensions";

    private bool IsComplete(IInvocationOperation call, CompletionState state)
    {
        var method = call.TargetMethod;
        return method.Name switch
        {
            "WhenAll" when IsOnTask(method) => call.ArgumentAt(0)?.Value is { } tasks && AreElementsComplete(tasks, state),
            "WaitAny" => IsOnTask(method),
            "WaitAsync" => call.Instance is { } task && IsOnTask(method) && IsComplete(task, state),
            _ => TaskLists.PicksOne(method) && BlockingWait.ReceiverOf(call) is { } source && AreElementsComplete(source, state),
        };
    }

    /// <summary>The task of <c>task.ForAwait()</c> or <c>WithTimeout(task, limit)</c>, helpers that hand it on as it is or configured.</summary>
    private IOperation? Wrapped(IInvocationOperation call)
    {
        if (call.ArgumentAt(0)?.Value.Unwrap() is not { } task || !types.Awaitables.IsTaskOrValueTask(task.Type) || IsOnTask(call.TargetMethod))
        {
            return null;
        }

        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal != 0 && types.Awaitables.IsTaskOrValueTask(argument.Value.Type))
            {
                return null;
            }
        }

        return call.Type is { Name: "ConfiguredTaskAwaitable" or "ConfiguredValueTaskAwaitable" } || SymbolEqualityComparer.Default.Equals(call.Type, task.Type) ? task : null;
    }

    private static bool Holds(TaskPath path, CompletionState state)
    {
        for (var current = path; current is not null; current = current.Generalized())
        {
            if (state.Has(current, FactKind.Complete))
            {
                return true;
            }

            if (current.IsElement && state.Has(current.Parent!.Each.Member("Value"), FactKind.Complete))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for <c>tasks[i]</c> where <c>i</c> is the index that <c>WaitAny</c> returned.</summary>
    private bool IsWinnerIndex(IOperation element, CompletionState state) =>
        element is IArrayElementReferenceOperation { Indices: [var index] } && IsComplete(index, state) ||
        element is IPropertyReferenceOperation { Arguments: [{ Value: var key }] } && IsComplete(key, state);

    private IReadOnlyList<IOperation> TasksOf(IInvocationOperation call) =>
        call.Arguments is [{ Value: var single }] ? TaskLists.AsListed(single.Unwrap()) ?? [] : [.. call.Arguments.Select(static argument => argument.Value)];

    private static IOperation Configured(IOperation stream)
    {
        stream = stream.Unwrap();
        while (stream is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "WithCancellation" } call && BlockingWait.ReceiverOf(call) is { } inner)
        {
            stream = inner.Unwrap();
        }

        return stream;
    }
}
