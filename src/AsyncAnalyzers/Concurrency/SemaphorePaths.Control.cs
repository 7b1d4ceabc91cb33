using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <content>Loops, <c>switch</c> and <c>try</c>.</content>
internal sealed partial class SemaphorePaths
{
    private SemaphoreState Loop(ILoopOperation loop, SemaphoreState state)
    {
        var exit = SemaphoreState.Unreachable;
        switch (loop)
        {
            case IWhileLoopOperation { Condition: { } condition, ConditionIsTop: true }:
                var (body, end) = Condition(condition, state);
                exit = end | Condition(condition, Body(loop, body, ref exit)).False | exit;
                break;
            case IWhileLoopOperation { Condition: { } condition }:
                exit = Condition(condition, Body(loop, state, ref exit)).False | exit;
                break;
            case IForLoopOperation { Condition: var condition } count:
                foreach (var start in count.Before)
                {
                    state = Statement(start, state);
                }

                (body, end) = condition is null ? (state, SemaphoreState.Unreachable) : Condition(condition, state);
                var bottom = Body(loop, body, ref exit);
                foreach (var step in count.AtLoopBottom)
                {
                    bottom = Statement(step, bottom);
                }

                exit |= end | (condition is null ? SemaphoreState.Unreachable : bottom);
                break;
            case IForEachLoopOperation each:
                state = Statement(each.Collection, state);
                if (each.IsAsynchronous)
                {
                    Leave(SemaphoreJumpKind.Throw, each.Collection, state);
                }

                exit = state | Body(loop, state, ref exit) | exit;
                break;
        }

        return exit;
    }

    /// <summary>The state where the next iteration begins; <paramref name="exit"/> gets what <c>break</c> brings.</summary>
    private SemaphoreState Body(ILoopOperation loop, SemaphoreState state, ref SemaphoreState exit)
    {
        var end = Statement(loop.Body, state);
        exit |= Arriving(loop.ExitLabel);
        return end | Arriving(loop.ContinueLabel);
    }

    private SemaphoreState Switch(ISwitchOperation choice, SemaphoreState state)
    {
        state = Statement(choice.Value, state);
        var exit = SemaphoreState.Unreachable;
        var hasDefault = false;
        foreach (var section in choice.Cases)
        {
            var end = state;
            foreach (var clause in section.Clauses)
            {
                hasDefault |= clause.CaseKind == CaseKind.Default;
            }

            foreach (var statement in section.Body)
            {
                end = Statement(statement, end);
            }

            exit |= end;
        }

        exit |= Arriving(choice.ExitLabel);
        return hasDefault ? exit : exit | state;
    }

    private SemaphoreState Try(ITryOperation attempt, SemaphoreState state)
    {
        var outer = jumps;
        jumps = [];
        var exit = Statement(attempt.Body, state);
        exit = Catches(attempt, state, exit);
        if (attempt.Finally is { } last)
        {
            (exit, jumps) = Finally(attempt, last, state, exit);
        }

        outer.AddRange(jumps);
        jumps = outer;
        return exit;
    }

    private SemaphoreState Catches(ITryOperation attempt, SemaphoreState start, SemaphoreState exit)
    {
        if (attempt.Catches.IsEmpty)
        {
            return exit;
        }

        var (inside, state, thrown) = (jumps, SemaphoreState.Unreachable, default(IOperation));
        foreach (var jump in inside)
        {
            if (jump.Kind == SemaphoreJumpKind.Throw)
            {
                state |= jump.State;
                thrown ??= jump.Operation;
            }
        }

        state = state.IsReachable ? state : start | exit;
        jumps = [];
        var (wasInCatch, wasRethrown, catchesAll) = (isInCatch, rethrown, false);
        (isInCatch, rethrown) = (true, thrown);
        foreach (var handler in attempt.Catches)
        {
            catchesAll |= handler is { Filter: null, ExceptionType: null or { SpecialType: SpecialType.System_Object } or { Name: "Exception", ContainingNamespace.Name: "System" } };
            exit |= Statement(handler.Handler, Statement(handler.Filter, state));
        }

        (isInCatch, rethrown) = (wasInCatch, wasRethrown);
        foreach (var jump in inside)
        {
            if (jump.Kind != SemaphoreJumpKind.Throw || !catchesAll)
            {
                jumps.Add(jump);
            }
        }

        return exit;
    }

    private (SemaphoreState Exit, List<SemaphoreJump> Jumps) Finally(ITryOperation attempt, IBlockOperation last, SemaphoreState start, SemaphoreState exit)
    {
        var (inside, wasInFinally) = (jumps, isInFinally);
        jumps = [];
        isInFinally = true;
        var early = default(SemaphoreJump);
        var wasHeld = exit.MayBeHeld;
        var passed = new List<SemaphoreJump>();
        foreach (var jump in inside)
        {
            surplusRelease = null;
            var after = jump with { State = Statement(last, jump.State) };
            early ??= surplusRelease is null ? null : jump;
            wasHeld |= jump.State.MayBeHeld;
            if (after.State.IsReachable)
            {
                passed.Add(after);
            }
        }

        jumps = passed;
        exit = Statement(last, exit);
        surplusRelease = null;
        var thrown = jumps;
        jumps = [];
        if (start.IsFree && wasHeld && FirstWaitIn(attempt.Body) is { } wait && ReleasesAlways(last, wait) is { } release)
        {
            GuardedWaits.Add(new(wait, release, attempt, early?.Operation));
        }

        (jumps, isInFinally, surplusRelease) = (thrown, wasInFinally, null);
        return (exit, jumps);
    }

    /// <summary>What a <c>finally</c> releases whether or not the semaphore is held; null if it looks at something first.</summary>
    private IInvocationOperation? ReleasesAlways(IBlockOperation last, IInvocationOperation wait)
    {
        Statement(last, SemaphoreState.Free);
        return Statement(last, SemaphoreState.HeldBy(wait)).IsFree ? surplusRelease : null;
    }
}
