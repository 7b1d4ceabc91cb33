using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>Says whether code runs while a lock or a semaphore is held that lets only one in. In doubt it is.</summary>
internal static class Exclusion
{
    /// <summary>True if something between <paramref name="boundary"/> and the operation is entered before the operation and not yet left.</summary>
    public static bool Guards(IOperation operation, IOperation boundary)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not null && child != boundary; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case ILockOperation section when section.Body == child:
                case IUsingOperation resource when resource.Body == child && IsTaken(resource.Resources):
                case IConditionalOperation choice when choice.WhenTrue == child && IsTaken(choice.Condition):
                    return true;
                case IBlockOperation block when IsHeldAt(child, block.Operations):
                case ISwitchCaseOperation section when IsHeldAt(child, section.Body):
                    return true;
            }
        }

        return false;
    }

    private static bool IsHeldAt(IOperation place, IEnumerable<IOperation> statements)
    {
        var isHeld = false;
        foreach (var statement in statements)
        {
            if (statement.Syntax.SpanStart >= place.Syntax.SpanStart)
            {
                break;
            }

            if (statement is ILocalFunctionOperation or IUsingOperation or ILockOperation)
            {
                continue;
            }

            foreach (var inner in statement.DescendantsAndSelf())
            {
                if (inner is IInvocationOperation call)
                {
                    isHeld = Takes(call) || isHeld && call.TargetMethod.Name is not ("Release" or "Exit" or "ReleaseMutex" or "ExitWriteLock");
                }
            }
        }

        return isHeld;
    }

    private static bool IsTaken(IOperation resource)
    {
        foreach (var inner in resource.DescendantsAndSelf())
        {
            if (inner is IInvocationOperation call && Takes(call))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Takes(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "Wait" or "WaitAsync":
                return method.ContainingType is { Name: "SemaphoreSlim" } ? AdmitsOne(call.Instance) : method.ContainingType?.Name is not ("Task" or "ValueTask" or "ManualResetEventSlim" or "CountdownEvent");
            case "WaitOne" or "Enter" or "TryEnter" or "EnterScope" or "EnterAsync" or "EnterWriteLock" or "TryEnterWriteLock" or "Acquire" or "AcquireAsync" or "TryAcquireAsync":
                return true;
            default:
                return method.Name.IndexOf("Lock", StringComparison.Ordinal) >= 0 && method.Name is not ("Unlock" or "ReleaseLock" or "ExitWriteLock" or "ExitReadLock") &&
                    method.Name.IndexOf("Block", StringComparison.Ordinal) < 0 && method.Name.IndexOf("Clock", StringComparison.Ordinal) < 0;
        }
    }

    /// <summary>False for a semaphore that is seen to let in more than one: it limits, but does not exclude.</summary>
    private static bool AdmitsOne(IOperation? semaphore)
    {
        var symbol = semaphore is null ? null : SharedObject.Of(semaphore)?.Symbol;
        var initial = symbol?.DeclaringSyntaxReferences is [var declaration, ..] ? declaration.GetSyntax() switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var value } => value,
            PropertyDeclarationSyntax { Initializer.Value: var value } => value,
            _ => null,
        } : null;
        return initial is not BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var count }, ..] } || count is LiteralExpressionSyntax { Token.Value: 0 or 1 };
    }
}
