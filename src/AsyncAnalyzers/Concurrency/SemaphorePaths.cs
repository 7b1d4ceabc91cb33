using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>
/// Follows all paths of one function, those of exceptions included, and keeps track of whether a semaphore is held. Where that depends on more than
/// the result of a wait, the state is unknown and stays without consequences.
/// </summary>
internal sealed partial class SemaphorePaths
{
    /// <summary>Generated chains of thousands of operators are not worth a stack overflow.</summary>
    private const int MaxDepth = 500;

    private readonly IOperation semaphore;
    private readonly Dictionary<ILocalSymbol, IInvocationOperation> results = new(SymbolEqualityComparer.Default);
    private readonly List<(IInvocationOperation Release, IInvocationOperation Entry)> releases = [];
    private List<SemaphoreJump> jumps = [];
    private IInvocationOperation? surplusRelease;
    private IOperation? rethrown;
    private bool isInFinally;
    private bool isInCatch;
    private int depth;

    private SemaphorePaths(IOperation semaphore, IOperation function)
    {
        this.semaphore = semaphore;
        var state = SemaphoreState.Free;
        foreach (var part in function.ChildOperations)
        {
            state = Statement(part, state);
        }

        End = state;
    }

    /// <summary>True if the function does what cannot be followed: <c>goto</c>, a release of several, a release of what somebody else has entered.</summary>
    public bool IsLost { get; private set; }

    /// <summary>At the end of the function's text.</summary>
    public SemaphoreState End { get; }

    /// <summary>The ways out of the function other than by its end.</summary>
    public IReadOnlyList<SemaphoreJump> Exits => jumps;

    /// <summary>Releases by which a section ends, with the wait by which it begins.</summary>
    public IReadOnlyList<(IInvocationOperation Release, IInvocationOperation Entry)> Releases => releases;

    /// <summary>Waits inside a <c>try</c> whose <c>finally</c> releases the semaphore in any case.</summary>
    public List<GuardedWait> GuardedWaits { get; } = [];

    /// <summary>Null if there is nothing to follow.</summary>
    public static SemaphorePaths? Of(IOperation semaphore, IOperation function)
    {
        var paths = new SemaphorePaths(semaphore, function);
        return paths.IsLost ? null : paths;
    }

    private SemaphoreState Statement(IOperation? operation, SemaphoreState state)
    {
        if (operation is null || IsLost || !state.IsReachable)
        {
            return state;
        }

        if (++depth > MaxDepth)
        {
            IsLost = true;
        }

        var after = Step(operation, state);
        depth--;
        return after;
    }

    private SemaphoreState Step(IOperation operation, SemaphoreState state)
    {
        switch (operation)
        {
            case IConditionalOperation choice:
                var (isTrue, isFalse) = Condition(choice.Condition, state);
                return Statement(choice.WhenTrue, isTrue) | Statement(choice.WhenFalse, isFalse);
            case ILoopOperation loop:
                return Loop(loop, state);
            case ISwitchOperation choice:
                return Switch(choice, state);
            case ITryOperation attempt:
                return Try(attempt, state);
            case IReturnOperation { Kind: OperationKind.Return or OperationKind.YieldBreak } end:
                state = Statement(end.ReturnedValue, state);
                // Implicit ones are expression bodies, and the end of a void lambda.
                return end.IsImplicit && end.ReturnedValue is null ? state : Leave(SemaphoreJumpKind.Return, end, state);
            case IBranchOperation { BranchKind: BranchKind.GoTo }:
                IsLost = true;
                return state;
            case IBranchOperation branch:
                return Leave(SemaphoreJumpKind.Branch, branch, state, branch.Target);
            case IThrowOperation thrown:
                state = Statement(thrown.Exception, state);
                return Leave(SemaphoreJumpKind.Throw, thrown.Exception is null && rethrown is not null ? rethrown : thrown, state);
            case ILocalFunctionOperation or IAnonymousFunctionOperation or INameOfOperation:
                return state;
            default:
                return Expression(operation, state);
        }
    }

    private SemaphoreState Expression(IOperation operation, SemaphoreState state)
    {
        switch (operation)
        {
            case IAwaitOperation or IInvocationOperation or IPropertyReferenceOperation when SemaphoreCall.WaitIn(operation) is { } wait && IsOurs(wait):
                return Wait(wait, state);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr }:
                var (isTrue, isFalse) = Condition(operation, state);
                return isTrue | isFalse;
            case ICoalesceOperation coalesce:
                state = Statement(coalesce.Value, state);
                return state | Statement(coalesce.WhenNull, state);
            case IConditionalAccessOperation { WhenNotNull: IInvocationOperation call } when SemaphoreCall.IsRelease(call) && IsOurs(call):
                return Release(call, state);
            case IConditionalAccessOperation access:
                state = Statement(access.Operation, state);
                return state | Statement(access.WhenNotNull, state);
            case ISwitchExpressionOperation choice:
                state = Statement(choice.Value, state);
                var arms = SemaphoreState.Unreachable;
                foreach (var arm in choice.Arms)
                {
                    arms |= Statement(arm.Value, state);
                }

                return arms;
            case IVariableDeclaratorOperation { Symbol: var local, Initializer.Value: { } value }:
                Keep(local, value);
                break;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local }, Value: { } value }:
                Keep(local, value);
                break;
        }

        foreach (var child in operation.ChildOperations)
        {
            state = Statement(child, state);
        }

        if (operation is IInvocationOperation released && IsOurs(released) && SemaphoreCall.IsRelease(released))
        {
            return Release(released, state);
        }

        if (operation is IInvocationOperation { Instance: null or IInstanceReferenceOperation, TargetMethod: var called } && (MayRelease(called.Name) || HasRelease(called)))
        {
            return state.IsReachable ? SemaphoreState.Unknown(state.Entry) : state;
        }

        if (Throwing.IsLikely(operation))
        {
            Leave(SemaphoreJumpKind.Throw, operation, state);
        }

        return state;
    }

    private (SemaphoreState True, SemaphoreState False) Condition(IOperation condition, SemaphoreState state)
    {
        if (++depth > MaxDepth)
        {
            IsLost = true;
        }

        var after = IsLost ? (state, state) : Decide(condition, state);
        depth--;
        return after;
    }

    private (SemaphoreState True, SemaphoreState False) Decide(IOperation condition, SemaphoreState state)
    {
        switch (condition)
        {
            case IParenthesizedOperation parenthesized:
                return Condition(parenthesized.Operand, state);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } negation:
                var (isTrue, isFalse) = Condition(negation.Operand, state);
                return (isFalse, isTrue);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both:
                var left = Condition(both.LeftOperand, state);
                var right = Condition(both.RightOperand, left.True);
                return (right.True, left.False | right.False);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either:
                left = Condition(either.LeftOperand, state);
                right = Condition(either.RightOperand, left.False);
                return (left.True | right.True, right.False);
            case { ConstantValue: { HasValue: true, Value: bool value } }:
                return value ? (state, SemaphoreState.Unreachable) : (SemaphoreState.Unreachable, state);
            case ILocalReferenceOperation { Local: var local } when state.IsUnknown && results.TryGetValue(local, out var source) && source == state.Entry:
                return (state.Narrow(isHeld: true), state.Narrow(isHeld: false));
        }

        var after = Statement(condition, state);
        return after.IsUnknown && SemaphoreCall.WaitIn(condition) is { } wait && wait == after.Entry
            ? (after.Narrow(isHeld: true), after.Narrow(isHeld: false))
            : (after, after);
    }

    private SemaphoreState Wait(IInvocationOperation wait, SemaphoreState state)
    {
        foreach (var argument in wait.Arguments)
        {
            state = Statement(argument.Value, state);
        }

        if (!state.IsReachable)
        {
            return state;
        }

        if (SemaphoreCall.IsCancellable(wait))
        {
            Leave(SemaphoreJumpKind.Throw, wait, state);
        }

        var isCertain = state.IsFree && SemaphoreCall.IsAwaited(wait) && SemaphoreCall.ConditionOf(wait) is null && (!SemaphoreCall.IsTimed(wait) || SemaphoreCall.IsResultIgnored(wait));
        return isCertain ? SemaphoreState.HeldBy(wait) : SemaphoreState.Unknown(wait);
    }

    private SemaphoreState Release(IInvocationOperation release, SemaphoreState state)
    {
        if (SemaphoreCall.IsCounted(release) || state.IsFree && !isInFinally)
        {
            IsLost = true;
        }
        else if (state.IsFree)
        {
            surplusRelease = release;
        }
        else if (state is { IsHeld: true, Entry: { } entry } && !isInCatch)
        {
            releases.Add((release, entry));
        }

        return state.IsReachable ? SemaphoreState.Free : state;
    }

    private IInvocationOperation? FirstWaitIn(IBlockOperation body)
    {
        foreach (var operation in body.Descendants())
        {
            if (operation is IInvocationOperation call && SemaphoreCall.IsWait(call) && IsOurs(call) && EnclosingFunction.BoundaryOf(call) == EnclosingFunction.BoundaryOf(body))
            {
                return call;
            }
        }

        return null;
    }

    private SemaphoreState Leave(SemaphoreJumpKind kind, IOperation operation, SemaphoreState state, ILabelSymbol? target = null)
    {
        if (state.IsReachable && (kind != SemaphoreJumpKind.Throw || !jumps.Exists(jump => jump.Kind == SemaphoreJumpKind.Throw && jump.State == state)))
        {
            jumps.Add(new(kind, operation, state, target));
        }

        return SemaphoreState.Unreachable;
    }

    /// <summary>What the jumps to a label bring there.</summary>
    private SemaphoreState Arriving(ILabelSymbol label)
    {
        var state = SemaphoreState.Unreachable;
        for (var index = jumps.Count - 1; index >= 0; index--)
        {
            if (SymbolEqualityComparer.Default.Equals(jumps[index].Target, label))
            {
                state |= jumps[index].State;
                jumps.RemoveAt(index);
            }
        }

        return state;
    }

    private void Keep(ILocalSymbol local, IOperation value)
    {
        if (SemaphoreCall.WaitIn(value) is { } wait && IsOurs(wait))
        {
            results[local] = wait;
        }
    }

    private bool IsOurs(IInvocationOperation call) => SemaphoreCall.SemaphoreOf(call) is { } other && Place.AreSame(other, semaphore);

    /// <summary>A helper of one's own that may do it.</summary>
    /// <summary>True for a method in whose text a field of the semaphore's name is released, to which the section may be handed over.</summary>
    private bool HasRelease(IMethodSymbol method) =>
        semaphore is IFieldReferenceOperation { Field.Name: var field } && method is { MethodKind: MethodKind.Ordinary, DeclaringSyntaxReferences: [var reference] } &&
        reference.GetSyntax().DescendantNodes().Any(node => node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Release", Expression: var released } && released switch
        {
            IdentifierNameSyntax name => name.Identifier.ValueText == field,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == field,
            _ => false,
        });

    private static bool MayRelease(string name) =>
        name.StartsWith("Release", StringComparison.Ordinal) || name.StartsWith("Unlock", StringComparison.Ordinal) || name.StartsWith("Exit", StringComparison.Ordinal);
}
