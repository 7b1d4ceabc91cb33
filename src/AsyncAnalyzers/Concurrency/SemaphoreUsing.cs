using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>Finds <c>using (gate.WaitAsync())</c>, which disposes of the task of the wait.</summary>
internal static class SemaphoreUsing
{
    /// <summary>The statement or declaration whose resource the call is; null if it is none.</summary>
    public static StatementSyntax? Around(IInvocationOperation wait)
    {
        if (wait.TargetMethod.Name != "WaitAsync")
        {
            return null;
        }

        SyntaxNode resource = wait.Syntax;
        while (resource.Parent is ParenthesizedExpressionSyntax outer)
        {
            resource = outer;
        }

        return resource.Parent switch
        {
            UsingStatementSyntax statement when statement.Expression == resource => statement,
            EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Parent: UsingStatementSyntax statement } } => statement,
            EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } declaration } } => declaration,
            _ => null,
        };
    }
}
