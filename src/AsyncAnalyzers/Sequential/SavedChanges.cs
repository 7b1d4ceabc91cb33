using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Sequential;

/// <summary>Whether a loop saves the changes of each item on its own for no reason that the loop shows.</summary>
internal static class SavedChanges
{
    /// <summary>True if saving is the last that each iteration does and all that it waits for: no query sees what was saved, no other effect is recorded by it.</summary>
    public static bool AreOfOneItem(IInvocationOperation save, IOperation body)
    {
        if (save.Syntax.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax statement || LastOf(body.Syntax) != statement)
        {
            return false;
        }

        foreach (var operation in body.Descendants())
        {
            if (operation is IAwaitOperation { Operation: var awaited } && CallOf(awaited) is not { TargetMethod.Name: "AddAsync" or "AddRangeAsync" } and var call && call?.Syntax != save.Syntax)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The last statement of a loop's body.</summary>
    public static SyntaxNode? LastOf(SyntaxNode body) => body is BlockSyntax { Statements: var statements } ? statements.LastOrDefault() : body;

    private static IInvocationOperation? CallOf(IOperation awaited) => awaited.Unwrap() switch
    {
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } configured } => configured.Unwrap() as IInvocationOperation,
        var other => other as IInvocationOperation,
    };
}
