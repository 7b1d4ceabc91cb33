using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Flow;

/// <summary>What the text alone tells of the mentions of a local in the list of statements it lives in.</summary>
internal readonly struct LocalMentions(ILocalSymbol local, Mentions mentions, SyntaxNode scope)
{
    /// <summary>True if anything in the scope names the local other than to assign it.</summary>
    public bool IsRead()
    {
        foreach (var name in All())
        {
            if (name is not VariableDeclaratorSyntax && !IsAssigned(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if a lambda or local function inside that of the local names it.</summary>
    public bool IsCaptured()
    {
        var owner = FunctionAround(scope);
        foreach (var name in All())
        {
            if (FunctionAround(name) != owner)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if the next mention is a read that nothing can keep from being reached.</summary>
    public bool IsCertainlyReadAfter(StatementSyntax statement)
    {
        var list = statement.Parent is GlobalStatementSyntax { Parent: { } unit } ? unit : statement.Parent!;
        var next = mentions.NextOf(local.Name, statement.Span.End, list.Span.End);
        return next >= 0 &&
            !mentions.MayJump(statement.Span.End, next) &&
            scope.FindToken(next).Parent is { } name &&
            !IsAssigned(name) &&
            IsCertain(name, list);
    }

    private IEnumerable<SyntaxNode> All()
    {
        for (var next = mentions.NextOf(local.Name, scope.SpanStart, scope.Span.End); next >= 0; next = mentions.NextOf(local.Name, next + 1, scope.Span.End))
        {
            if (scope.FindToken(next).Parent is { } name)
            {
                yield return name;
            }
        }
    }

    private static bool IsAssigned(SyntaxNode name) =>
        name.Parent is AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax } assignment && assignment.Left == name && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression);

    private static SyntaxNode? FunctionAround(SyntaxNode node) => node.FirstAncestorOrSelf<SyntaxNode>(static around => around is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);

    private static bool IsCertain(SyntaxNode node, SyntaxNode list)
    {
        for (; node.Parent is { } parent && parent != list; node = parent)
        {
            var isAlwaysEvaluated = parent switch
            {
                ConditionalExpressionSyntax choice => choice.Condition == node,
                BinaryExpressionSyntax binary => binary.Left == node || binary.OperatorToken.ValueText is not ("&&" or "||" or "??"),
                ConditionalAccessExpressionSyntax access => access.Expression == node,
                AssignmentExpressionSyntax assignment => assignment.Left == node || assignment.OperatorToken.ValueText != "??=",
                IfStatementSyntax choice => choice.Condition == node,
                WhileStatementSyntax loop => loop.Condition == node,
                ForStatementSyntax loop => loop.Statement != node && !loop.Incrementors.Contains(node),
                CommonForEachStatementSyntax loop => loop.Expression == node,
                SwitchExpressionArmSyntax or SwitchSectionSyntax or CatchClauseSyntax => false,
                _ => true,
            };
            if (!isAlwaysEvaluated)
            {
                return false;
            }
        }

        return true;
    }
}
