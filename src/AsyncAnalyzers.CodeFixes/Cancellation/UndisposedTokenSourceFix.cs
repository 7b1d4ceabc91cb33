using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Cancellation;

/// <summary>
/// <c>var source = …</c> → <c>using var source = …</c>. Not where work that is given the token may go on when the function has returned: a task that is not awaited
/// where it is started.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class UndisposedTokenSourceFix() : AsyncFix(Rules.UndisposedTokenSource)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } statement } } declarator &&
            IsOver(declarator, statement, target))
        {
            yield return new("Dispose of it with 'using'", "using", edit => edit.Replace(statement, static current => current
                .WithoutLeadingTrivia()
                .WithUsingKeyword(Token(current.GetLeadingTrivia(), SyntaxKind.UsingKeyword, TriviaList(Space)))));
        }
    }

    /// <summary>True if every task that is given the token is awaited at once, or the call is synchronous.</summary>
    private static bool IsOver(VariableDeclaratorSyntax declarator, StatementSyntax statement, FixTarget target)
    {
        var name = declarator.Identifier.ValueText;
        var tokens = new HashSet<string>(StringComparer.Ordinal);
        var scope = statement.Parent is GlobalStatementSyntax ? target.Root : statement.Parent!;
        foreach (var use in scope.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            var isToken = use.Identifier.ValueText == name && use.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token" };
            if (!isToken && !tokens.Contains(use.Identifier.ValueText))
            {
                continue;
            }

            if (use.FirstAncestorOrSelf<EqualsValueClauseSyntax>() is { Parent: VariableDeclaratorSyntax copy, Value: var value } && value == (isToken ? use.Parent : use))
            {
                tokens.Add(copy.Identifier.ValueText);
            }
            else if (use.FirstAncestorOrSelf<ArgumentSyntax>() is { } argument && !IsOver(argument, target))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOver(ArgumentSyntax argument, FixTarget target)
    {
        foreach (var around in argument.Ancestors())
        {
            switch (around)
            {
                case AwaitExpressionSyntax or CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 }:
                    return true;
                case AnonymousFunctionExpressionSyntax:
                    return false;
                case StatementSyntax or ArrowExpressionClauseSyntax:
                    return argument.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call &&
                        target.Model.GetTypeInfo(call, target.CancellationToken).Type is var type && !target.Types.Awaitables.IsAwaitable(type) && !target.Types.Awaitables.IsAsyncStream(type);
            }
        }

        return false;
    }
}
