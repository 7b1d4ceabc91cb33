using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Unobserved;

/// <summary>
/// <c>items.Select(FooAsync).ToList();</c> → <c>await Task.WhenAll(items.Select(FooAsync));</c>; for a local <c>await Task.WhenAll(tasks);</c> after the last
/// statement that mentions it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class ObserveTaskCollectionFix() : AsyncFix(Rules.ObserveTaskCollection)
{
    private const string Title = "Await the tasks with Task.WhenAll";

    private const string Key = "together";

    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is { } declarator && declarator.Identifier.Span == target.Diagnostic.Location.SourceSpan)
        {
            if (FormFor(declarator, target) is { } form)
            {
                yield return form;
            }
        }
        else if (target.Node.FirstAncestorOrSelf<ExpressionSyntax>() is { } dropped && AsyncFunction.CanAwait(dropped, target.Model, target.Types, target.CancellationToken))
        {
            if (dropped is not ConditionalAccessExpressionSyntax conditional)
            {
                yield return new(Title, Key, edit => edit.Await(dropped, current => WhenAll(Uncopied(current), TypeOf(Uncopied(dropped), target), dropped.SpanStart, edit)));
            }
            else if (conditional is { Parent: ExpressionStatementSyntax statement, WhenNotNull: not ConditionalAccessExpressionSyntax })
            {
                yield return new(Title, Key, edit => UnlessNull.Await(statement, conditional, edit, operand: tasks => WhenAll(Uncopied(tasks), TypeOf(Uncopied(conditional.WhenNotNull), target), dropped.SpanStart, edit)));
            }
        }
    }

    private static FixForm? FormFor(VariableDeclaratorSyntax declarator, FixTarget target)
    {
        if (declarator is not { Parent.Parent: LocalDeclarationStatementSyntax declaration } ||
            target.Model.GetDeclaredSymbol(declarator, target.CancellationToken) is not ILocalSymbol local ||
            LastMention(declaration, local, target) is not { } last ||
            !AsyncFunction.CanAwait(last, target.Model, target.Types, target.CancellationToken))
        {
            return null;
        }

        // Who counts a lazy sequence has started its tasks; WhenAll would start them again.
        var isLazy = declarator.Initializer?.Value is { } value && target.Model.GetOperation(value, target.CancellationToken) is { } initial && TaskSequence.Of(initial, target.Types, SymbolList.Empty) is { IsLazy: true };
        var isJump = last is ReturnStatementSyntax or ThrowStatementSyntax;
        return isLazy && last != declaration || !isJump && target.Model.AnalyzeControlFlow(last) is not { Succeeded: true, EndPointIsReachable: true }
            ? null
            : new(Title, Key, edit => Insert(last, local, isBefore: isJump, edit));
    }

    /// <summary>The last statement in the list of the declaration that mentions the local.</summary>
    private static StatementSyntax? LastMention(StatementSyntax declaration, ILocalSymbol local, FixTarget target)
    {
        IEnumerable<StatementSyntax> statements = declaration.Parent is GlobalStatementSyntax { Parent: CompilationUnitSyntax unit }
            ? unit.Members.OfType<GlobalStatementSyntax>().Select(static member => member.Statement)
            : Statements.In(declaration.Parent);
        return statements.LastOrDefault(statement => statement == declaration || statement.SpanStart > declaration.SpanStart && Mentions(statement, local, target));
    }

    private static bool Mentions(StatementSyntax statement, ILocalSymbol local, FixTarget target) =>
        statement.DescendantNodes().Any(node =>
            node is IdentifierNameSyntax { Identifier.ValueText: var name } && name == local.Name &&
            SymbolEqualityComparer.Default.Equals(target.Model.GetSymbolInfo(node, target.CancellationToken).Symbol, local));

    private static void Insert(StatementSyntax anchor, ILocalSymbol local, bool isBefore, DocumentEdit edit)
    {
        var isOwnLine = anchor.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        var indentation = isOwnLine && anchor.GetLeadingTrivia().LastOrDefault() is var last && last.IsKind(SyntaxKind.WhitespaceTrivia) ? TriviaList(last) : default;
        var awaited = ExpressionStatement(AwaitSyntax.Await(WhenAll(IdentifierName(local.Name), local.Type, anchor.Span.End, edit)))
            .WithLeadingTrivia(isBefore ? anchor.GetLeadingTrivia() : indentation)
            .WithTrailingTrivia(isOwnLine ? edit.LineBreak : Space);
        SyntaxNode place = anchor.Parent is GlobalStatementSyntax global ? global : anchor;
        SyntaxNode added = place is GlobalStatementSyntax ? GlobalStatement(awaited) : awaited;
        if (isBefore)
        {
            edit.InsertBefore(place, [added]);
            if (edit.IsFirstTime(anchor))
            {
                edit.Replace(anchor, current => current.WithLeadingTrivia(indentation));
            }
        }
        else
        {
            edit.InsertAfter(place, [added]);
        }

        edit.MakeAsync(AsyncFunction.Around(anchor));
    }

    /// <summary><c>Task.WhenAll(tasks)</c>, value tasks as tasks.</summary>
    private static InvocationExpressionSyntax WhenAll(ExpressionSyntax tasks, ITypeSymbol? type, int position, DocumentEdit edit)
    {
        tasks = (tasks is ParenthesizedExpressionSyntax { Expression: var inner } ? inner : tasks).WithoutTrivia();
        if (edit.Types.Awaitables.IsValueTask(TaskSequence.ElementOf(type, edit.Types)))
        {
            var name = edit.UniqueName("task", position);
            edit.AddUsing("System.Linq", position);
            tasks = AwaitSyntax.Call(tasks, "Select", Argument(ParseExpression($"{name} => {name}.AsTask()")));
        }

        return AwaitSyntax.Call(TypeNames.Task, "WhenAll", Argument(tasks));
    }

    /// <summary>The sequence without a copy of it that nobody sees, or its count.</summary>
    private static ExpressionSyntax Uncopied(ExpressionSyntax expression) =>
        expression is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ToList" or "ToArray" or "Count" or "LongCount", Expression: var sequence } } &&
        expression.DescendantTrivia().All(trivia => trivia.SpanStart < sequence.Span.End || trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            ? sequence
            : expression;

    private static ITypeSymbol? TypeOf(ExpressionSyntax sequence, FixTarget target) => target.Model.GetTypeInfo(sequence, target.CancellationToken).Type;
}
