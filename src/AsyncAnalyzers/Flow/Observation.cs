using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>How a local loses the task it was given.</summary>
internal enum TaskLoss
{
    /// <summary>Not at all, as far as can be seen.</summary>
    None,

    /// <summary>Nothing reads the local, ever.</summary>
    NeverRead,

    /// <summary>A path leaves the local's scope.</summary>
    Left,

    /// <summary>A path throws.</summary>
    Thrown,

    /// <summary>Another value replaces it.</summary>
    Overwritten,
}

/// <summary>
/// Answers whether a task that a local is given is seen by anybody: read, passed, captured. Exceptions that calls throw are not paths, and what a
/// <c>try</c> may catch, or a <c>finally</c> mentions, counts as seen.
/// </summary>
internal static class Observation
{
    /// <summary>What becomes of the task assigned to <paramref name="local"/> by <paramref name="assignment"/>, a declarator or a simple assignment.</summary>
    public static TaskLoss LossOf(ILocalSymbol local, IOperation assignment, in OperationAnalysisContext context)
    {
        var root = assignment.Root();
        var mentions = Mentions.Of(root);
        if (mentions.CountOf(local.Name) == 1)
        {
            return TaskLoss.NeverRead;
        }

        if (local.DeclaringSyntaxReferences is not [var reference] || ScopeOf(reference.GetSyntax(context.CancellationToken)) is not { } scope)
        {
            return TaskLoss.None;
        }

        var found = new LocalMentions(local, mentions, scope);
        if (!found.IsRead())
        {
            return TaskLoss.NeverRead;
        }

        var statement = assignment.Syntax.FirstAncestorOrSelf<StatementSyntax>();
        if (statement is null || mentions.IsHuge || found.IsCertainlyReadAfter(statement) || found.IsCaptured() || GraphOf(assignment, root, context) is not { } graph)
        {
            return TaskLoss.None;
        }

        var isUnconditional = assignment is IVariableDeclaratorOperation || statement.Parent == scope;
        return new LossPaths(local, graph, isUnconditional).From(assignment.Syntax);
    }

    /// <summary>The list of statements in which the local lives.</summary>
    private static SyntaxNode? ScopeOf(SyntaxNode declarator) => declarator.FirstAncestorOrSelf<StatementSyntax>()?.Parent switch
    {
        BlockSyntax list => list,
        SwitchSectionSyntax list => list,
        GlobalStatementSyntax { Parent: { } unit } => unit,
        _ => null,
    };

    /// <summary>The graph of the function around an operation; null where there is none.</summary>
    public static ControlFlowGraph? GraphOf(IOperation operation, IOperation root, in OperationAnalysisContext context)
    {
        if (root is not (IBlockOperation or IMethodBodyBaseOperation or ISymbolInitializerOperation))
        {
            return null;
        }

        var graph = context.GetControlFlowGraph();
        return EnclosingFunction.BoundaryOf(operation) is { } function ? GraphOf(graph, function.Syntax, context.CancellationToken) : graph;
    }

    private static ControlFlowGraph? GraphOf(ControlFlowGraph graph, SyntaxNode function, CancellationToken cancellationToken)
    {
        foreach (var local in graph.LocalFunctions)
        {
            if (local.DeclaringSyntaxReferences is [var reference] && reference.Span.Contains(function.Span))
            {
                var inner = graph.GetLocalFunctionControlFlowGraph(local, cancellationToken);
                return reference.Span == function.Span ? inner : GraphOf(inner, function, cancellationToken);
            }
        }

        foreach (var block in graph.Blocks)
        {
            foreach (var operation in OperationWalk.Of(block))
            {
                if (operation is IFlowAnonymousFunctionOperation lambda && lambda.Syntax.Span.Contains(function.Span))
                {
                    var inner = graph.GetAnonymousFunctionControlFlowGraph(lambda, cancellationToken);
                    return lambda.Syntax == function ? inner : GraphOf(inner, function, cancellationToken);
                }
            }
        }

        return null;
    }
}
