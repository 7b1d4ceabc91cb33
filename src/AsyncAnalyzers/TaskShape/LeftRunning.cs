using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>Says whether a task that is kept or discarded surely still runs when a <c>using</c> around it ends.</summary>
internal static class LeftRunning
{
    /// <summary>
    /// True if nothing in the rest of the scope waits for anything or mentions what holds the task: a scope that waits may be meant to last as long as the
    /// task. False for holders that belong to the scope.
    /// </summary>
    /// <param name="statement">The assignment or call that keeps the task.</param>
    /// <param name="holder">The variable, field or collection that keeps it; null for a discard.</param>
    /// <param name="scope">The scope of the resource.</param>
    public static bool At(IOperation statement, ISymbol? holder, IOperation scope)
    {
        if (holder is not null && SharedValues.IsDeclaredIn(holder, scope))
        {
            return false;
        }

        foreach (var operation in scope.Descendants())
        {
            if (operation.Syntax.SpanStart >= statement.Syntax.Span.End &&
                (operation is IAwaitOperation or IReturnOperation { ReturnedValue: not null } or IForEachLoopOperation { IsAsynchronous: true } ||
                    operation is IInvocationOperation { TargetMethod.Name: var name } && MayWait(name) ||
                    operation is IPropertyReferenceOperation { Property.Name: "Result" } ||
                    holder is not null && IsMention(operation, holder)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool MayWait(string method) => BlockingWait.IsName(method) ||
        method.StartsWith("Wait", StringComparison.Ordinal) || method.StartsWith("Run", StringComparison.Ordinal) || method is "Sleep" or "Join" or "SignalAndWait" or "ReadLine" or "ReadKey" or "Take" or "Dispose" or "Stop" or "Cancel";

    private static bool IsMention(IOperation operation, ISymbol holder) => operation switch
    {
        ILocalReferenceOperation local => SymbolEqualityComparer.Default.Equals(local.Local, holder),
        IParameterReferenceOperation parameter => SymbolEqualityComparer.Default.Equals(parameter.Parameter, holder),
        IMemberReferenceOperation member => SymbolEqualityComparer.Default.Equals(member.Member, holder),
        _ => false,
    };
}
