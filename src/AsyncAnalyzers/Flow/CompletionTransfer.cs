using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>What each operation of a control-flow graph changes in what is known.</summary>
internal sealed class CompletionTransfer(KnownTypes types, TaskExpressions expressions, TaskGuards guards)
{
    private CompletionFacts Facts => expressions.Facts;

    private TaskPaths Paths => expressions.Paths;

    /// <summary>Called for each path that an operation makes forget.</summary>
    public Action<TaskPath>? Forgotten { get; set; }

    /// <summary>Changes <paramref name="state"/> as the operation, whose operands have been seen, does.</summary>
    public void Apply(IOperation operation, CompletionState state)
    {
        switch (operation)
        {
            case IFlowCaptureOperation capture:
                Assign(Paths.Of(capture.Id), capture.Value, state);
                break;
            case ISimpleAssignmentOperation { IsRef: false } assignment:
                Assign(assignment.Target, assignment.Value, state);
                break;
            case IAssignmentOperation assignment:
                ForgetTargets(assignment.Target, state);
                break;
            case IIncrementOrDecrementOperation step:
                ForgetTargets(step.Target, state);
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                ForgetTargets(argument.Value, state);
                break;
            case IAwaitOperation awaited:
                Await(awaited, state);
                break;
            case IInvocationOperation call:
                Call(call, state);
                break;
            case IPropertyReferenceOperation { Property.Name: "Result" }:
                Block(operation, state);
                break;
        }
    }

    /// <summary>Adds what the outcome of a branch tells.</summary>
    public void ApplyBranch(IOperation condition, bool outcome, CompletionState state)
    {
        var known = new List<int>();
        guards.AddFacts(condition, outcome, state, known);
        if (!outcome && condition.Unwrap() is IInvocationOperation { TargetMethod.Name: "MoveNext", Instance: { } enumerator } && AwaitsEach(enumerator.Syntax) && expressions.SourceOf(enumerator) is { } source)
        {
            expressions.AddImpliedByElements(source, known);
        }

        AddAll(known, state);
    }

    /// <summary>What a lambda knows about its parameters because of the call it is an argument of.</summary>
    public void ApplyParameters(IFlowAnonymousFunctionOperation lambda, CompletionState state)
    {
        IOperation? parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation)
        {
            parent = parent.Parent;
        }

        if (parent is not IArgumentOperation { Parent: IInvocationOperation call } || lambda.Symbol.Parameters is not [var first, ..])
        {
            return;
        }

        var method = call.TargetMethod;
        if (method.Name is "ContinueWith" or "ContinueWhenAny" && expressions.IsOnTask(method) || method.Name.StartsWith("ContinueWhen", StringComparison.Ordinal) && method.ContainingType.Name == "TaskFactory")
        {
            var antecedent = Paths.Of(first);
            state.Add(Facts.Of(method.Name == "ContinueWhenAll" ? antecedent.Each : antecedent, FactKind.Complete));
        }
        else if (TaskLists.RunsPerElement(method) && (BlockingWait.ReceiverOf(call) ?? call.ArgumentAt(0)?.Value) is { } source)
        {
            var areComplete = expressions.AreElementsComplete(source, state);
            foreach (var parameter in lambda.Symbol.Parameters)
            {
                var path = Paths.Of(parameter);
                TakeElement(path, source, areComplete && types.Awaitables.IsTaskOrValueTask(parameter.Type), state);
            }
        }
    }

    private void Assign(IOperation target, IOperation value, CompletionState state)
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

    private void Assign(TaskPath path, IOperation value, CompletionState state)
    {
        var (isComplete, areComplete, isWinner) = (false, false, false);
        var isTask = IsTaskLike(value);
        var isSequence = !isTask && MayBeSequence(value.Type);
        if (isTask || value.Type?.SpecialType == SpecialType.System_Int32)
        {
            isComplete = expressions.IsComplete(value, state);
            isWinner = isTask && expressions.IsWhenAny(value, state);
        }
        else if (isSequence)
        {
            areComplete = expressions.AreElementsComplete(value, state);
        }

        var conditions = value.Type is { SpecialType: SpecialType.System_Boolean } ? Conditions(value, state) : default;
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

    private void TakeElement(TaskPath path, IOperation source, bool isComplete, CompletionState state)
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

    private void Await(IAwaitOperation awaited, CompletionState state)
    {
        var known = new List<int>();
        expressions.AddImplied(awaited.Operation, known);
        AddAll(known, state);
        if (expressions.Peel(awaited.Operation) is { } task && types.Awaitables.IsValueTask(task.Type) && Paths.Of(task) is { } consumed)
        {
            Forget(consumed, state);
        }
    }

    private void Call(IInvocationOperation call, CompletionState state)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "SetResult" or "SetException" or "SetCanceled" or "TrySetResult" or "TrySetException" or "TrySetCanceled"
                when call.Instance is { } source && method.ContainingType.Name == "TaskCompletionSource" && Paths.Of(source) is { } completed:
                state.Add(Facts.Of(completed.Member("Task"), FactKind.Complete));
                break;
            case "Wait" or "WaitAll" or "GetResult" or "RunSynchronously":
                Block(call, state);
                break;
            case "Assert" or "True" or "False" or "IsTrue" or "IsFalse" or "That":
                Assert(call, state);
                break;
            default:
                if (TaskLists.Moves(method) && call.Instance is { } collection && expressions.ElementsOf(collection) is { } each)
                {
                    Move(call, collection, each, state);
                }

                break;
        }
    }

    private void Move(IInvocationOperation call, IOperation collection, TaskPath each, CompletionState state)
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

    /// <summary>A call that returns only if its argument was true, or false.</summary>
    private void Assert(IInvocationOperation call, CompletionState state)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Value.Type is { SpecialType: SpecialType.System_Boolean } && argument.Parameter is { } parameter)
            {
                var outcome = call.TargetMethod.ContainingType is { Name: "Debug" or "Trace", ContainingNamespace.Name: "Diagnostics" } ? true : Outcome(parameter);
                if (outcome is { } value)
                {
                    var known = new List<int>();
                    guards.AddFacts(argument.Value, value, state, known);
                    AddAll(known, state);
                }

                return;
            }
        }
    }

    private static bool? Outcome(IParameterSymbol parameter)
    {
        foreach (var attribute in parameter.GetAttributes())
        {
            if (attribute is { AttributeClass.Name: "DoesNotReturnIfAttribute", ConstructorArguments: [{ Value: bool value }] })
            {
                return !value;
            }
        }

        return null;
    }

    /// <summary>After a wait without timeout the task is complete; the wait itself is the defect.</summary>
    private void Block(IOperation operation, CompletionState state)
    {
        if (BlockingWait.Of(operation, types) is not { HasTimeout: false } wait || wait.Kind == BlockingWaitKind.WaitAny)
        {
            return;
        }

        var known = new List<int>();
        if (wait.Kind == BlockingWaitKind.WaitAll)
        {
            expressions.AddImpliedByAll((IInvocationOperation)operation, known);
        }
        else
        {
            expressions.AddImplied(wait.Task, known);
            if (known.Count == 0 && Paths.Of(wait.Task) is { } path)
            {
                known.Add(Facts.Of(path, FactKind.Complete));
            }
        }

        AddAll(known, state);
    }

    private void ForgetTargets(IOperation target, CompletionState state)
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

    private void Forget(TaskPath path, CompletionState state)
    {
        state.Forget(path);
        Forgotten?.Invoke(path);
    }

    private static void AddAll(List<int> known, CompletionState state)
    {
        foreach (var fact in known)
        {
            state.Add(fact);
        }
    }

    private bool IsTaskLike(IOperation value) =>
        types.Awaitables.IsTaskOrValueTask(value.Type) || value.Type is INamedTypeSymbol type && (type.Name.StartsWith("Configured", StringComparison.Ordinal) || Awaitables.IsAwaiter(type));

    private static bool MayBeSequence(ITypeSymbol? type) =>
        type is IArrayTypeSymbol or { SpecialType: not (SpecialType.System_String or SpecialType.System_Boolean), TypeKind: TypeKind.Class or TypeKind.Interface or TypeKind.Struct };

    /// <summary>True for <c>foreach (var task in tasks) await task;</c>, whatever else the body does first or afterwards, unless it may leave an item out.</summary>
    private static bool AwaitsEach(SyntaxNode enumerator)
    {
        if (enumerator.FirstAncestorOrSelf<ForEachStatementSyntax>() is not { } loop)
        {
            return false;
        }

        IEnumerable<StatementSyntax> statements = loop.Statement is BlockSyntax block ? block.Statements : [loop.Statement];
        foreach (var statement in statements)
        {
            var nodes = statement is ExpressionStatementSyntax or LocalDeclarationStatementSyntax ? statement.DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax) : [];
            foreach (var node in nodes)
            {
                if (node is AwaitExpressionSyntax { Expression: var awaited } && IsVariable(awaited, loop.Identifier.ValueText))
                {
                    return !loop.Statement.DescendantNodes().Any(static inner => inner is BreakStatementSyntax or GotoStatementSyntax);
                }
            }

            if (statement.DescendantNodesAndSelf().Any(static inner => inner is ContinueStatementSyntax or BreakStatementSyntax or GotoStatementSyntax))
            {
                return false;
            }
        }

        return false;
    }

    private static bool IsVariable(ExpressionSyntax awaited, string name) => awaited switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText == name,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: var inner } } => IsVariable(inner, name),
        _ => false,
    };
}
