using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Core;

/// <summary>Says whether an operation can run at all. Dear: only for operations about to be reported.</summary>
internal static class Execution
{
    // A list of thousands of statements is searched once, not once for each of them.
    private static readonly ConditionalWeakTable<SyntaxNode, StrongBox<int>> FirstJumps = new();

    /// <summary>False inside <c>nameof</c>, expression trees, attributes and unreachable code, also behind a call that never returns.</summary>
    public static bool MayRun(IOperation operation, CancellationToken cancellationToken)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is INameOfOperation or IAttributeOperation || MakesExpressionTree(parent))
            {
                return false;
            }
        }

        return !IsUnreachable(operation, cancellationToken);
    }

    /// <summary>True if the operation is part of a lambda that becomes an expression tree.</summary>
    public static bool IsInExpressionTree(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (MakesExpressionTree(parent))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for <c>Expression&lt;TDelegate&gt;</c> and what it derives from.</summary>
    public static bool IsExpressionTree(this ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current is { Name: "Expression" or "LambdaExpression", ContainingNamespace: { Name: "Expressions", ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } } })
            {
                return true;
            }
        }

        return false;
    }

    private static bool MakesExpressionTree(IOperation operation) =>
        operation is IConversionOperation or IDelegateCreationOperation && operation.Type is { } type && type.IsExpressionTree();

    private static bool IsUnreachable(IOperation operation, CancellationToken cancellationToken)
    {
        if (operation.SemanticModel is not { } model)
        {
            return false;
        }

        // Flow analysis costs milliseconds: ask it only where something before could have cut the way.
        var statement = operation.Syntax.FirstAncestorOrSelf<StatementSyntax>();
        for (var current = statement; current is not null; current = current.Parent?.FirstAncestorOrSelf<StatementSyntax>())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ThrowingCall.StandsBefore(current, model, cancellationToken))
            {
                return true;
            }

            if ((IsAfterJump(current) || IsBehindConstant(current, model)) &&
                current is not LocalFunctionStatementSyntax &&
                model.AnalyzeControlFlow(current) is { Succeeded: true, StartPointIsReachable: false })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAfterJump(StatementSyntax statement) =>
        statement.Parent is BlockSyntax or SwitchSectionSyntax && statement.SpanStart > FirstJumps.GetValue(statement.Parent, FirstJump).Value;

    /// <summary>Where the first statement of the list begins that may not run to its end; beyond the list if all do.</summary>
    private static StrongBox<int> FirstJump(SyntaxNode list)
    {
        foreach (var statement in Statements.In(list))
        {
            if (MayNotComplete(statement))
            {
                return new(statement.SpanStart);
            }
        }

        return new(int.MaxValue);
    }

    private static bool MayNotComplete(StatementSyntax statement) => statement switch
    {
        ExpressionStatementSyntax or LocalDeclarationStatementSyntax or LocalFunctionStatementSyntax or EmptyStatementSyntax or YieldStatementSyntax { RawKind: (int)SyntaxKind.YieldReturnStatement } => false,
        CommonForEachStatementSyntax or IfStatementSyntax { Else: null } => false,
        IfStatementSyntax { Else: { } otherwise } choice => MayNotComplete(choice.Statement) && MayNotComplete(otherwise.Statement),
        TryStatementSyntax guarded => MayNotComplete(guarded.Block) || guarded.Finally is { } last && MayNotComplete(last.Block),
        BlockSyntax block => block.Statements.Any(MayNotComplete),
        UsingStatementSyntax inner => MayNotComplete(inner.Statement),
        LockStatementSyntax inner => MayNotComplete(inner.Statement),
        WhileStatementSyntax loop => loop.Condition.IsKind(SyntaxKind.TrueLiteralExpression),
        ForStatementSyntax loop => loop.Condition is null,
        _ => true,
    };

    private static bool IsBehindConstant(StatementSyntax statement, SemanticModel model) => statement.Parent switch
    {
        IfStatementSyntax parent => model.GetConstantValue(parent.Condition).HasValue,
        ElseClauseSyntax { Parent: IfStatementSyntax parent } => model.GetConstantValue(parent.Condition).HasValue,
        WhileStatementSyntax parent => model.GetConstantValue(parent.Condition).HasValue,
        _ => false,
    };
}
