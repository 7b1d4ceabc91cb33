using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Cancellation;

/// <summary>
/// Says whether a call belongs to a change that has been made already: after <c>SaveChangesAsync</c> or a commit, to remove what a cache still holds, or to tell others, must not be
/// given up because nobody waits any more.
/// </summary>
internal static class SettledWork
{
    public static bool Contains(IInvocationOperation call) =>
        Follows(call.TargetMethod.Name) && EarlierStatements.Of(call.Syntax).Any(Settles);

    private static bool Follows(string method) =>
        Begins(method, "Remove") || Begins(method, "Invalidate") || Begins(method, "Evict") || Begins(method, "Clear") || Begins(method, "Expire") ||
        Begins(method, "Publish") || Begins(method, "Notify") || Begins(method, "Raise") || Begins(method, "Dispatch");

    /// <summary><c>await context.SaveChangesAsync();</c> and <c>context.SaveChanges();</c>, also as the value of a variable or inside <c>try</c>.</summary>
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
            value = awaited is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: var inner } } ? inner : awaited;
        }

        if (value is InvocationExpressionSyntax { Expression: var called })
        {
            return called switch
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
