using System.Globalization;
using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.CodeFixes.Sequential;

/// <summary>The pieces of a loop as text: its source, its variable, its body.</summary>
internal sealed class LoopText
{
    private readonly SemanticModel model;

    public LoopText(StatementSyntax loop, LoopDependence found, SemanticModel model)
    {
        this.model = model;
        Loop = loop;
        Found = found;
        Body = loop is ForStatementSyntax count ? count.Statement : ((CommonForEachStatementSyntax)loop).Statement;
        var text = loop.SyntaxTree.GetText();
        Edits = new(text);
        NewLine = loop.SyntaxTree.GetRoot().DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } end ? end.ToString() : "\n";
        var line = text.Lines.GetLineFromPosition(loop.SpanStart).ToString();
        Indentation = line.Substring(0, line.Length - line.TrimStart().Length);
        Parameter = loop switch
        {
            ForEachVariableStatementSyntax => Name("item"),
            _ when !found.UsesVariable && IsFree("_") => "_",
            ForEachStatementSyntax each => each.Identifier.Text,
            _ => found.Source.Variable!.Name,
        };
    }

    public StatementSyntax Loop { get; }

    public StatementSyntax Body { get; }

    public LoopDependence Found { get; }

    public TextEdits Edits { get; }

    public string NewLine { get; }

    public string Indentation { get; }

    /// <summary>The lambda's parameter: the loop variable, or a new name where the loop deconstructs its items.</summary>
    public string Parameter { get; }

    /// <summary>The statements of the body.</summary>
    public IReadOnlyList<StatementSyntax> Statements => Body is BlockSyntax { Statements: var statements } ? statements : new[] { Body };

    /// <summary><c>.ConfigureAwait(false)</c> if all that the loop awaits is configured so, else nothing.</summary>
    public string Configuration => Found.Awaits.TrueForAll(static found => IsConfigured(found.Await.Syntax)) ? ".ConfigureAwait(false)" : "";

    /// <summary>The statement that takes an item apart, as the loop's header did; null if it did not.</summary>
    public string? Deconstruction => Loop is ForEachVariableStatementSyntax { Variable: var variable } ? $"{variable} = {Parameter};" : null;

    /// <summary>What the loop runs over, as a receiver of extension methods.</summary>
    public string Receiver(int position) =>
        Loop is CommonForEachStatementSyntax { Expression: not CollectionExpressionSyntax and var expression } && !Found.Source.IsCast
            ? AwaitSyntax.Receiver(expression.WithoutTrivia()).ToString()
            : Sequence(position);

    /// <summary>What the loop runs over.</summary>
    public string Sequence(int position)
    {
        if (Loop is CommonForEachStatementSyntax { Expression: var expression })
        {
            return expression is CollectionExpressionSyntax { Elements: var elements } ? $"new[] {{ {elements} }}"
                : Found.Source.IsCast ? $"{AwaitSyntax.Receiver(expression.WithoutTrivia())}.Cast<{ItemType(position)}>()"
                : expression.ToString();
        }

        var (from, limit) = (Found.Source.From!, Found.Source.Limit!);
        string count;
        if (LoopSource.ConstantOf(from) is { } first && LoopSource.ConstantOf(limit) is { } last && limit.Syntax is LiteralExpressionSyntax)
        {
            count = (last - first + (Found.Source.IsInclusive ? 1 : 0)).ToString(CultureInfo.InvariantCulture);
            return $"Enumerable.Range({from.Syntax}, {count})";
        }

        count = Count(from.Syntax.ToString(), Operand(limit.Syntax), LoopSource.ConstantOf(from), Operand(from.Syntax));
        return $"Enumerable.Range({from.Syntax}, {(Found.Source.IsCountNonNegative ? count : $"Math.Max(0, {count})")})";
    }

    /// <summary>The bound of <c>Parallel.ForAsync</c>, which is exclusive.</summary>
    public string ExclusiveLimit => Found.Source.IsInclusive ? $"{Operand(Found.Source.Limit!.Syntax)} + 1" : Found.Source.Limit!.Syntax.ToString();

    /// <summary>A name that nothing around or inside the loop has.</summary>
    public string Name(string wished)
    {
        var name = wished;
        for (var number = 2; !IsFree(name); number++)
        {
            name = wished + number;
        }

        return name;
    }

    public bool IsFree(string name) =>
        model.LookupSymbols(Loop.SpanStart, name: name).IsEmpty &&
        !Loop.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name);

    /// <summary>The comments of the loop that stand in none of the pieces kept, each on a line of its own.</summary>
    public string CommentsOutside(IReadOnlyCollection<TextSpan> kept)
    {
        var comments = Loop.DescendantTrivia()
            .Where(trivia => (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)) &&
                Loop.Span.Contains(trivia.Span) && !kept.Any(span => span.Contains(trivia.Span)))
            .Select(trivia => trivia + NewLine + Indentation);
        return string.Concat(comments);
    }

    private static bool IsConfigured(SyntaxNode awaited) =>
        awaited is AwaitExpressionSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }, ArgumentList.Arguments: [{ Expression.RawKind: (int)SyntaxKind.FalseLiteralExpression }] } };

    private string Count(string from, string limit, int? first, string fromOperand) => (first, Found.Source.IsInclusive) switch
    {
        (0, false) or (1, true) => limit,
        (0, true) => $"{limit} + 1",
        (_, false) => $"{limit} - {fromOperand}",
        (_, true) => $"{limit} - {fromOperand} + 1",
    };

    private string ItemType(int position) =>
        Loop is ForEachStatementSyntax { Type: { IsVar: false } type } ? type.ToString() : Found.Source.ElementType!.ToMinimalDisplayString(model, position);

    private static string Operand(SyntaxNode expression) =>
        expression is BinaryExpressionSyntax or ConditionalExpressionSyntax or AssignmentExpressionSyntax ? $"({expression})" : expression.ToString();
}
