using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>A way out of a function that skips the release which the usual way takes.</summary>
/// <param name="Wait">What has entered the semaphore.</param>
/// <param name="Release">What is skipped.</param>
/// <param name="Exit">The way out.</param>
internal sealed record SemaphoreLeak(IInvocationOperation Wait, IInvocationOperation Release, SemaphoreJump Exit)
{
    /// <summary>True if a <c>finally</c> does release, but what throws stands in front of its <c>try</c>.</summary>
    public bool IsBeforeTry => TryAround(Release) is not null;

    /// <summary>The first leak of each section; none if the function may hand the held semaphore over to its caller.</summary>
    public static IEnumerable<SemaphoreLeak> In(SemaphorePaths paths)
    {
        if (IsHandOver(paths))
        {
            yield break;
        }

        var reported = new HashSet<IInvocationOperation>();
        foreach (var exit in paths.Exits.OrderBy(static exit => exit.Operation.Syntax.SpanStart))
        {
            if (exit.State is { IsHeld: true, Entry: { } wait } && ReleaseOf(wait, paths) is { } release && reported.Add(wait))
            {
                yield return new(wait, release, exit);
            }
        }
    }

    /// <summary>The <c>try</c> in whose <c>finally</c> the release stands; null if it stands in none.</summary>
    public static ITryOperation? TryAround(IInvocationOperation release)
    {
        for (var (child, parent) = ((IOperation)release, release.Parent); parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); (child, parent) = (parent, parent.Parent))
        {
            if (parent is ITryOperation attempt && attempt.Finally == child)
            {
                return attempt;
            }
        }

        return null;
    }

    private static IInvocationOperation? ReleaseOf(IInvocationOperation wait, SemaphorePaths paths)
    {
        // The last of the text ends the section on its usual way.
        IInvocationOperation? last = null;
        foreach (var (release, entry) in paths.Releases)
        {
            if (entry == wait && (last is null || release.Syntax.SpanStart > last.Syntax.SpanStart))
            {
                last = release;
            }
        }

        return last;
    }

    /// <summary>True unless the last way out by the text, which is the usual one, has the semaphore released, and no other one looks like success.</summary>
    private static bool IsHandOver(SemaphorePaths paths)
    {
        var last = default(SemaphoreJump);
        foreach (var exit in paths.Exits)
        {
            if (exit.Kind != SemaphoreJumpKind.Return)
            {
                continue;
            }

            if (exit.State.MayBeHeld && exit.Operation is IReturnOperation { ReturnedValue: { } value } && IsSuccess(value.Unwrap()))
            {
                return true;
            }

            if (last is null || last.Operation.Syntax.SpanStart < exit.Operation.Syntax.SpanStart)
            {
                last = exit;
            }
        }

        return paths.End.IsReachable ? !paths.End.IsFree : last is { State.IsFree: false };
    }

    private static bool IsSuccess(IOperation value) =>
        value is { ConstantValue: { HasValue: true, Value: true } } or IObjectCreationOperation ||
        value.Type is { } type && type.AllInterfaces.Any(static parent => parent is { Name: "IDisposable" or "IAsyncDisposable", ContainingNamespace.Name: "System" });
}
