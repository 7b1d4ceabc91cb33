using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Sequential;

/// <summary>The loop around a database call, and the locals in it that differ from one iteration to the next.</summary>
internal sealed class QueryLoop
{
    private readonly ILoopOperation loop;
    private readonly HashSet<ISymbol> own = new(SymbolEqualityComparer.Default);

    private QueryLoop(ILoopOperation loop)
    {
        this.loop = loop;
        foreach (var local in loop.Locals)
        {
            own.Add(local);
        }

        foreach (var operation in loop.Body.Descendants())
        {
            if (operation is IVariableDeclaratorOperation { Symbol: var local, Initializer: var value } && value is not null && Mentions(value) ||
                operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var assigned }, Value: var given } && Mentions(given) && IsInside(local = assigned))
            {
                own.Add(local);
            }
        }
    }

    public IOperation Body => loop.Body;

    /// <summary>
    /// The innermost loop of the function around the call; null unless it goes through items of which there may be many: loops that page, retry, wait or
    /// run until told to stop, go through a few literals, through portions, or through databases and the like, have a reason for each round trip.
    /// </summary>
    public static QueryLoop? Around(IOperation call)
    {
        for (var (child, parent) = (call, call.Parent); parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); (child, parent) = (parent, parent.Parent))
        {
            if (parent is ILoopOperation loop)
            {
                return child == loop.Body && IsOverMany(loop) && !IsPacedOrLeft(loop) ? new(loop) : null;
            }

            // A failure of one item shall not stop the others.
            if (parent is ITryOperation { Catches.IsEmpty: false })
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>True if the operation uses what differs from one iteration to the next.</summary>
    public bool Mentions(IOperation operation)
    {
        foreach (var inner in operation.DescendantsAndSelf())
        {
            if (inner is ILocalReferenceOperation { Local: var local } && own.Contains(local))
            {
                return true;
            }
        }

        return false;
    }

    public bool IsInside(ISymbol local) =>
        local.DeclaringSyntaxReferences is [var declaration, ..] && loop.Syntax.Span.Contains(declaration.Span);

    private static bool IsOverMany(ILoopOperation loop)
    {
        switch (loop)
        {
            case IForEachLoopOperation { IsAsynchronous: false, Collection: var collection } each:
                var sequence = collection.Unwrap();
                return LoopSource.Of(loop) is not ({ IsShort: true } or { IsAtMostOne: true }) &&
                    sequence is not IInvocationOperation { TargetMethod.Name: "Chunk" or "Batch" or "Buffer" or "Partition" or "Page" or "Split" or "GetValues" or "GetTables" or "GetPendingMigrations" } &&
                    each.LoopControlVariable is IVariableDeclaratorOperation { Symbol: var item } && !IsPlaceOrStep(item.Name) && !IsPlaceOrStep(item.Type.Name) && !IsPortion(item.Type);
            case IForLoopOperation { Condition: IBinaryOperation { RightOperand: var limit } }:
                // A count of attempts, pages or samples is a number of its own.
                return LoopSource.Of(loop) is { IsShort: false, IsAtMostOne: false } && limit.Unwrap() is IPropertyReferenceOperation { Property.Name: "Count" or "Length" };
            default:
                return false;
        }
    }

    private static bool IsPlaceOrStep(string name)
    {
        foreach (var word in Words)
        {
            if (name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static readonly string[] Words =
        ["tenant", "database", "connection", "context", "shard", "schema", "server", "chunk", "batch", "page", "migration", "script", "statement", "step", "attempt", "retry", "retries", "seed"];

    private static bool IsPortion(ITypeSymbol type) =>
        type is IArrayTypeSymbol || type is { SpecialType: not SpecialType.System_String } && type.Name is "List" or "IList" or "IReadOnlyList" or "IEnumerable" or "ICollection" or "Task" or "Func";

    /// <summary>True if the loop waits on purpose or may end before its last item.</summary>
    private static bool IsPacedOrLeft(ILoopOperation loop)
    {
        foreach (var node in loop.Body.Syntax.DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax))
        {
            switch (node)
            {
                case ReturnStatementSyntax or YieldStatementSyntax or GotoStatementSyntax:
                case BreakStatementSyntax when node.FirstAncestorOrSelf<SyntaxNode>(static around => around is SwitchSectionSyntax or ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax) == loop.Syntax:
                case IdentifierNameSyntax { Identifier.ValueText: "Delay" or "Sleep" or "BeginTransaction" or "BeginTransactionAsync" or "CreateScope" or "CreateAsyncScope" }:
                    return true;
            }
        }

        return false;
    }
}
