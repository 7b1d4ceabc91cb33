using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>
/// The completion of tasks in one member and all functions inside it: a forward analysis that keeps what holds on every path.
/// A first sweep numbers the facts that occur; so a state is a set of bits, and the cost stays linear in the size of the member.
/// </summary>
internal sealed class CompletionAnalysis
{
    private readonly KnownTypes types;
    private readonly TaskPaths paths = new();
    private readonly CompletionFacts facts = new();
    private readonly TaskExpressions expressions;
    private readonly CompletionAssignments assignments;
    private readonly CompletionTransfer transfer;
    private readonly Dictionary<BasicBlock, List<TaskPath>> forgotten = [];
    private readonly Dictionary<SyntaxNode, bool> complete = [];
    private readonly Dictionary<SyntaxNode, bool> elementsComplete = [];
    private readonly HashSet<SyntaxNode> relevant = [];
    private readonly CancellationToken cancellationToken;
    private CompletionState? stable;

    private CompletionAnalysis(KnownTypes types, CancellationToken cancellationToken)
    {
        this.types = types;
        this.cancellationToken = cancellationToken;
        expressions = new(types, facts, paths);
        var guards = new TaskGuards(types, expressions);
        assignments = new(types, expressions, guards);
        transfer = new(types, expressions, guards, assignments);
    }

    public static CompletionAnalysis Of(ControlFlowGraph graph, KnownTypes types, CancellationToken cancellationToken)
    {
        var analysis = new CompletionAnalysis(types, cancellationToken);
        analysis.Prepare(graph, null);
        analysis.Number(graph);
        analysis.stable = CompletionState.Of(analysis.facts, static path => path.IsStable);
        analysis.Solve(graph, new(analysis.facts));
        return analysis;
    }

    /// <summary>True if the expression was seen, each time with a complete task.</summary>
    public bool IsComplete(SyntaxNode expression) => complete.TryGetValue(expression, out var isComplete) && isComplete;

    /// <summary>The same for all tasks of a sequence.</summary>
    public bool AreElementsComplete(SyntaxNode expression) => elementsComplete.TryGetValue(expression, out var areComplete) && areComplete;

    /// <summary>Notes the temporaries, and what each variable goes through that would make it impossible to follow.</summary>
    private void Prepare(ControlFlowGraph graph, IMethodSymbol? function)
    {
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in OperationWalk.Of(block))
            {
                switch (operation)
                {
                    case IFlowCaptureOperation capture:
                        paths.Capture(capture.Id, capture.Value);
                        break;
                    case ISimpleAssignmentOperation { IsRef: true } alias:
                        MarkVolatile(alias.Value);
                        break;
                    case IAssignmentOperation assignment:
                        NoteWrite(assignment.Target, function);
                        if (assignment is ISimpleAssignmentOperation && IsRestartedByEnumeration(assignment.Value) && RootOf(assignment.Target) is { } lazy)
                        {
                            lazy.IsLazy = true;
                        }

                        break;
                    case IIncrementOrDecrementOperation step:
                        NoteWrite(step.Target, function);
                        break;
                    case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                        NoteWrite(argument.Value, function);
                        break;
                    case IAddressOfOperation address:
                        MarkVolatile(address.Reference);
                        break;
                    case IFlowAnonymousFunctionOperation lambda when IsRelevant(lambda):
                        relevant.Add(lambda.Syntax);
                        Prepare(graph.GetAnonymousFunctionControlFlowGraph(lambda, cancellationToken), lambda.Symbol);
                        break;
                }
            }
        }

        foreach (var local in graph.LocalFunctions)
        {
            Prepare(graph.GetLocalFunctionControlFlowGraph(local, cancellationToken), local);
        }
    }

    /// <summary>Lets every operation name its facts once.</summary>
    private void Number(ControlFlowGraph graph)
    {
        foreach (var block in graph.Blocks)
        {
            var list = new List<TaskPath>();
            var state = new CompletionState(facts);
            assignments.Forgotten = list.Add;
            foreach (var operation in OperationWalk.Of(block))
            {
                transfer.Apply(operation, state);
                if (operation is IFlowAnonymousFunctionOperation lambda && relevant.Contains(lambda.Syntax))
                {
                    transfer.ApplyParameters(lambda, state);
                    Number(graph.GetAnonymousFunctionControlFlowGraph(lambda, cancellationToken));
                    assignments.Forgotten = list.Add;
                }
            }

            if (block.ConditionKind != ControlFlowConditionKind.None && block.BranchValue is { } condition)
            {
                transfer.ApplyBranch(condition, true, state);
                transfer.ApplyBranch(condition, false, state);
            }

            if (list.Count > 0)
            {
                forgotten.Add(block, list);
            }
        }

        assignments.Forgotten = null;
        foreach (var local in graph.LocalFunctions)
        {
            Number(graph.GetLocalFunctionControlFlowGraph(local, cancellationToken));
        }
    }

    private void Solve(ControlFlowGraph graph, CompletionState start)
    {
        var solution = new CompletionFixpoint(graph, transfer, forgotten, cancellationToken).Run(start);
        foreach (var block in graph.Blocks)
        {
            if (solution[block.Ordinal] is not { } entry)
            {
                continue;
            }

            var state = entry.Clone();
            foreach (var operation in OperationWalk.Of(block))
            {
                Record(operation, state);
                if (operation is IFlowAnonymousFunctionOperation lambda && relevant.Contains(lambda.Syntax))
                {
                    var inner = state.Clone();
                    if (!IsArgument(lambda))
                    {
                        inner.Intersect(stable!);
                    }

                    transfer.ApplyParameters(lambda, inner);
                    Solve(graph.GetAnonymousFunctionControlFlowGraph(lambda, cancellationToken), inner);
                }

                transfer.Apply(operation, state);
            }
        }

        // A local function may be called from anywhere.
        foreach (var local in graph.LocalFunctions)
        {
            Solve(graph.GetLocalFunctionControlFlowGraph(local, cancellationToken), new(facts));
        }
    }

    private void Record(IOperation operation, CompletionState state)
    {
        if (operation is IFlowCaptureReferenceOperation or { Type: null or { SpecialType: not SpecialType.None and not SpecialType.System_Collections_Generic_IEnumerable_T } })
        {
            return;
        }

        var (record, holds) = types.Awaitables.IsTaskOrValueTask(operation.Type) || operation.Type is INamedTypeSymbol named && types.Awaitables.IsAwaiter(named)
            ? (complete, expressions.IsComplete(operation, state))
            : (elementsComplete, IsWaitedFor(operation) && expressions.AreElementsComplete(operation, state));
        record[operation.Syntax] = holds && (!record.TryGetValue(operation.Syntax, out var before) || before);
    }

    /// <summary>False for a lambda that neither waits for a task, about which one would ask, nor changes a variable: most lambdas need no graph.</summary>
    private static bool IsRelevant(IOperation lambda) => lambda.Syntax.DescendantNodes().Any(static node => node switch
    {
        SimpleNameSyntax name => BlockingWait.IsName(name.Identifier.ValueText),
        AssignmentExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax or RefExpressionSyntax => true,
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None),
        _ => false,
    });

    /// <summary>Sequences are asked about only as arguments.</summary>
    private static bool IsWaitedFor(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "WaitAll" or "WaitAny" } };
    }

    private static bool IsArgument(IOperation lambda)
    {
        var parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent is IArgumentOperation;
    }

    private void NoteWrite(IOperation target, IMethodSymbol? function)
    {
        if (target.Unwrap() is ITupleOperation tuple)
        {
            foreach (var element in tuple.Elements)
            {
                NoteWrite(element, function);
            }
        }
        else if (RootOf(target) is { } root)
        {
            root.Writes++;
            if (function is not null && root.Symbol is ILocalSymbol or IParameterSymbol && !SymbolEqualityComparer.Default.Equals(root.Symbol.ContainingSymbol, function))
            {
                root.IsVolatile = true;
            }
        }
    }

    private void MarkVolatile(IOperation aliased)
    {
        if (RootOf(aliased) is { } root)
        {
            root.IsVolatile = true;
        }
    }

    private TaskPath? RootOf(IOperation target) => paths.Of(target) is { Parent: null, Symbol: not null } root ? root : null;

    /// <summary>True for <c>items.Select(item => LoadAsync(item))</c>: enumerating it once more starts the tasks once more.</summary>
    private bool IsRestartedByEnumeration(IOperation value)
    {
        for (var current = paths.Resolve(value); current is IInvocationOperation { TargetMethod: { ContainingType.Name: "Enumerable" } method } call; current = paths.Resolve(BlockingWait.ReceiverOf(call)!))
        {
            if (method.Name.StartsWith("To", StringComparison.Ordinal) || BlockingWait.ReceiverOf(call) is null)
            {
                return false;
            }

            if (method.Name is "SelectMany" or "Zip" || method.Name == "Select" && TaskLists.SelectedMember(call) is null)
            {
                return true;
            }
        }

        return false;
    }
}
