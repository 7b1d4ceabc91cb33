using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>The <c>try</c> around a <c>return</c> whose handlers care for what happens inside it.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Catches">True if a <c>catch</c> would handle a failure of the task.</param>
/// <param name="Finishes">True if the <c>finally</c> is about the end of the task.</param>
internal sealed record GuardedRegion(ITryOperation Statement, bool Catches, bool Finishes)
{
    /// <summary>What the task escapes, for messages.</summary>
    public string Misses => (Catches, Finishes) switch
    {
        (true, true) => "its 'catch' does not see the task fail and its 'finally' runs before the task ends",
        (true, false) => "its 'catch' does not see the task fail",
        _ => "its 'finally' runs before the task ends",
    };

    /// <summary>The innermost one in the same function; null in <c>unsafe</c> code and where there is none.</summary>
    public static GuardedRegion? Around(IOperation operation)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); (child, parent) = (parent, parent.Parent))
        {
            if (parent is ITryOperation statement && statement.Finally != child)
            {
                var catches = statement.Body == child && statement.Catches.Any(HandlesFailure);
                var finishes = statement.Finally is { } last && IsAboutTheEnd(last);
                if (catches || finishes)
                {
                    return AwaitPlace.IsUnsafe(operation.Syntax) ? null : new(statement, catches, finishes);
                }
            }
        }

        return null;
    }

    /// <summary>True if the call stands inside the statement, too, and does not itself see to the end of a task that it is given.</summary>
    public bool Covers(IInvocationOperation start, KnownTypes types) =>
        Statement.Syntax.Span.Contains(start.Syntax.Span) && !(!Finishes && start.TargetMethod.Name == "ContinueWith") && !TakesOver(start, types);

    /// <summary><c>if (!pending.IsCompleted) return AwaitedAsync(pending);</c>: the slow half of a function.</summary>
    private static bool TakesOver(IInvocationOperation start, KnownTypes types)
    {
        foreach (var argument in start.Arguments)
        {
            if (argument.Value.Unwrap() is ILocalReferenceOperation { Type: var type } && types.Awaitables.IsTaskOrValueTask(type) && !types.Awaitables.IsTask(start.TargetMethod.ContainingType))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>False for a handler that does nothing but make a failed task of the exception, or let it pass.</summary>
    private static bool HandlesFailure(ICatchClauseOperation handler)
    {
        var caught = (handler.ExceptionDeclarationOrExpression as IVariableDeclaratorOperation)?.Symbol;
        foreach (var statement in handler.Handler.Operations)
        {
            switch (statement)
            {
                case IReturnOperation { ReturnedValue: { } task } when HandsOn(task.Unwrap(), caught):
                case IThrowOperation { Exception: null }:
                case IExpressionStatementOperation { Operation: IThrowOperation { Exception: null } }:
                case IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod.Name: "SetException" or "TrySetException" or "SetCanceled" or "TrySetCanceled" } }:
                    break;
                default:
                    return true;
            }
        }

        return handler.Handler.Operations.IsEmpty;
    }

    /// <summary><c>Task.FromException(e)</c>, <c>new ValueTask(Task.FromException(e))</c>, <c>source.Task</c>.</summary>
    private static bool HandsOn(IOperation task, ILocalSymbol? caught) => task switch
    {
        IPropertyReferenceOperation { Property.Name: "Task" } => true,
        IInvocationOperation { TargetMethod.Name: "FromCanceled" } => true,
        IInvocationOperation call => call.Arguments.Any(argument => argument.Value.Unwrap() is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, caught)),
        IObjectCreationOperation { Arguments: [{ Value: var inner }] } => HandsOn(inner.Unwrap(), caught),
        _ => false,
    };

    /// <summary>False for what is done only if the <c>try</c> has failed, and for what must be undone on the same thread.</summary>
    private static bool IsAboutTheEnd(IBlockOperation last)
    {
        foreach (var statement in last.Operations)
        {
            if (statement is not (IConditionalOperation or IEmptyOperation) && !IsOfThread(statement))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfThread(IOperation statement) => statement is IExpressionStatementOperation { Operation: var expression } && expression switch
    {
        IInvocationOperation { TargetMethod: var method } => method.Name is "SetSynchronizationContext" or "RestoreFlow" or "Undo" or "Exit" or "ExitReadLock" or "ExitWriteLock" or "ExitUpgradeableReadLock" or "ReleaseMutex",
        IAssignmentOperation { Target: IMemberReferenceOperation { Member: { Name: "CurrentCulture" or "CurrentUICulture" or "CurrentPrincipal" or "Current" } } } => true,
        IAssignmentOperation { Target: IFieldReferenceOperation { Field: { IsStatic: true } field } } => field.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "ThreadStaticAttribute"),
        _ => false,
    };
}
