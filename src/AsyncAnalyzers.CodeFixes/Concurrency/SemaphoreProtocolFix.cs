using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Concurrency;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Concurrency;

/// <summary>
/// What runs with the semaphore held goes into a <c>try</c> that a <c>finally</c> with the release follows; a wait goes in front of its <c>try</c>; a wait with a
/// timeout that nobody looks at throws a <c>TimeoutException</c>. Not where the release, the wait or what lies between would then run under other conditions.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class SemaphoreProtocolFix() : AsyncFix(Rules.SemaphoreProtocol)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } syntax || target.Model.GetOperation(syntax, target.CancellationToken) is not IInvocationOperation call)
        {
            return [];
        }

        if (SemaphoreUsing.Around(call) is { } holder)
        {
            return OfUsing(holder, syntax, target);
        }

        return SemaphoreUse.Of(call) is not { } use ? []
            : SemaphoreCall.IsWait(call) ? OfWait(call, use.Paths, target)
            : OfRelease(call, use, target);
    }

    private static IEnumerable<FixForm> OfRelease(IInvocationOperation release, SemaphoreUse use, FixTarget target)
    {
        foreach (var leak in use.Leaks)
        {
            if (leak.Release == release && SemaphoreSection.Of(leak, use, target) is { } section)
            {
                yield return new(leak.IsBeforeTry ? "Begin the 'try' right after the wait" : "Release in a 'finally'", "finally", section.Wrap);
            }
        }
    }

    private static IEnumerable<FixForm> OfWait(IInvocationOperation wait, SemaphorePaths? paths, FixTarget target)
    {
        if (wait.Syntax.FirstAncestorOrSelf<StatementSyntax>() is not { } statement)
        {
            yield break;
        }

        var isIgnored = SemaphoreCall.IsTimed(wait) && SemaphoreCall.IsResultIgnored(wait);
        var guarded = paths?.GuardedWaits.Find(found => found.Wait == wait);
        if (guarded is null)
        {
            if (isIgnored && paths is not null && statement is ExpressionStatementSyntax ignored)
            {
                yield return new("Throw a TimeoutException when the time is up", "timeout", edit => edit.Replace(ignored, current => Checked(current, edit.LineBreak)));
            }
        }
        else if (guarded.Try.Syntax is TryStatementSyntax attempt && PrecedingStatements(statement, attempt, guarded) is { } count && StatementList.Around(attempt) is { } statements)
        {
            yield return new(
                $"Wait in front of the 'try'{(isIgnored ? " and throw a TimeoutException when the time is up" : "")}",
                "before",
                edit => edit.Replace(attempt.Parent!, current => StatementList.Change(current, attempt, statements.IndexOf(attempt), (present, place) => MovedOut(present, place, count, isIgnored, edit.LineBreak))));
        }
    }

    /// <summary>How many statements of the <c>try</c> stand in front of the wait; null if they or the wait cannot leave it.</summary>
    private static int? PrecedingStatements(StatementSyntax statement, TryStatementSyntax attempt, GuardedWait guarded)
    {
        var index = attempt.Block.Statements.IndexOf(statement);
        var releasesOnly = attempt.Finally!.Block.Statements.Count == 1;
        var canFail = SemaphoreCall.IsCancellable(guarded.Wait) || SemaphoreCall.IsTimed(guarded.Wait);
        return index >= 0 && (index == 0 && !canFail || attempt.Catches.Count == 0 && releasesOnly) && statement is ExpressionStatementSyntax or IfStatementSyntax { Else: null } &&
            !attempt.Block.Statements.Take(index).Any(static other => other is LabeledStatementSyntax or LocalFunctionStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 })
            ? index
            : null;
    }

    private static SyntaxList<StatementSyntax> MovedOut(SyntaxList<StatementSyntax> statements, int place, int count, bool isIgnored, SyntaxTrivia lineBreak)
    {
        var attempt = (TryStatementSyntax)statements[place];
        var inside = attempt.Block.Statements;
        var moved = inside.Take(count + 1).ToList();
        if (isIgnored)
        {
            moved[count] = Checked((ExpressionStatementSyntax)moved[count], lineBreak);
        }

        moved[0] = moved[0].WithLeadingTrivia(attempt.GetLeadingTrivia().AddRange(StatementList.First(moved[0]).GetLeadingTrivia().SkipWhile(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))));
        var rest = inside.Skip(count + 1).ToList();
        if (rest.Count > 0)
        {
            rest[0] = StatementList.First(rest[0]);
        }

        var shorter = attempt.WithBlock(attempt.Block.WithStatements(List(rest))).WithLeadingTrivia();
        var added = moved.Select(statement => DocumentEdit.Formatted(StatementList.EndingLine(statement, lineBreak))).Append(DocumentEdit.Formatted<StatementSyntax>(shorter));
        return statements.RemoveAt(place).InsertRange(place, added);
    }

    /// <summary><c>await gate.WaitAsync(t);</c> → <c>if (!await gate.WaitAsync(t)) { throw new TimeoutException(); }</c>.</summary>
    private static StatementSyntax Checked(ExpressionStatementSyntax wait, SyntaxTrivia lineBreak)
    {
        var entered = wait.Expression is AssignmentExpressionSyntax { Right: var right } ? right : wait.Expression;
        var exception = ObjectCreationExpression(TypeNames.Of("System.TimeoutException")).WithArgumentList(ArgumentList()).WithNewKeyword(Token(SyntaxKind.NewKeyword).WithTrailingTrivia(Space));
        var thrown = ThrowStatement(exception).WithThrowKeyword(Token(SyntaxKind.ThrowKeyword).WithTrailingTrivia(Space)).WithTrailingTrivia(lineBreak);
        return DocumentEdit.Formatted(IfStatement(PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, entered.WithoutTrivia()), Block(thrown)).WithTriviaFrom(wait));
    }

    private static IEnumerable<FixForm> OfUsing(StatementSyntax holder, InvocationExpressionSyntax wait, FixTarget target)
    {
        if (wait.Expression is not MemberAccessExpressionSyntax { Expression: var semaphore } ||
            StatementList.Around(holder) is not { } statements ||
            !AsyncFunction.CanAwait(wait, target.Model, target.Types, target.CancellationToken) ||
            IsVariableUsed(holder, statements))
        {
            yield break;
        }

        var index = statements.IndexOf(holder);
        yield return new("Await the wait and release in a 'finally'", "finally", edit =>
        {
            edit.Replace(holder.Parent!, current => StatementList.Change(current, holder, index, (present, place) => Guarded(present, place, wait, semaphore, edit.LineBreak)));
            edit.MakeAsync(AsyncFunction.Around(wait));
        });
    }

    private static SyntaxList<StatementSyntax> Guarded(SyntaxList<StatementSyntax> statements, int place, InvocationExpressionSyntax wait, ExpressionSyntax semaphore, SyntaxTrivia lineBreak)
    {
        var holder = statements[place];
        IEnumerable<StatementSyntax> body = holder switch
        {
            UsingStatementSyntax { Statement: BlockSyntax block } => block.Statements,
            UsingStatementSyntax { Statement: var single } => [single],
            _ => statements.Skip(place + 1),
        };
        var enter = ExpressionStatement(AwaitSyntax.Await(wait)).WithLeadingTrivia(holder.GetLeadingTrivia()).WithTrailingTrivia(lineBreak);
        var release = ExpressionStatement(AwaitSyntax.Call(semaphore.WithoutTrivia(), "Release"));
        var inside = body.Select((statement, index) => index == 0 ? StatementList.First(statement) : statement);
        StatementSyntax guarded = DocumentEdit.Formatted(StatementList.TryFinally(inside, release, lineBreak));
        var after = holder is UsingStatementSyntax ? statements.Skip(place + 1) : [];
        return List(statements.Take(place).Append(DocumentEdit.Formatted(enter)).Append(guarded).Concat(after));
    }

    /// <summary>True if the task of the wait has a name that something mentions.</summary>
    private static bool IsVariableUsed(StatementSyntax holder, SyntaxList<StatementSyntax> statements)
    {
        var declaration = holder switch
        {
            UsingStatementSyntax statement => statement.Declaration,
            LocalDeclarationStatementSyntax local => local.Declaration,
            _ => null,
        };
        return declaration is not null &&
            (declaration.Variables.Count > 1 ||
            statements.Any(statement => statement.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == declaration.Variables[0].Identifier.ValueText)));
    }
}
