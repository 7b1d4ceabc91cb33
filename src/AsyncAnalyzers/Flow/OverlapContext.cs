using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>What in the code around awaited calls speaks against letting them overlap.</summary>
[Flags]
internal enum Obstacles
{
    None = 0,

    /// <summary><c>lock</c>, <c>Monitor</c>.</summary>
    Lock = 1,

    /// <summary><c>BeginTransaction</c>, <c>TransactionScope</c>, <c>[Transaction]</c>, <c>IDbContextTransaction</c>.</summary>
    Transaction = 2,

    /// <summary><c>Task.Delay</c>, <c>SemaphoreSlim</c>, a rate limiter.</summary>
    Throttle = 4,

    /// <summary>A <c>try</c> with a <c>catch</c>.</summary>
    TryCatch = 8,

    /// <summary>A <c>catch</c> that picks by exception type or filter, so that it matters which failure is seen first.</summary>
    SelectiveCatch = 16,

    /// <summary><c>using</c> of something not known to be safe for concurrent use.</summary>
    Using = 32,
}

/// <summary>Finds <see cref="Obstacles"/>; bounded by the innermost function.</summary>
internal static class OverlapContext
{
    // What a statement of a block brings for the statements after it; read for each candidate of the block, so worked out once.
    private static readonly ConditionalWeakTable<IOperation, List<(int End, Obstacles Obstacles)>> Entered = new();

    /// <summary>What encloses the operation, or was entered before it and may still be in force, in its function.</summary>
    public static Obstacles Around(IOperation operation, Concurrency concurrency)
    {
        var found = OfSignature(operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart) as IMethodSymbol);
        for (var (child, parent) = (operation, operation.Parent); parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case ILockOperation:
                    found |= Obstacles.Lock;
                    break;
                case ITryOperation { Catches: { IsEmpty: false } catches } attempt when attempt.Body == child:
                    found |= Obstacles.TryCatch;
                    foreach (var handler in catches)
                    {
                        found |= IsSelective(handler) ? Obstacles.SelectiveCatch : Obstacles.None;
                    }

                    break;
                case IUsingOperation resource when resource.Body == child:
                    found |= OfResource(resource.Resources, concurrency);
                    break;
                case IBlockOperation block:
                    found |= EnteredBefore(block, block.Operations, child, concurrency);
                    break;
                case ISwitchCaseOperation section:
                    found |= EnteredBefore(section, section.Body, child, concurrency);
                    break;
            }
        }

        return found;
    }

    /// <summary>What occurs in the operation itself, such as the body of a loop, nested functions included.</summary>
    public static Obstacles Within(IOperation operation, Concurrency concurrency)
    {
        var found = Obstacles.None;
        foreach (var inner in operation.DescendantsAndSelf())
        {
            found |= inner switch
            {
                ILockOperation => Obstacles.Lock,
                IUsingOperation resource => OfResource(resource.Resources, concurrency),
                IUsingDeclarationOperation resource => OfResource(resource, concurrency),
                IInvocationOperation call => OfCall(call),
                IVariableDeclaratorOperation { Symbol.Type: var type } when IsTransaction(type) => Obstacles.Transaction,
                ITryOperation { Catches.IsEmpty: false } => Obstacles.TryCatch,
                _ => Obstacles.None,
            };
        }

        return found;
    }

    private static Obstacles EnteredBefore(IOperation key, IEnumerable<IOperation> statements, IOperation statement, Concurrency concurrency)
    {
        var entered = Entered.GetValue(key, _ => ListEntered(statements, concurrency));
        var found = Obstacles.None;
        foreach (var (end, obstacles) in entered)
        {
            if (end > statement.Syntax.SpanStart)
            {
                break;
            }

            found |= obstacles;
        }

        return found;
    }

    private static List<(int End, Obstacles Obstacles)> ListEntered(IEnumerable<IOperation> statements, Concurrency concurrency)
    {
        var entered = new List<(int, Obstacles)>();
        var known = Obstacles.None;
        foreach (var statement in statements)
        {
            var obstacles = (statement is ILocalFunctionOperation or IUsingOperation ? Obstacles.None : OfStatement(statement, concurrency)) & ~known;
            if (obstacles != Obstacles.None)
            {
                known |= obstacles;
                entered.Add((statement.Syntax.Span.End, obstacles));
            }
        }

        return entered;
    }

    /// <summary>What a statement leaves in force: not a block of its own that is closed at its end.</summary>
    private static Obstacles OfStatement(IOperation statement, Concurrency concurrency)
    {
        var found = statement is IUsingDeclarationOperation resource ? OfResource(resource, concurrency) : Obstacles.None;
        foreach (var inner in statement.DescendantsAndSelf())
        {
            found |= inner switch
            {
                // Waiting is over when the statement is, holding a semaphore is not.
                IInvocationOperation { TargetMethod.Name: not ("Delay" or "Sleep") } call => OfCall(call),
                IVariableDeclaratorOperation { Symbol.Type: var type } when IsTransaction(type) => Obstacles.Transaction,
                _ => Obstacles.None,
            };
        }

        return found;
    }

    private static Obstacles OfCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "Enter" or "TryEnter" or "EnterScope":
                return Obstacles.Lock;
            case "Wait" or "WaitAsync":
                return method.ContainingType is { Name: "SemaphoreSlim" } ? Obstacles.Throttle : Obstacles.None;
            case "Delay" or "Sleep":
                return method.ContainingType is { Name: "Task" or "Thread" } ? Obstacles.Throttle : Obstacles.None;
            case "WaitForNextTickAsync":
            case "AcquireAsync" or "AttemptAcquire" when method.ContainingType.Name.EndsWith("Limiter", StringComparison.Ordinal):
                return Obstacles.Throttle;
            case var name when name.StartsWith("BeginTransaction", StringComparison.Ordinal) || name is "StartTransaction" or "StartTransactionAsync" or "UseTransaction" or "UseTransactionAsync":
                return Obstacles.Transaction;
            default:
                return Obstacles.None;
        }
    }

    private static Obstacles OfResource(IOperation resource, Concurrency concurrency)
    {
        var found = Obstacles.None;
        foreach (var inner in resource.DescendantsAndSelf())
        {
            if (inner is IVariableDeclaratorOperation { Symbol.Type: var type })
            {
                found |= OfResourceType(type, concurrency);
            }
            else if (inner is IInvocationOperation call)
            {
                found |= OfCall(call);
            }
        }

        return resource is IUsingDeclarationOperation or IVariableDeclarationGroupOperation || resource.Type is null ? found : found | OfResourceType(resource.Type, concurrency);
    }

    private static Obstacles OfResourceType(ITypeSymbol type, Concurrency concurrency) =>
        IsTransaction(type) ? Obstacles.Transaction : concurrency.OfType(type).Verdict == Verdict.Safe ? Obstacles.None : Obstacles.Using;

    private static Obstacles OfSignature(IMethodSymbol? function)
    {
        if (function is null)
        {
            return Obstacles.None;
        }

        foreach (var parameter in function.Parameters)
        {
            if (IsTransaction(parameter.Type))
            {
                return Obstacles.Transaction;
            }
        }

        return IsMarked(function) || function.ContainingType is { } type && IsMarked(type) ? Obstacles.Transaction : Obstacles.None;
    }

    private static bool IsMarked(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass?.Name is "TransactionAttribute" or "TransactionalAttribute" or "UnitOfWorkAttribute")
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTransaction(ITypeSymbol type)
    {
        if (IsTransactionName(type.Name))
        {
            return true;
        }

        for (var current = type.BaseType; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (IsTransactionName(current.Name))
            {
                return true;
            }
        }

        foreach (var contract in type.AllInterfaces)
        {
            if (IsTransactionName(contract.Name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTransactionName(string name) =>
        name is "TransactionScope" or "IDbContextTransaction" or "IDbTransaction" or "DbTransaction" or "CommittableTransaction" or "IClientSessionHandle" or "ITransaction";

    private static bool IsSelective(ICatchClauseOperation handler) =>
        handler.Filter is not null || handler.ExceptionType is { SpecialType: not SpecialType.System_Object, Name: not "Exception" };
}
