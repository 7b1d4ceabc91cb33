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
/// <c>Task.Run(() => Use(i))</c> → <c>var iCopy = i;</c> at the beginning of the loop's body and <c>Task.Run(() => Use(iCopy))</c>. The lambdas of one
/// loop share the copy. Not where the body assigns the variable: then which value is meant is not known.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class CapturedForVariableFix() : AsyncFix(Rules.CapturedForVariable)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<IdentifierNameSyntax>() is { } name &&
            target.Model.GetOperation(name, target.CancellationToken) is ILocalReferenceOperation { Local: var variable } mention &&
            LoopOf(mention) is { } loop &&
            ForVariables.FunctionAround(mention, loop) is { } function &&
            !ForVariables.IsAssignedIn(loop.Body, variable))
        {
            yield return new($"Copy '{variable.Name}' into a local of the loop's body", "copy", edit => Copy(variable, (ForStatementSyntax)loop.Syntax, function, edit));
        }
    }

    private static IForLoopOperation? LoopOf(ILocalReferenceOperation mention)
    {
        for (var parent = mention.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IForLoopOperation { Syntax: ForStatementSyntax } loop && ForVariables.Of(loop).Contains(mention.Local))
            {
                return loop;
            }
        }

        return null;
    }

    private static void Copy(ILocalSymbol variable, ForStatementSyntax loop, IOperation function, DocumentEdit edit)
    {
        var existing = Copies(loop).FirstOrDefault(copy => Copied(copy) == variable.Name);
        var name = existing?.Identifier.Text ?? edit.UniqueName(variable.Name.TrimStart('@') + "Copy", loop.Statement.SpanStart, loop);
        foreach (var operation in function.Descendants())
        {
            if (operation is ILocalReferenceOperation { Local: var local, Syntax: IdentifierNameSyntax mention } && SymbolEqualityComparer.Default.Equals(local, variable) && !ForVariables.IsName(operation))
            {
                edit.Replace(mention, current => IdentifierName(name).WithTriviaFrom(current));
                if (mention.Parent is AnonymousObjectMemberDeclaratorSyntax { NameEquals: null } member)
                {
                    edit.Replace(member, current => DocumentEdit.Formatted(current.WithNameEquals(NameEquals(IdentifierName(mention.Identifier.WithoutTrivia())))));
                }
            }
        }

        if (existing is null && edit.IsFirstTime(StepOf(variable, loop)))
        {
            edit.Replace(loop.Statement, current => WithCopy(current, variable.Name, name, loop, edit));
        }
    }

    private static StatementSyntax WithCopy(StatementSyntax body, string variable, string name, ForStatementSyntax loop, DocumentEdit edit)
    {
        var copy = (StatementSyntax)ParseStatement($"var {name} = {(SyntaxFacts.GetKeywordKind(variable) == SyntaxKind.None ? variable : "@" + variable)};").WithTrailingTrivia(edit.LineBreak);
        if (body is not BlockSyntax { Statements: var statements } block)
        {
            return DocumentEdit.Formatted(Block(copy, body.WithLeadingTrivia(body.GetLeadingTrivia())));
        }

        // In the order of the header, whichever is copied first.
        var place = 0;
        while (place < statements.Count && CopyIn(statements[place]) is { } earlier && Copied(earlier) is { } other && IsBefore(other, variable, loop))
        {
            place++;
        }

        return block.WithStatements(statements.Insert(place, DocumentEdit.Formatted(copy)));
    }

    private static bool IsBefore(string one, string other, ForStatementSyntax loop)
    {
        var names = loop.Declaration?.Variables.Select(static variable => variable.Identifier.ValueText).ToList() ?? [];
        return names.IndexOf(one) < names.IndexOf(other);
    }

    /// <summary>Copies of variables with which the body begins and that it never changes.</summary>
    private static IEnumerable<VariableDeclaratorSyntax> Copies(ForStatementSyntax loop) =>
        loop.Statement is BlockSyntax { Statements: var statements }
            ? statements.TakeWhile(static statement => CopyIn(statement) is not null).Select(static statement => CopyIn(statement)!).Where(copy => !IsAssigned(copy.Identifier.ValueText, loop))
            : [];

    private static VariableDeclaratorSyntax? CopyIn(StatementSyntax statement) =>
        statement is LocalDeclarationStatementSyntax { Declaration: { Type.IsVar: true, Variables: [{ Initializer.Value: IdentifierNameSyntax } copy] } } ? copy : null;

    private static string? Copied(VariableDeclaratorSyntax copy) => (copy.Initializer?.Value as IdentifierNameSyntax)?.Identifier.ValueText;

    private static bool IsAssigned(string name, ForStatementSyntax loop) =>
        loop.Statement.DescendantNodes().OfType<IdentifierNameSyntax>().Any(mention => mention.Identifier.ValueText == name && mention.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == mention,
            ArgumentSyntax { RefKindKeyword.RawKind: not 0 } or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax => true,
            _ => false,
        });

    /// <summary>The part of the header that changes the variable: another for each variable of each loop.</summary>
    private static SyntaxNode StepOf(ILocalSymbol variable, ForStatementSyntax loop) =>
        loop.Incrementors.SelectMany(static step => step.DescendantNodesAndSelf()).OfType<IdentifierNameSyntax>().FirstOrDefault(name => name.Identifier.ValueText == variable.Name) ?? (SyntaxNode)loop;
}
