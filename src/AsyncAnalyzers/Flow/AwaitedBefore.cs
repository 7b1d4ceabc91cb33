using System.Runtime.CompilerServices;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>
/// The simplest way for a task to be complete, and the most frequent: a variable that is never assigned again and that a statement before, in the same list
/// or in one around it, awaits. It needs no control-flow graph.
/// </summary>
internal static class AwaitedBefore
{
    // For each block: the variables that its statements await, and where the first statement that does so ends.
    private static readonly ConditionalWeakTable<IBlockOperation, Dictionary<ISymbol, int>> Blocks = new();

    /// <summary>True if the task has been awaited whenever it is evaluated; false if that cannot be seen so easily.</summary>
    public static bool Is(IOperation task, Mentions mentions, KnownTypes types)
    {
        if (VariableOf(task) is not { } variable || mentions.HasLabels || mentions.MayBeAssigned(variable.Name) || !types.Awaitables.IsTask(task.Type))
        {
            return false;
        }

        // A lambda runs after the place where it is written, a local function possibly before.
        for (var (child, parent) = (task, task.Parent); parent is not null and not ILocalFunctionOperation; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IBlockOperation block && Blocks.GetValue(block, key => List(key, types)).TryGetValue(variable, out var end) && end <= child.Syntax.SpanStart)
            {
                return true;
            }
        }

        return false;
    }

    private static Dictionary<ISymbol, int> List(IBlockOperation block, KnownTypes types)
    {
        var awaited = new Dictionary<ISymbol, int>(SymbolEqualityComparer.Default);
        foreach (var statement in block.Operations)
        {
            foreach (var value in ValuesOf(statement))
            {
                if (value.Unwrap() is IAwaitOperation { Operation: var operand })
                {
                    Add(BlockingWait.Peel(operand, types), statement.Syntax.Span.End, awaited, types);
                }
            }
        }

        return awaited;
    }

    /// <summary>The values that a statement evaluates whatever happens.</summary>
    private static IEnumerable<IOperation> ValuesOf(IOperation statement) => statement switch
    {
        IExpressionStatementOperation { Operation: IAssignmentOperation assignment } => [assignment.Value],
        IExpressionStatementOperation { Operation: var expression } => [expression],
        IVariableDeclarationGroupOperation group => group.Declarations.SelectMany(static declaration => declaration.Declarators)
            .Where(static declarator => declarator.Initializer is not null)
            .Select(static declarator => declarator.Initializer!.Value),
        _ => [],
    };

    private static void Add(IOperation task, int end, Dictionary<ISymbol, int> awaited, KnownTypes types)
    {
        if (VariableOf(task) is { } variable)
        {
            if (!awaited.ContainsKey(variable))
            {
                awaited.Add(variable, end);
            }
        }
        else if (task is IInvocationOperation { TargetMethod.Name: "WhenAll", Arguments: [{ Value: var tasks }] } call &&
            SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, types.Task) &&
            tasks.TryGetElements(out var elements))
        {
            foreach (var element in elements)
            {
                Add(BlockingWait.Peel(element, types), end, awaited, types);
            }
        }
    }

    /// <summary>Not parameters of primary constructors, which other members may assign.</summary>
    public static ISymbol? VariableOf(IOperation task) => task switch
    {
        ILocalReferenceOperation { Local: { RefKind: RefKind.None } local } => local,
        IParameterReferenceOperation { Parameter: { RefKind: RefKind.None, ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } } parameter } => parameter,
        _ => null,
    };
}
