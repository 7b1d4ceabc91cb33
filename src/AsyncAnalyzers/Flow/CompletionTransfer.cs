using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>What each operation of a control-flow graph changes in what is known.</summary>
internal sealed class CompletionTransfer(KnownTypes types, TaskExpressions expressions, TaskGuards guards, CompletionAssignments assignments)
{
    private CompletionFacts Facts => expressions.Facts;

    private TaskPaths Paths => expressions.Paths;

    /// <summary>Changes <paramref name="state"/> as the operation, whose operands have been seen, does.</summary>
    public void Apply(IOperation operation, CompletionState state)
    {
        switch (operation)
        {
            case IFlowCaptureOperation capture:
                assignments.Assign(Paths.Of(capture.Id), capture.Value, state);
                break;
            case ISimpleAssignmentOperation { IsRef: false } assignment:
                assignments.Assign(assignment.Target, assignment.Value, state);
                break;
            case IDeconstructionAssignmentOperation assignment:
                assignments.Deconstruct(assignment, state);
                break;
            case IAssignmentOperation assignment:
                assignments.ForgetTargets(assignment.Target, state);
                break;
            case IIncrementOrDecrementOperation step:
                assignments.ForgetTargets(step.Target, state);
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                assignments.ForgetTargets(argument.Value, state);
                break;
            case IAwaitOperation awaited:
                Await(awaited, state);
                break;
            case IInvocationOperation call:
                Call(call, state);
                break;
            case IIsPatternOperation match:
                Declare(match.Value, match.Pattern, state);
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
            if (method.Name == "ContinueWith" && BlockingWait.ReceiverOf(call) is { } receiver && Paths.Of(receiver) is { IsStable: true } continued)
            {
                state.Add(Facts.Of(continued, FactKind.Complete));
            }
        }
        else if (TaskLists.RunsPerElement(method) && (BlockingWait.ReceiverOf(call) ?? call.ArgumentAt(0)?.Value) is { } source)
        {
            var areComplete = expressions.AreElementsComplete(source, state);
            foreach (var parameter in lambda.Symbol.Parameters)
            {
                var path = Paths.Of(parameter);
                assignments.TakeElement(path, source, areComplete && types.Awaitables.IsTaskOrValueTask(parameter.Type), state);
            }
        }
    }

    /// <summary>A variable declared by a pattern is another name for what was matched.</summary>
    private void Declare(IOperation value, IPatternOperation pattern, CompletionState state)
    {
        switch (pattern)
        {
            case IDeclarationPatternOperation { DeclaredSymbol: { } declared }:
                assignments.Assign(Paths.Of(declared), value, state);
                break;
            case IRecursivePatternOperation { DeclaredSymbol: { } declared }:
                assignments.Assign(Paths.Of(declared), value, state);
                break;
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both:
                Declare(value, both.LeftPattern, state);
                Declare(value, both.RightPattern, state);
                break;
            case INegatedPatternOperation negated:
                Declare(value, negated.Pattern, state);
                break;
        }
    }

    private void Await(IAwaitOperation awaited, CompletionState state)
    {
        var known = new List<int>();
        expressions.AddImplied(awaited.Operation, known);
        AddAll(known, state);
        if (expressions.Peel(awaited.Operation) is { } task && types.Awaitables.IsValueTask(task.Type) && Paths.Of(task) is { } consumed)
        {
            assignments.Forget(consumed, state);
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
            case "Wait" or "WaitAll" when !expressions.IsOnTask(method) && call.Arguments is [{ Value: var tasks }, ..]:
                WaitForeign(tasks, state);
                break;
            case "Wait" or "WaitAll" or "GetResult" or "RunSynchronously":
                Block(call, state);
                break;
            case "Assert" or "True" or "False" or "IsTrue" or "IsFalse" or "That" or "ShouldBeTrue" or "ShouldBeFalse":
                Assert(call, state);
                break;
            case "BeTrue" or "BeFalse" when call.Instance?.Unwrap() is IInvocationOperation { TargetMethod.Name: "Should", Arguments: [{ Value: { Type.SpecialType: SpecialType.System_Boolean } asserted }] }:
                AddAll(asserted, method.Name == "BeTrue", state);
                break;
            default:
                if (TaskLists.Moves(method) && call.Instance is { } collection && expressions.ElementsOf(collection) is { } each)
                {
                    assignments.Move(call, collection, each, state);
                }

                break;
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
                    AddAll(argument.Value, value, state);
                }

                return;
            }
        }
    }

    private void AddAll(IOperation condition, bool outcome, CompletionState state)
    {
        var known = new List<int>();
        guards.AddFacts(condition, outcome, state, known);
        AddAll(known, state);
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

    /// <summary><c>connection.WaitAll(tasks)</c>: what others call a wait is believed to be one.</summary>
    private void WaitForeign(IOperation tasks, CompletionState state)
    {
        var known = new List<int>();
        if (types.Awaitables.IsTaskOrValueTask(tasks.Unwrap().Type))
        {
            expressions.AddImplied(tasks, known);
        }
        else
        {
            expressions.AddImpliedByElements(tasks, known);
        }

        AddAll(known, state);
    }

    private static void AddAll(List<int> known, CompletionState state)
    {
        foreach (var fact in known)
        {
            state.Add(fact);
        }
    }

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
