using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Concurrency;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.CodeFixes.Concurrency;

/// <summary>The statements between the one that enters a semaphore and the one that releases it, to be put into a <c>try</c>.</summary>
internal sealed class SemaphoreSection
{
    private readonly StatementSyntax end;
    private readonly int index;
    private readonly int count;
    private readonly bool takesReturn;
    private readonly HoistedLocals hoisted;

    private SemaphoreSection(StatementSyntax end, int index, int count, bool takesReturn, HoistedLocals hoisted)
    {
        this.end = end;
        this.index = index;
        this.count = count;
        this.takesReturn = takesReturn;
        this.hoisted = hoisted;
    }

    /// <summary>The section that a leak belongs to; null if its statements cannot be moved without changing more than the leak.</summary>
    public static SemaphoreSection? Of(SemaphoreLeak leak, SemaphoreUse use, FixTarget target)
    {
        if (EndOf(leak) is not { } end || StatementList.Around(end) is not { } statements)
        {
            return null;
        }

        var index = statements.IndexOf(end);
        if (StartOf(leak.Wait, end, statements) is not { } start || start >= index)
        {
            return null;
        }

        var moved = statements.Skip(start).Take(index - start).ToList();
        var rest = statements.Skip(index + 1).ToList();
        if (!moved.TrueForAll(static statement => statement is not (LabeledStatementSyntax or LocalFunctionStatementSyntax)) || !AreOthersLast(leak, use, moved))
        {
            return null;
        }

        var users = new List<SyntaxNode>(rest);
        if (end is TryStatementSyntax { Finally: { } last })
        {
            users.Add(last);
        }

        var takesReturn = end is not TryStatementSyntax && rest is [ReturnStatementSyntax { Expression: { } value }] && IsPlain(value) && DeclaresPartOf(value, moved, target);
        if (takesReturn)
        {
            users.Clear();
        }

        var isScopeKept = users.Count == 0 || moved.TrueForAll(static statement => statement is not LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 });
        return isScopeKept && HoistedLocals.Of(moved, users, target) is { } hoisted ? new(end, index, moved.Count, takesReturn, hoisted) : null;
    }

    public void Wrap(DocumentEdit edit) =>
        edit.Replace(end.Parent!, current => StatementList.Change(current, end, index, (statements, place) => place < count ? statements : Wrapped(statements, place, edit.LineBreak)));

    private SyntaxList<StatementSyntax> Wrapped(SyntaxList<StatementSyntax> statements, int place, SyntaxTrivia lineBreak)
    {
        var start = place - count;
        var body = new List<StatementSyntax>();
        for (var moved = start; moved < place; moved++)
        {
            if (hoisted.Assign(end is TryStatementSyntax ? statements[moved] : WithoutRelease(statements[moved])) is { } statement)
            {
                body.Add(body.Count == 0 ? StatementList.First(statement) : statement);
            }
        }

        TryStatementSyntax guarded;
        if (statements[place] is TryStatementSyntax attempt)
        {
            guarded = attempt.WithBlock(attempt.Block.WithStatements(attempt.Block.Statements.InsertRange(0, body))).WithLeadingTrivia();
        }
        else
        {
            if (takesReturn)
            {
                body.Add(statements[place + 1]);
            }

            guarded = StatementList.TryFinally(body, statements[place], lineBreak);
        }

        var result = statements.Take(start).Concat(hoisted.Declare(lineBreak)).Append(DocumentEdit.Formatted(guarded)).Concat(statements.Skip(place + (takesReturn ? 2 : 1)));
        return SyntaxFactory.List(result);
    }

    /// <summary>The statement without the releases before its jumps, which the <c>finally</c> does now.</summary>
    private StatementSyntax WithoutRelease(StatementSyntax statement)
    {
        var surplus = statement.DescendantNodes().OfType<StatementSyntax>().Where(inner => SyntaxFactory.AreEquivalent(inner, end)).ToList();
        return surplus.Count == 0 ? statement : statement.RemoveNodes(surplus, SyntaxRemoveOptions.KeepUnbalancedDirectives) ?? statement;
    }

    private static StatementSyntax? EndOf(SemaphoreLeak leak) => SemaphoreLeak.TryAround(leak.Release)?.Syntax switch
    {
        null => leak.Release.Syntax.FirstAncestorOrSelf<StatementSyntax>() as ExpressionStatementSyntax,
        TryStatementSyntax { Catches.Count: 0 } attempt => attempt,
        _ => null,
    };

    /// <summary>The index of the first statement that runs with the semaphore held; null if it does not stand in the list or is not held there on all paths.</summary>
    private static int? StartOf(IInvocationOperation wait, StatementSyntax end, SyntaxList<StatementSyntax> statements)
    {
        var entering = wait.Syntax.FirstAncestorOrSelf<StatementSyntax>();
        return entering switch
        {
            ExpressionStatementSyntax when SemaphoreCall.IsResultIgnored(wait) && statements.IndexOf(entering) is var place and >= 0 => place + 1,
            IfStatementSyntax { Else: null, Condition: PrefixUnaryExpressionSyntax } or WhileStatementSyntax when statements.IndexOf(entering) is var place and >= 0 => place + 1,
            IfStatementSyntax { Else: null, Condition: AwaitExpressionSyntax or InvocationExpressionSyntax, Statement: var held } when held == end.Parent => 0,
            _ => null,
        };
    }

    /// <summary>True if whatever else releases the semaphore between leaves the section with the next statement.</summary>
    private static bool AreOthersLast(SemaphoreLeak leak, SemaphoreUse use, List<StatementSyntax> moved)
    {
        foreach (var wait in use.Waits)
        {
            if (moved.Exists(statement => statement.Span.Contains(wait.Syntax.Span)))
            {
                return false;
            }
        }

        var end = leak.Release.Syntax.FirstAncestorOrSelf<StatementSyntax>()!;
        foreach (var release in use.Releases)
        {
            if (moved.Exists(statement => statement.Span.Contains(release.Syntax.Span)) &&
                (!SyntaxFactory.AreEquivalent(end, release.Syntax.FirstAncestorOrSelf<StatementSyntax>()!) || SemaphoreLeak.TryAround(leak.Release) is not null || !IsBeforeJump(release.Syntax)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsBeforeJump(SyntaxNode release) =>
        release.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax { Statements: var statements } } statement &&
        statements.IndexOf(statement) + 1 is var next && next < statements.Count &&
        statements[next] switch
        {
            ReturnStatementSyntax { Expression: var value } => value is null || IsPlain(value),
            ThrowStatementSyntax { Expression: var exception } => exception is null || !exception.DescendantNodes().Any(static node => node is InvocationExpressionSyntax or AwaitExpressionSyntax),
            _ => false,
        };

    /// <summary>True for a value that takes no time and calls nothing.</summary>
    private static bool IsPlain(ExpressionSyntax value) =>
        !value.DescendantNodesAndSelf().Any(static node => node is InvocationExpressionSyntax or AwaitExpressionSyntax or BaseObjectCreationExpressionSyntax or ElementAccessExpressionSyntax);

    private static bool DeclaresPartOf(ExpressionSyntax value, List<StatementSyntax> moved, FixTarget target) =>
        moved.OfType<LocalDeclarationStatementSyntax>().Any(declaration => declaration.Declaration.Variables.Any(variable =>
            target.Model.GetDeclaredSymbol(variable, target.CancellationToken) is ILocalSymbol local && HoistedLocals.Uses(value, local, target)));
}
