using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static AsyncAnalyzers.Core.Words;

namespace AsyncAnalyzers.Cancellation;

/// <summary>
/// Says whether a call belongs to a change that has been made already: after <c>SaveChangesAsync</c> or a commit, to remove what a cache still holds, or to tell others, must not be
/// given up because nobody waits any more.
/// </summary>
internal static class SettledWork
{
    public static bool Contains(IInvocationOperation call) =>
        Follows(call.TargetMethod.Name) && EarlierStatements.Of(call.Syntax).Any(static statement => Holds(statement, Settles));

    /// <summary>True for a change behind another one that is not told of the token either: made alone, the first would be half of what was asked for.</summary>
    public static bool FollowsChange(IInvocationOperation call) =>
        IsChange(call.TargetMethod.Name) && EarlierStatements.Of(call.Syntax).Any(static statement => Holds(statement, IsChange) && !statement.ToString().Contains("RequestAborted"));

    private static bool Follows(string method) =>
        Begins(method, "Remove") || Begins(method, "Invalidate") || Begins(method, "Evict") || Begins(method, "Clear") || Begins(method, "Expire") ||
        Begins(method, "Publish") || Begins(method, "Notify") || Begins(method, "Raise") || Begins(method, "Dispatch");

    private static bool IsChange(string method) =>
        Follows(method) || Settles(method) || Begins(method, "Create") || Begins(method, "Insert") || Begins(method, "Add") || Begins(method, "Update") || Begins(method, "Upsert") ||
        Begins(method, "Replace") || Begins(method, "Set") || Begins(method, "Delete");

    /// <summary>Whether a statement makes such a call, as <c>await context.SaveChangesAsync();</c> and <c>context.SaveChanges();</c>, also as the value of a variable or inside <c>try</c>.</summary>
    private static bool Holds(StatementSyntax statement, Func<string, bool> isWanted)
    {
        var value = statement switch
        {
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax assignment } => assignment.Right,
            ExpressionStatementSyntax expression => expression.Expression,
            LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: var initial }] } => initial,
            _ => null,
        };
        if (value is AwaitExpressionSyntax { Expression: var awaited })
        {
            value = awaited is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: var inner } } ? inner : awaited;
        }

        if (value is InvocationExpressionSyntax { Expression: var called })
        {
            return called switch
            {
                MemberAccessExpressionSyntax access => isWanted(access.Name.Identifier.ValueText),
                SimpleNameSyntax name => isWanted(name.Identifier.ValueText),
                _ => false,
            };
        }

        return statement is TryStatementSyntax { Block.Statements: var statements } && statements.Any(inner => Holds(inner, isWanted));
    }

    private static bool Settles(string method) => Begins(method, "Save") || Begins(method, "Commit");
}
