using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Cancellation;

/// <summary>
/// Says whether a call belongs to a change that has been made already: after <c>SaveChangesAsync</c> or a commit, to remove what a cache still holds, or to tell others, must not be
/// given up because nobody waits any more. What gives back a lock or a connection is needed whatever was settled.
/// </summary>
internal static class SettledWork
{
    public static bool Contains(IInvocationOperation call)
    {
        if (GivesBack(call.TargetMethod.Name))
        {
            return true;
        }

        if (!Follows(call.TargetMethod.Name))
        {
            return false;
        }

        for (var statement = call.Syntax.FirstAncestorOrSelf<StatementSyntax>(); statement is not null and not LocalFunctionStatementSyntax; statement = statement.Parent as StatementSyntax)
        {
            if (statement.Parent is not BlockSyntax block)
            {
                continue;
            }

            foreach (var earlier in block.Statements)
            {
                if (earlier == statement)
                {
                    break;
                }

                if (Settles(earlier))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Follows(string method) =>
        Begins(method, "Remove") || Begins(method, "Invalidate") || Begins(method, "Evict") || Begins(method, "Clear") || Begins(method, "Expire") ||
        Begins(method, "Publish") || Begins(method, "Notify") || Begins(method, "Raise") || Begins(method, "Dispatch");

    private static bool GivesBack(string method) => Begins(method, "Unlock") || Begins(method, "Release") || Begins(method, "Rollback") || Begins(method, "RollBack") || Begins(method, "Disconnect") || Begins(method, "Close");

    /// <summary><c>await context.SaveChangesAsync();</c>, also as the value of a variable or inside <c>try</c>.</summary>
    private static bool Settles(StatementSyntax statement)
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
            if (awaited is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: var inner } })
            {
                awaited = inner;
            }

            return awaited is InvocationExpressionSyntax { Expression: var called } && called switch
            {
                MemberAccessExpressionSyntax access => Settles(access.Name.Identifier.ValueText),
                SimpleNameSyntax name => Settles(name.Identifier.ValueText),
                _ => false,
            };
        }

        return statement is TryStatementSyntax { Block.Statements: var statements } && statements.Any(Settles);
    }

    private static bool Settles(string method) => Begins(method, "Save") || Begins(method, "Commit");

    private static bool Begins(string name, string word) => name.StartsWith(word, StringComparison.Ordinal);
}
