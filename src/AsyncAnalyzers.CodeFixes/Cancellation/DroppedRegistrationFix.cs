using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Cancellation;

/// <summary>
/// <c>token.Register(…);</c> → <c>await using var registration = token.Register(…);</c>, or <c>using</c> where the platform or the place has no other. Only in async
/// functions: elsewhere the work that is to be stopped goes on when the function has returned.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class DroppedRegistrationFix() : AsyncFix(Rules.DroppedRegistration)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { Parent: BlockSyntax or GlobalStatementSyntax, Expression: InvocationExpressionSyntax call } statement &&
            target.Model.GetOperation(call, target.CancellationToken) is IInvocationOperation { Type: { } type } operation &&
            AsyncFunction.Around(statement) is { } function && AsyncFunction.IsAsync(function))
        {
            var isAsync = type.AllInterfaces.Any(static contract => contract.Name == "IAsyncDisposable") && AwaitPlace.Allows(operation);
            yield return new(isAsync ? "Dispose of it with 'await using'" : "Dispose of it with 'using'", "using", edit =>
            {
                var name = edit.UniqueName("registration", statement.SpanStart);
                edit.Replace(statement, current => Declaration(current, name, isAsync));
            });
        }
    }

    private static LocalDeclarationStatementSyntax Declaration(ExpressionStatementSyntax statement, string name, bool isAsync) =>
        LocalDeclarationStatement(
                VariableDeclaration(
                    IdentifierName("var").WithTrailingTrivia(Space),
                    SingletonSeparatedList(VariableDeclarator(Identifier(name).WithTrailingTrivia(Space), null, EqualsValueClause(Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space), statement.Expression.WithoutLeadingTrivia())))))
            .WithAwaitKeyword(isAsync ? Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space) : default)
            .WithUsingKeyword(Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(Space))
            .WithSemicolonToken(statement.SemicolonToken)
            .WithLeadingTrivia(statement.GetLeadingTrivia());
}
