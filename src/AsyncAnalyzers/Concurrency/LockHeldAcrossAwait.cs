using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>
/// AWAIT403: a lock that belongs to a thread (<c>Monitor</c>, <c>Mutex</c>, <c>ReaderWriterLock(Slim)</c>, <c>SpinLock</c>, <c>Lock</c>, configured ones)
/// is still held at an <c>await</c>. Not: locks released on every path before it, locks whose expression need not mean the same object each time,
/// a mutex that the function never releases (it guards the whole process).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class LockHeldAcrossAwait() : AsyncAnalyzer(Rules.LockHeldAcrossAwait)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        context.RegisterOperationAction(operation => Analyze(operation), OperationKind.Invocation);
    }

    private void Analyze(in OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!ThreadLock.MayEnter(call.TargetMethod.Name) && Options.ThreadAffineLocks.Read(context.Options, call.Syntax.SyntaxTree).IsEmpty ||
            EnclosingFunction.Of(call, context.ContainingSymbol) is not { IsAsync: true } ||
            Enter(call, context) is null ||
            Mentions.Of(call.Root()).IsHuge)
        {
            return;
        }

        var function = EnclosingFunction.BoundaryOf(call) ?? call.Root();
        if (AwaitsAfter(call.Syntax, function.Syntax) && EntriesIn(function, context) is [var first, ..] entries && first.Call == call)
        {
            // The first entry answers for all of the function, so that one await is reported once.
            var reported = new HashSet<SyntaxNode>();
            foreach (var entry in entries)
            {
                if (FirstAwaitHeldAt(entry, function, context) is { } awaited && reported.Add(awaited.Syntax))
                {
                    Report(context, entry.Call, PlaceOf(awaited.Syntax), [entry.Call.Syntax.GetLocation()], entry.Lock.Syntax.ToString());
                }
            }
        }
    }

    private static ThreadLock? Enter(IInvocationOperation call, in OperationAnalysisContext context) =>
        ThreadLock.EnteredBy(call, Options.ThreadAffineLocks.Read(context.Options, call.Syntax.SyntaxTree));

    private static bool AwaitsAfter(SyntaxNode entry, SyntaxNode function)
    {
        foreach (var token in function.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.AwaitKeyword) && token.SpanStart > entry.SpanStart)
            {
                return true;
            }
        }

        return false;
    }

    private static List<ThreadLock> EntriesIn(IOperation function, in OperationAnalysisContext context)
    {
        var entries = new List<ThreadLock>();
        foreach (var operation in function.Descendants())
        {
            if (operation is IInvocationOperation call && (EnclosingFunction.BoundaryOf(call) ?? function) == function && Enter(call, context) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    private static IOperation? FirstAwaitHeldAt(ThreadLock entry, IOperation function, in OperationAnalysisContext context)
    {
        if (entry.IsMutex && !IsReleasedIn(function, entry))
        {
            return null;
        }

        var awaited = entry.Scope is { } scope
            ? function.Descendants().FirstOrDefault(operation => operation is IAwaitOperation && scope.Contains(operation.Syntax.Span) && (EnclosingFunction.BoundaryOf(operation) ?? function) == function)
            : Observation.GraphOf(entry.Call, entry.Call.Root(), context) is { } graph ? new LockPaths(entry, graph).FirstAwait()
            : null;
        return awaited is null || IsConditional(entry.Call, awaited) && IsReleasedIn(function, entry, entry.Call.Syntax.Span.End, awaited.Syntax.SpanStart) ? null : awaited;
    }

    private static bool IsReleasedIn(IOperation function, ThreadLock entry, int start = 0, int end = int.MaxValue)
    {
        foreach (var operation in function.Descendants())
        {
            if (operation is IInvocationOperation call && call.Syntax.SpanStart >= start && call.Syntax.SpanStart < end && entry.IsReleasedBy(call))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if a condition decides about the entry and another one may decide alike about the release.</summary>
    private static bool IsConditional(IOperation entry, IOperation awaited)
    {
        for (var (child, parent) = (entry, entry.Parent); parent is not null && !parent.Syntax.Span.Contains(awaited.Syntax.Span); (child, parent) = (parent, parent.Parent))
        {
            if (parent is IConditionalOperation choice && choice.Condition != child)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Of <c>await foreach</c> and <c>await using</c> the keyword.</summary>
    private static Location PlaceOf(SyntaxNode awaited)
    {
        if (awaited is not AwaitExpressionSyntax)
        {
            for (var node = awaited; node is not null; node = node.Parent)
            {
                if (node is CommonForEachStatementSyntax { AwaitKeyword: { RawKind: not 0 } each })
                {
                    return each.GetLocation();
                }

                if (node is UsingStatementSyntax { AwaitKeyword: { RawKind: not 0 } disposed })
                {
                    return disposed.GetLocation();
                }

                if (node is LocalDeclarationStatementSyntax { AwaitKeyword: { RawKind: not 0 } declared })
                {
                    return declared.GetLocation();
                }
            }
        }

        return awaited.GetLocation();
    }
}
