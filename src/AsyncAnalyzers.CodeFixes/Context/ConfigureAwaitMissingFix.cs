using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Context;

/// <summary>
/// Adds <c>ConfigureAwait(false)</c>, or <c>(true)</c>, to what is awaited, enumerated or disposed of. A variable that <c>await using</c> declares keeps its type:
/// <c>var f = …; await using var _ = f.ConfigureAwait(false);</c>, for a statement a block around it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class ConfigureAwaitMissingFix() : AsyncFix(Rules.ConfigureAwaitMissing)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        foreach (var value in new[] { "false", "true" })
        {
            if (ChangeOf(target.Node, value == "true") is { } change)
            {
                yield return new($"Add ConfigureAwait({value})", value, change);
            }
        }
    }

    private static Action<DocumentEdit>? ChangeOf(SyntaxNode node, bool value) => node switch
    {
        AwaitExpressionSyntax awaited => edit => edit.Replace(awaited.Expression, current => Configured(current, value)),
        CommonForEachStatementSyntax loop => edit => edit.Replace(loop.Expression, current => Configured(current, value)),
        UsingStatementSyntax { Expression: { } resource } => edit => edit.Replace(resource, current => Configured(current, value)),
        UsingStatementSyntax { Declaration.Variables: [var variable] } statement => edit => edit.Replace(statement, current => InBlock(current, variable.Identifier, value)),
        LocalDeclarationStatementSyntax { Declaration.Variables: [var variable] } declaration => edit => AddDisposal(edit, declaration, variable.Identifier, value),
        _ => null,
    };

    private static ExpressionSyntax Configured(ExpressionSyntax task, bool value) =>
        AwaitSyntax.Call(task.WithoutTrivia(), "ConfigureAwait", Argument(LiteralExpression(value ? SyntaxKind.TrueLiteralExpression : SyntaxKind.FalseLiteralExpression))).WithTriviaFrom(task);

    private static SyntaxNode InBlock(UsingStatementSyntax current, SyntaxToken variable, bool value)
    {
        var declaration = LocalDeclarationStatement(current.Declaration!);
        var rest = current
            .WithDeclaration(null)
            .WithExpression(Configured(IdentifierName(variable.WithoutTrivia()), value))
            .WithLeadingTrivia(ElasticMarker);
        return DocumentEdit.Formatted(Block(declaration, rest).WithTriviaFrom(current));
    }

    private static void AddDisposal(DocumentEdit edit, LocalDeclarationStatementSyntax declaration, SyntaxToken variable, bool value)
    {
        var name = IsFree("_", declaration) ? "_" : edit.UniqueName(variable.ValueText + "Disposal", declaration.SpanStart);
        var disposal = LocalDeclarationStatement(VariableDeclaration(
                IdentifierName("var"),
                SingletonSeparatedList(VariableDeclarator(name).WithInitializer(EqualsValueClause(Configured(IdentifierName(variable.WithoutTrivia()), value))))))
            .WithAwaitKeyword(Token(SyntaxKind.AwaitKeyword))
            .WithUsingKeyword(Token(SyntaxKind.UsingKeyword));
        edit.Replace(declaration, static current => current.WithAwaitKeyword(default).WithUsingKeyword(default).WithLeadingTrivia(current.GetLeadingTrivia()));
        edit.InsertAfter(declaration, [DocumentEdit.Formatted(disposal)]);
    }

    /// <summary>False where <c>_</c> is a discard, which a local of that name would turn into an assignment, or another <c>await using</c> of the function.</summary>
    private static bool IsFree(string name, SyntaxNode node)
    {
        var uses = 0;
        foreach (var token in Member.Around(node).DescendantTokens())
        {
            uses += token.IsKind(SyntaxKind.UnderscoreToken) || token.ValueText == name ? 1 : token.IsKind(SyntaxKind.UsingKeyword) && token.GetPreviousToken().IsKind(SyntaxKind.AwaitKeyword) && token.Parent is LocalDeclarationStatementSyntax other && other != node ? 1 : 0;
        }

        return uses == 0;
    }
}
