using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>What becomes known, and what is forgotten, when a variable, member or element takes a new value.</summary>
internal sealed class CompletionAssignments(KnownTypes types, TaskExpressions expressions, TaskGuards guards)
{
    private CompletionFacts Facts => expressions.Facts;

    private TaskPaths Paths => expressions.Paths;

    /// <summary>Called for each path that an operation makes forget.</summary>
    public Action<TaskPath>? Forgotten { get; set; }

    /// <summary>The target takes the value, and what is known of it.</summary>
    public void Assign(IOperation target, IOperation value, CompletionState state)
    {
        if (TaskPaths.CollectionOf(target.Unwrap()) is { } collection)
        {
            Store(collection, value, state);
        }

        if (Paths.Of(target) is { } path)
        {
            Assign(path, value, state);
        }
        else
        {
            ForgetTargets(target, state);
        }
    }

    /// <inheritdoc cref="Assign(IOperation, IOperation, CompletionState)"/>
    public void Assign(TaskPath path, IOperation value, CompletionState state)
    {
        var (isComplete, areComplete, isWinner) = (false, false, false);
        var isTask = IsTaskLike(value);
        var isCondition = IsCondition(value.Type);
        var isSequence = !isTask && !isCondition && MayBeSequence(value.Type);
        if (isTask || value.Type?.SpecialType == SpecialType.System_Int32)
        {
            isComplete = expressions.IsComplete(value, state);
            isWinner = isTask && expressions.IsWhenAny(value, state);
        }
        else if (isSequence)
        {
            areComplete = expressions.AreElementsComplete(value, state);
        }

        var conditions = isCondition ? Conditions(value, state) : default;
        Forget(path, state);
        if (isTask)
        {
            AssignTask(path, value, isComplete, isWinner, state);
        }
        else if (isSequence)
        {
            Link(path.Each, implied => expressions.AddImpliedByElements(value, implied), expressions.ElementsOf(value), state);
            TakeElement(path, value, state);
        }
        else if (conditions.IfTrue is not null)
        {
            Imply(path, FactKind.True, conditions.IfTrue, state);
            Imply(path, FactKind.False, conditions.IfFalse!, state);
        }

        if (value.Unwrap() is { ConstantValue: { HasValue: true, Value: bool constant } })
        {
            state.Add(Facts.Of(path, constant ? FactKind.True : FactKind.False));
        }
        else if (value.Unwrap() is IDefaultValueOperation && value.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T })
        {
            state.Add(Facts.Of(path, FactKind.False));
        }

        if (isComplete)
        {
            state.Add(Facts.Of(path, FactKind.Complete));
        }

        if (areComplete)
        {
            state.Add(Facts.Of(path.Each, FactKind.Complete));
        }
    }

    private void AssignTask(TaskPath path, IOperation value, bool isComplete, bool isWinner, CompletionState state)
    {
        Link(path, implied => expressions.AddImplied(value, implied), Paths.Of(expressions.Peel(value)), state);
        TakeElement(path, value, state);
        if (isWinner)
        {
            state.Add(Facts.Of(path, FactKind.Winner));
        }

        if (isComplete && expressions.PairOf(value) is var (first, second))
        {
            state.Add(Facts.Implication(Facts.Of(path, FactKind.IsNot, first), Facts.Of(second, FactKind.Complete)));
            state.Add(Facts.Implication(Facts.Of(path, FactKind.IsNot, second), Facts.Of(first, FactKind.Complete)));
        }
    }

    private (List<int>? IfTrue, List<int>? IfFalse) Conditions(IOperation value, CompletionState state)
    {
        var (ifTrue, ifFalse) = (new List<int>(), new List<int>());
        guards.AddFacts(value, true, state, ifTrue);
        guards.AddFacts(value, false, state, ifFalse);
        return (ifTrue, ifFalse);
    }

    /// <summary>Once the path is complete, so is what its value implies; if the value is but another name, also the other way round.</summary>
    private void Link(TaskPath path, Action<List<int>> addImplied, TaskPath? alias, CompletionState state)
    {
        var implied = new List<int>();
        addImplied(implied);
        Imply(path, FactKind.Complete, implied, state);
        if (alias is not null && alias != path)
        {
            state.Add(Facts.Implication(Facts.Of(alias, FactKind.Complete), Facts.Of(path, FactKind.Complete)));
        }
    }

    private void Imply(TaskPath path, FactKind kind, List<int> implied, CompletionState state)
    {
        if (implied.Count == 0)
        {
            return;
        }

        var source = Facts.Of(path, kind);
        foreach (var target in implied)
        {
            if (target != source)
            {
                state.Add(Facts.Implication(source, target));
            }
        }
    }

    /// <summary>A loop variable knows what is known of all elements.</summary>
    private void TakeElement(TaskPath path, IOperation value, CompletionState state)
    {
        if (Paths.Resolve(value) is IPropertyReferenceOperation { Property.Name: "Current", Instance: { } enumerator } && expressions.SourceOf(enumerator) is { } source)
        {
            TakeElement(path, source, false, state);
        }
    }

    /// <summary>A lambda's parameter knows what is known of all elements of the source.</summary>
    public void TakeElement(TaskPath path, IOperation source, bool isComplete, CompletionState state)
    {
        if (isComplete)
        {
            state.Add(Facts.Of(path, FactKind.Complete));
        }

        if (expressions.ElementsOf(source) is { } each)
        {
            CopyMembers(each, path, state);
        }
    }

    /// <summary><c>foreach (var (key, task) in pairs)</c>, <c>var (key, task) = pair</c>: each variable knows what is known of its part.</summary>
    public void Deconstruct(IDeconstructionAssignmentOperation assignment, CompletionState state)
    {
        ForgetTargets(assignment.Target, state);
        if (TupleOf(assignment.Target) is not { } targets || assignment.Value.Type is not INamedTypeSymbol { IsTupleType: true } type || type.TupleElements.Length != targets.Elements.Length)
        {
            return;
        }

        var whole = Paths.Resolve(assignment.Value) is IPropertyReferenceOperation { Property.Name: "Current", Instance: { } enumerator } && expressions.SourceOf(enumerator) is { } source
            ? expressions.ElementsOf(source)
            : Paths.Of(assignment.Value);
        if (whole is null)
        {
            return;
        }

        for (var index = 0; index < targets.Elements.Length; index++)
        {
            if (Paths.Of(targets.Elements[index]) is { } path)
            {
                CopyMembers(whole.Member(type.TupleElements[index].Name), path, state);
            }
        }
    }

    private static ITupleOperation? TupleOf(IOperation target) => target.Unwrap() switch
    {
        ITupleOperation tuple => tuple,
        IDeclarationExpressionOperation { Expression: ITupleOperation tuple } => tuple,
        _ => null,
    };

    private void CopyMembers(TaskPath each, TaskPath path, CompletionState state)
    {
        if (Facts.Find(each, FactKind.Complete) is { } complete)
        {
            state.Add(Facts.Implication(complete, Facts.Of(path, FactKind.Complete)));
        }

        foreach (var member in each.NamedMembers.ToArray())
        {
            CopyMembers(member, path.Member(member.Name!), state);
        }
    }

    /// <summary>A collection takes an element: it is as complete as before only if the element is.</summary>
    private void Store(IOperation collection, IOperation value, CompletionState state)
    {
        if (expressions.ElementsOf(collection) is not { } each)
        {
            return;
        }

        var isComplete = IsTaskLike(value) ? expressions.IsComplete(value, state) : expressions.AreElementsComplete(value, state);
        foreach (var element in each.Parent!.Dependents)
        {
            if (element.IsElement)
            {
                Forget(element, state);
            }
        }

        if (!isComplete)
        {
            ForgetEach(each, state);
        }

        var implied = new List<int>();
        if (IsTaskLike(value))
        {
            expressions.AddImplied(value, implied);
        }
        else if (MayBeSequence(value.Type))
        {
            expressions.AddImpliedByElements(value, implied);
        }

        Imply(each, FactKind.Complete, implied, state);
    }

    private void ForgetEach(TaskPath each, CompletionState state)
    {
        foreach (var fact in each.Facts)
        {
            state.Forget(fact, andConsequences: false);
        }

        foreach (var member in each.Dependents)
        {
            ForgetEach(member, state);
        }
    }

    /// <summary>A method changes what the collection holds.</summary>
    public void Move(IInvocationOperation call, IOperation collection, TaskPath each, CompletionState state)
    {
        if (TaskLists.Adds(call.TargetMethod))
        {
            Store(collection, call.Arguments[call.Arguments.Length - 1].Value, state);
            return;
        }

        foreach (var element in each.Parent!.Dependents)
        {
            if (element.IsElement)
            {
                Forget(element, state);
            }
        }
    }

    /// <summary>The target takes an unknown value.</summary>
    public void ForgetTargets(IOperation target, CompletionState state)
    {
        if (Paths.Of(target) is { } path)
        {
            Forget(path, state);
        }
        else if (target.Unwrap() is ITupleOperation tuple)
        {
            foreach (var element in tuple.Elements)
            {
                ForgetTargets(element, state);
            }
        }
        else if (target.Unwrap() is IDeclarationExpressionOperation declaration)
        {
            ForgetTargets(declaration.Expression, state);
        }
    }

    /// <summary>Nothing is known about the path any longer.</summary>
    public void Forget(TaskPath path, CompletionState state)
    {
        state.Forget(path);
        Forgotten?.Invoke(path);
    }

    private bool IsTaskLike(IOperation value) =>
        types.Awaitables.IsTaskOrValueTask(value.Type) || value.Type is INamedTypeSymbol type && (type.Name.StartsWith("Configured", StringComparison.Ordinal) || types.Awaitables.IsAwaiter(type));

    private static bool IsCondition(ITypeSymbol? type) =>
        type is { SpecialType: SpecialType.System_Boolean } ||
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [{ SpecialType: SpecialType.System_Boolean }] };

    private static bool MayBeSequence(ITypeSymbol? type) =>
        type is IArrayTypeSymbol or { SpecialType: not (SpecialType.System_String or SpecialType.System_Boolean), TypeKind: TypeKind.Class or TypeKind.Interface or TypeKind.Struct };
}
