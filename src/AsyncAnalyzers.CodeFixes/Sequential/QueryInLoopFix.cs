using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Sequential;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Sequential;

/// <summary><c>foreach (…) { …; await db.SaveChangesAsync(); }</c> → saving once after the loop. Queries have no fix: how to ask for all at once is not to be read from the loop.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class QueryInLoopFix() : AsyncFix(Rules.QueryInLoop)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax { Parent: BlockSyntax { Parent: StatementSyntax loop } body } save &&
            loop is ForEachStatementSyntax or ForEachVariableStatementSyntax or ForStatementSyntax &&
            target.Node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(static name => name.Identifier.ValueText is "SaveChangesAsync" or "SaveChanges") &&
            SavedChanges.LastOf(body) == save &&
            body.Statements.Count > 1 &&
            !body.DescendantNodes().Any(static node => node is ContinueStatementSyntax) &&
            StatementList.Around(loop) is { } statements)
        {
            yield return new("Save once after the loop", "after", edit => edit.Replace(loop.Parent!, current => StatementList.Change(current, loop, statements.IndexOf(loop), (present, place) => Moved(present, place, edit.LineBreak))));
        }
    }

    private static SyntaxList<StatementSyntax> Moved(SyntaxList<StatementSyntax> statements, int place, SyntaxTrivia lineBreak)
    {
        var loop = statements[place];
        var body = loop is ForStatementSyntax count ? count.Statement : ((CommonForEachStatementSyntax)loop).Statement;
        if (body is not BlockSyntax { Statements: [.., var save] } block)
        {
            return statements;
        }

        var shorter = loop.ReplaceNode(block, block.WithStatements(block.Statements.RemoveAt(block.Statements.Count - 1)));
        var moved = StatementList.EndingLine(StatementList.First(save), lineBreak);
        moved = moved.WithLeadingTrivia(moved.GetLeadingTrivia().Insert(0, lineBreak));
        return List(statements.Take(place).Append(StatementList.EndingLine(shorter, lineBreak)).Append(DocumentEdit.Formatted(moved)).Concat(statements.Skip(place + 1)));
    }
}
