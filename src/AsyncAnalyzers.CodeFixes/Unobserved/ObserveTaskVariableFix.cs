using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Unobserved;

/// <summary>
/// Of a task that nothing reads: <c>var t = FAsync();</c> → <c>await FAsync();</c>, or <c>await t;</c> at the end of the block, or <c>_ = FAsync();</c>.
/// Of one that some path loses: <c>var t = await FAsync();</c>, and <c>t</c> for each <c>await t</c>, if that is all that is done with it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class ObserveTaskVariableFix() : AsyncFix(Rules.ObserveTaskVariable)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Root.FindToken(target.Diagnostic.Location.SourceSpan.Start).Parent is not VariableDeclaratorSyntax { Initializer.Value: { } value, Parent: VariableDeclarationSyntax { Variables.Count: var count } } declarator ||
            declarator.Parent?.Parent is not LocalDeclarationStatementSyntax { Parent: BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax } declaration ||
            target.Model.GetDeclaredSymbol(declarator, target.CancellationToken) is not ILocalSymbol local)
        {
            yield break;
        }

        var canAwait = AsyncFunction.CanAwait(value, target.Model, target.Types, target.CancellationToken);
        if (VariableUses.Of(local, declaration, target) is not { } uses)
        {
            yield break;
        }

        if (uses.Awaits.Count > 0)
        {
            if (canAwait && !uses.HasOthers && (count == 1 || target.Types.Awaitables.ResultOf(local.Type) is not null && !declaration.Declaration.Type.IsVar))
            {
                yield return new("Await the task where it is started", "await", edit => AwaitedDeclaration.Rewrite(edit, declaration, value, uses, target.Types.Awaitables.ResultOf(local.Type)));
            }

            yield break;
        }

        if (uses.HasOthers)
        {
            yield break;
        }

        // The value may be no task at all, if a condition says so.
        var isCall = value is InvocationExpressionSyntax;
        if (canAwait && isCall)
        {
            if (count == 1)
            {
                yield return new("Await the task", "await", edit =>
                {
                    edit.Replace(declaration, _ => ExpressionStatement(AwaitSyntax.Await(value)).WithTriviaFrom(declaration));
                    edit.MakeAsync(AsyncFunction.Around(value));
                });
            }

            if (EndOf(declaration) is { } last)
            {
                yield return new("Await the task at the end of the block", "await-later", edit => AwaitAtEnd(edit, local.Name, last));
            }
        }

        if (count == 1 && target.Model.LookupSymbols(declaration.SpanStart, name: "_").IsEmpty)
        {
            yield return new("Discard the task with '_ ='", "discard", edit => edit.Replace(declaration, _ => Discarded(value, declaration)), IsLastResort: true);
        }
    }

    /// <summary>The last statement of the list; null where control never comes to its end, or nothing stands between.</summary>
    private static StatementSyntax? EndOf(LocalDeclarationStatementSyntax declaration) => declaration.Parent switch
    {
        BlockSyntax { Statements: [.., var last] } when last != declaration => last,
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } when unit.Members.OfType<GlobalStatementSyntax>().LastOrDefault() is { Statement: var last } && last != declaration => last,
        _ => null,
    };

    private static void AwaitAtEnd(DocumentEdit edit, string name, StatementSyntax last)
    {
        var isExit = last is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax;
        var awaited = ExpressionStatement(AwaitSyntax.Await(IdentifierName(name)))
            .WithLeadingTrivia(last.GetLeadingTrivia().LastOrDefault(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)))
            .WithTrailingTrivia(edit.LineBreak);
        SyntaxNode place = last.Parent is GlobalStatementSyntax global ? global : last;
        SyntaxNode added = place is GlobalStatementSyntax ? GlobalStatement(awaited) : awaited;
        if (isExit)
        {
            edit.InsertBefore(place, [added]);
        }
        else
        {
            edit.InsertAfter(place, [added]);
        }

        edit.MakeAsync(AsyncFunction.Around(last));
    }

    private static ExpressionStatementSyntax Discarded(ExpressionSyntax value, LocalDeclarationStatementSyntax declaration) =>
        ExpressionStatement(AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            ParseExpression("_").WithTrailingTrivia(Space),
            Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space),
            value.WithoutTrivia())).WithTriviaFrom(declaration);
}
