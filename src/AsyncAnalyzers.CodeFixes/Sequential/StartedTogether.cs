using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Sequential;

/// <summary>
/// <c>var a = await A(); var b = await B();</c> → <c>var aTask = A(); var bTask = B(); await Task.WhenAll(aTask, bTask); var a = await aTask; var b = await bTask;</c>
/// </summary>
internal static class StartedTogether
{
    /// <summary>Null unless there are several awaits, each in a declaration of its own.</summary>
    public static FixForm? Of(IReadOnlyList<AwaitExpressionSyntax> awaits, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        var links = new List<Link>();
        foreach (var await in awaits)
        {
            if (Link.Of(await, model, types, cancellationToken) is not { } link)
            {
                return null;
            }

            links.Add(link);
        }

        return links.Count > 1 ? new("Start together and await Task.WhenAll", "whenall", edit => Apply(edit, links)) : null;
    }

    private static void Apply(DocumentEdit edit, List<Link> links)
    {
        var names = links.ConvertAll(link => edit.UniqueName(link.Wish, link.Statement.SpanStart));
        var added = new List<StatementSyntax> { WhenAll(links, names) };
        for (var index = 0; index < links.Count; index++)
        {
            added.Add(links[index].Read(names[index]));
        }

        var last = links[links.Count - 1].Statement;
        var lineBreak = LineBreak(last);
        if (last.Parent is GlobalStatementSyntax global)
        {
            // Nothing elastic, or the formatter puts blank lines between global statements.
            var breakOnly = TriviaList(lineBreak);
            var (before, after) = last.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) ? (TriviaList(), breakOnly) : (breakOnly, TriviaList());
            edit.InsertAfter(global, added.Select(statement => GlobalStatement(statement.WithLeadingTrivia(before).WithTrailingTrivia(after))));
        }
        else
        {
            edit.InsertAfter(last, added.Select(statement => DocumentEdit.Formatted(statement.WithLeadingTrivia(ElasticMarker).WithTrailingTrivia(lineBreak))));
        }

        // After the insertions: the editor no longer finds a statement that it has replaced.
        for (var index = 0; index < links.Count; index++)
        {
            var (link, name) = (links[index], names[index]);
            edit.Replace(link.Statement, current => link.Start(current, name));
        }
    }

    private static ExpressionStatementSyntax WhenAll(List<Link> links, List<string> names)
    {
        var task = TypeNames.Task;
        ExpressionSyntax all = AwaitSyntax.Call(task, "WhenAll", [.. names.Select(static name => Argument(IdentifierName(name)))]);

        // The awaits after it complete at once and so continue where it does: it may leave the context only if all of them do.
        if (links.Select(static link => link.Configuration?.ToString()).Distinct().Count() == 1 && links[0].Configuration is { } configuration)
        {
            all = Configured(all, configuration);
        }

        return ExpressionStatement(AwaitSyntax.Await(all));
    }

    private static InvocationExpressionSyntax Configured(ExpressionSyntax task, ArgumentListSyntax configuration) =>
        AwaitSyntax.Call(task, "ConfigureAwait").WithArgumentList(configuration.WithoutTrivia());

    private static SyntaxTrivia LineBreak(SyntaxNode statement) =>
        statement.SyntaxTree.GetRoot().DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } present
            ? EndOfLine(present.ToString())
            : CarriageReturnLineFeed;

    /// <summary>One statement of the chain.</summary>
    private sealed record Link(StatementSyntax Statement, AwaitExpressionSyntax Await, ExpressionSyntax Call, ArgumentListSyntax? Configuration, bool IsValueTask, string Wish)
    {
        public static Link? Of(AwaitExpressionSyntax await, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
        {
            var awaited = WithoutParentheses(await.Expression);
            var configuration = default(ArgumentListSyntax);
            if (awaited is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: var configured }, ArgumentList: var arguments })
            {
                (awaited, configuration) = (WithoutParentheses(configured), arguments);
            }

            if (await.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || awaited is not InvocationExpressionSyntax call)
            {
                return null;
            }

            var variable = statement switch
            {
                LocalDeclarationStatementSyntax { Declaration.Variables: [var declarator] } => declarator.Identifier.ValueText,
                ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: DeclarationExpressionSyntax or TupleExpressionSyntax } } => NameOf(call),
                _ => null,
            };
            return variable is null
                ? null
                : new(statement, await, call, configuration, types.Awaitables.IsValueTask(model.GetTypeInfo(call, cancellationToken).Type), variable + "Task");
        }

        /// <summary><c>var aTask = A();</c> in the place of the statement, with its comments.</summary>
        public StatementSyntax Start(StatementSyntax current, string name)
        {
            // The call may hold lambdas that other fixes of the same pass have changed: it is taken from the present form.
            var call = current.DescendantNodes().OfType<AwaitExpressionSyntax>().FirstOrDefault() is { } present ? CallOf(present) : Call;
            var started = IsValueTask ? AwaitSyntax.Call(call.WithoutTrivia(), "AsTask") : call.WithoutTrivia();
            return LocalDeclarationStatement(
                VariableDeclaration(IdentifierName("var").WithTrailingTrivia(Space))
                    .AddVariables(VariableDeclarator(Identifier(name).WithTrailingTrivia(Space), null, EqualsValueClause(Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space), started))))
                .WithTriviaFrom(current);
        }

        /// <summary>The statement with the task in the place of the call.</summary>
        public StatementSyntax Read(string name)
        {
            ExpressionSyntax task = IdentifierName(name);
            var read = Statement.ReplaceNode(Await, AwaitSyntax.Await(Configuration is null ? task : Configured(task, Configuration)).WithTriviaFrom(Await));
            return read.WithoutTrivia();
        }

        private static ExpressionSyntax CallOf(AwaitExpressionSyntax await) =>
            WithoutParentheses(await.Expression) is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: var configured } }
                ? WithoutParentheses(configured)
                : WithoutParentheses(await.Expression);

        private static ExpressionSyntax WithoutParentheses(ExpressionSyntax expression)
        {
            while (expression is ParenthesizedExpressionSyntax { Expression: var inner })
            {
                expression = inner;
            }

            return expression;
        }

        private static string NameOf(InvocationExpressionSyntax call)
        {
            var name = call.Expression switch
            {
                MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
                SimpleNameSyntax simple => simple.Identifier.ValueText,
                _ => "call",
            };
            if (name.Length > 5 && name.EndsWith("Async", StringComparison.Ordinal))
            {
                name = name.Substring(0, name.Length - 5);
            }

            return char.ToLowerInvariant(name[0]) + name.Substring(1);
        }
    }
}
