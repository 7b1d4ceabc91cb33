using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>
/// AWAIT405: a <c>SemaphoreSlim</c> that stays entered when something throws or returns in between, that is released although a wait with a timeout or
/// inside the <c>try</c> has not entered it, or that <c>using</c> is thought to release. Not: semaphores that are entered here and released elsewhere or
/// later, semaphores that start out closed (signals), releases that a condition decides about, code in between that does not throw in practice, or in tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class SemaphoreProtocol() : AsyncAnalyzer(Rules.SemaphoreProtocol)
{
    private const string Starves = "those who wait for it next wait for ever";
    private const string Overfills = "more may enter at a time than shall";

    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types.IsTestProject), OperationKind.Invocation);

    private void Analyze(in OperationAnalysisContext context, bool isTest)
    {
        var call = (IInvocationOperation)context.Operation;
        if (SemaphoreCall.IsRelease(call))
        {
            if (UseOf(call) is { IsReleasedByOther: false, HasEscaped: false } use)
            {
                ReportLeak(context, call, use, isTest);
            }
        }
        else if (SemaphoreCall.IsWait(call))
        {
            if (SemaphoreUsing.Around(call) is not null)
            {
                Report(context, call, null, NameOf(call), "is never released: the 'using' disposes of the task", Starves, "await 'WaitAsync' and release in a 'finally'");
            }
            else if (UseOf(call) is { } use)
            {
                ReportWait(context, call, use);
            }
        }
    }

    /// <summary>Null if nothing is both entered and released, or the function is too large to look at.</summary>
    private static SemaphoreUse? UseOf(IInvocationOperation call) =>
        Mentions.Of(call.Root()) is { IsHuge: false } mentions && mentions.CountOf("Release") > 0 && SemaphoreUse.Of(call) is { Waits.Count: > 0, Releases.Count: > 0, IsSignal: false } use ? use : null;

    private void ReportWait(in OperationAnalysisContext context, IInvocationOperation wait, SemaphoreUse use)
    {
        var last = use.Releases[use.Releases.Count - 1];
        if (SemaphoreCall.IsTimed(wait) && SemaphoreCall.IsAwaited(wait) && SemaphoreCall.IsResultIgnored(wait))
        {
            if (last.Syntax.SpanStart > wait.Syntax.SpanStart)
            {
                Report(
                    context,
                    wait,
                    SemaphoreCall.LocationOf(wait),
                    [last.Syntax.GetLocation()],
                    NameOf(wait),
                    "is released even if the time was up before it was entered",
                    Overfills,
                    $"test the result of '{wait.TargetMethod.Name}'");
            }
        }
        else if (use.Paths?.GuardedWaits.Find(guarded => guarded.Wait == wait) is { } guarded)
        {
            var cause = guarded.Early switch
            {
                null => $"when '{wait.TargetMethod.Name}' fails",
                _ when guarded.Early == wait => $"when '{wait.TargetMethod.Name}' is cancelled",
                _ when Throwing.IsLikely(guarded.Early) => $"when '{Throwing.NameOf(guarded.Early)}' throws before it is entered",
                _ => "when it was not entered",
            };
            Report(
                context,
                wait,
                SemaphoreCall.LocationOf(wait),
                guarded.Early is null ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
                [guarded.Release.Syntax.GetLocation()],
                NameOf(wait),
                $"is released by the 'finally' even {cause}",
                Overfills,
                $"call '{wait.TargetMethod.Name}' in front of the 'try'");
        }
    }

    private void ReportLeak(in OperationAnalysisContext context, IInvocationOperation release, SemaphoreUse use, bool isTest)
    {
        // A test that fails on the way lets nobody wait.
        if (use.Leaks.Find(leak => leak.Release == release) is not { } leak || isTest && leak.Exit is { Kind: not SemaphoreJumpKind.Return, Operation: not IThrowOperation })
        {
            return;
        }

        var cause = leak.Exit switch
        {
            { Kind: SemaphoreJumpKind.Return } => "where this function returns early",
            { Operation: IThrowOperation } => "when an exception is thrown here",
            _ => $"when '{Throwing.NameOf(leak.Exit.Operation)}' throws",
        };
        Report(
            context,
            release,
            null,
            [leak.Exit.Operation.Syntax.GetLocation()],
            NameOf(release),
            $"is not released {cause}",
            Starves,
            leak.IsBeforeTry ? "begin the 'try' right after it is entered" : "release it in a 'finally'");
    }

    private static string NameOf(IInvocationOperation call) => (SemaphoreCall.SemaphoreOf(call) ?? call.Instance)?.Syntax.ToString() ?? "semaphore";
}
