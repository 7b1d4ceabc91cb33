using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Concurrency;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Concurrency;

/// <summary>
/// <c>var a = db.A(); var b = db.B(); await Task.WhenAll(a, b); Use(a.Result, await b);</c> → <c>var a = await db.A(); var b = await db.B(); Use(a, b);</c>,
/// and <c>await Task.WhenAll(db.A(), db.B());</c> → two statements. Only in async functions, and only where each task is awaited and nothing else.
/// </summary>
internal static class AwaitInTurn
{
    public static FixForm? Form(IOperation mention, FixTarget target)
    {
        var concurrency = AsyncAnalyzers.Flow.Concurrency.Of(target.Model.Compilation, target.Document.Project.AnalyzerOptions, target.Types);
        var uses = new UnsafeUses(concurrency, target.Types, target.CancellationToken);
        if (target.Diagnostic.AdditionalLocations is not [{ SourceSpan: var other }, ..] ||
            AsyncFunction.Around(target.Node) is not { } function || !AsyncFunction.IsAsync(function))
        {
            return null;
        }

        return WhenAllOf(target.Node, other, target) is { } all ? FormFor(all, target) : FormFor(target, other, uses);
    }

    /// <summary>The awaited <c>WhenAll</c> whose arguments hold both places.</summary>
    private static InvocationExpressionSyntax? WhenAllOf(SyntaxNode node, TextSpan other, FixTarget target) =>
        node.Ancestors().TakeWhile(static ancestor => ancestor is not (StatementSyntax or AnonymousFunctionExpressionSyntax)).OfType<InvocationExpressionSyntax>().FirstOrDefault(call =>
            call.ArgumentList.Span.Contains(other) && target.Model.GetSymbolInfo(call, target.CancellationToken).Symbol is IMethodSymbol { Name: "WhenAll" } method && target.Types.Awaitables.IsTask(method.ContainingType));

    private static FixForm? FormFor(InvocationExpressionSyntax all, FixTarget target)
    {
        if (WaitOf(all) is not { } wait || all.ArgumentList.Arguments is not { Count: > 1 } arguments || arguments.Any(static argument => argument.NameColon is not null))
        {
            return null;
        }

        var awaits = arguments.Select(argument => AwaitSyntax.Await(WithConfiguration(Unwrapped(argument.Expression), all)).WithoutTrivia()).ToArray();
        if (wait.Parent is ExpressionStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax or SwitchSectionSyntax } statement)
        {
            return statement.Parent is GlobalStatementSyntax ? null : new("Await one after the other", "turn", edit =>
            {
                if (edit.IsFirstTime(statement))
                {
                    edit.InsertBefore(statement, awaits.Take(awaits.Length - 1).Select((awaited, index) => ExpressionStatement(awaited).WithLeadingTrivia(index == 0 ? statement.GetLeadingTrivia() : Indentation(statement)).WithTrailingTrivia(edit.LineBreak)));
                    edit.Replace(statement, current => current.WithExpression(awaits[^1]).WithLeadingTrivia(Indentation(statement)));
                }
            });
        }

        return target.Model.GetTypeInfo(wait, target.CancellationToken).Type is not IArrayTypeSymbol ? null : new("Await one after the other", "turn", edit =>
        {
            if (edit.IsFirstTime(wait))
            {
                edit.Replace(wait, current => ParseExpression($"new[] {{ {string.Join(", ", awaits.Select(static awaited => awaited.ToString()))} }}").WithTriviaFrom(current));
            }
        });
    }

    private static FixForm? FormFor(FixTarget target, TextSpan later, UnsafeUses uses)
    {
        if (target.Node.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is not { Parent: BlockSyntax block } begin)
        {
            return null;
        }

        var awaits = new List<(LocalDeclarationStatementSyntax Statement, ExpressionSyntax Start, ILocalSymbol Local)>();
        SharedObject? shared = null;
        foreach (var statement in block.Statements.Skip(block.Statements.IndexOf(begin)).OfType<LocalDeclarationStatementSyntax>())
        {
            if (statement.Declaration.Variables is [{ Initializer.Value: InvocationExpressionSyntax start } declarator] &&
                target.Model.GetDeclaredSymbol(declarator, target.CancellationToken) is ILocalSymbol local && target.Types.Awaitables.IsTaskOrValueTask(local.Type) &&
                target.Model.GetOperation(start, target.CancellationToken) is IInvocationOperation call)
            {
                var started = uses.StartedBy(call);
                shared ??= started.FirstOrDefault(use => use.Mention.Syntax == target.Node)?.Target is { Hazard: Hazard.OneAtATime } target1 ? target1.Object : null;
                if (shared is not null && started.Any(use => use.Use == Use.Starts && use.Target.Object.Equals(shared)))
                {
                    awaits.Add((statement, start, local));
                }
            }
        }

        // The other operation must be one of them, or awaited on the spot.
        var isCovered = awaits.Any(one => one.Statement.Span.Contains(later)) || target.Root.FindNode(later).Ancestors().TakeWhile(static node => node is not StatementSyntax).Any(static node => node is AwaitExpressionSyntax);
        if (awaits.Count == 0 || !isCovered)
        {
            return null;
        }

        var changes = new List<Action<DocumentEdit>>();
        var lists = new Dictionary<InvocationExpressionSyntax, List<ArgumentSyntax>>();
        foreach (var (statement, start, local) in awaits)
        {
            if (ReplacedMentions(statement, local, block, target, lists) is not { } replaced)
            {
                return null;
            }

            var isValue = local.Type is INamedTypeSymbol { Arity: 1 };
            if (!isValue && replaced.Any(static mention => mention.Parent is not ExpressionStatementSyntax))
            {
                return null;
            }

            changes.Add(edit => Await(statement, start, isValue, replaced, edit));
        }

        foreach (var pair in lists)
        {
            if (WaitOf(pair.Key) is not { Parent: ExpressionStatementSyntax { Parent: BlockSyntax } })
            {
                return null;
            }

            changes.Add(edit => Shorten(pair.Key, pair.Value, edit));
        }

        return new("Await one after the other", "turn", edit =>
        {
            if (edit.IsFirstTime(begin))
            {
                changes.ForEach(change => change(edit));
            }
        });
    }

    /// <summary>The expressions that stand for the value of the task; null if the task is used in any other way. Arguments of <c>WhenAll</c> go to <paramref name="lists"/>.</summary>
    private static List<ExpressionSyntax>? ReplacedMentions(LocalDeclarationStatementSyntax statement, ILocalSymbol local, BlockSyntax block, FixTarget target, Dictionary<InvocationExpressionSyntax, List<ArgumentSyntax>> lists)
    {
        var replaced = new List<ExpressionSyntax>();
        foreach (var name in block.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != local.Name || statement.Span.Contains(name.Span) || !SymbolEqualityComparer.Default.Equals(target.Model.GetSymbolInfo(name, target.CancellationToken).Symbol, local))
            {
                continue;
            }

            switch (name.Parent)
            {
                case AwaitExpressionSyntax awaited:
                    replaced.Add(awaited);
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax awaited } }:
                    replaced.Add(awaited);
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result:
                    replaced.Add(result);
                    break;
                case ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } } argument when target.Model.GetSymbolInfo(call, target.CancellationToken).Symbol is IMethodSymbol { Name: "WhenAll" }:
                    if (!lists.TryGetValue(call, out var arguments))
                    {
                        lists.Add(call, arguments = []);
                    }

                    arguments.Add(argument);
                    break;
                default:
                    return null;
            }
        }

        return replaced;
    }

    private static void Await(LocalDeclarationStatementSyntax statement, ExpressionSyntax start, bool isValue, List<ExpressionSyntax> replaced, DocumentEdit edit)
    {
        if (!isValue)
        {
            edit.Replace(statement, current => ExpressionStatement(AwaitSyntax.Await(current.Declaration.Variables[0].Initializer!.Value)).WithTriviaFrom(current));
            foreach (var mention in replaced)
            {
                edit.Remove(mention.Parent!);
            }

            return;
        }

        edit.Replace(start, current => AwaitSyntax.Await(current, current, start));
        if (!statement.Declaration.Type.IsVar)
        {
            edit.Replace(statement.Declaration.Type, static current => IdentifierName("var").WithTriviaFrom(current));
        }

        var name = statement.Declaration.Variables[0].Identifier;
        foreach (var mention in replaced)
        {
            if (mention.Parent is ExpressionStatementSyntax)
            {
                edit.Remove(mention.Parent);
            }
            else if (mention.Parent is ParenthesizedExpressionSyntax parenthesized)
            {
                edit.Replace(parenthesized, current => IdentifierName(name.WithoutTrivia()).WithTriviaFrom(current));
            }
            else
            {
                edit.Replace(mention, current => IdentifierName(name.WithoutTrivia()).WithTriviaFrom(current));
            }
        }
    }

    /// <summary>Takes tasks that are awaited before out of a <c>WhenAll</c>, and that away when nothing is left of it.</summary>
    private static void Shorten(InvocationExpressionSyntax all, List<ArgumentSyntax> awaited, DocumentEdit edit)
    {
        var left = all.ArgumentList.Arguments.Except(awaited).ToList();
        var wait = WaitOf(all)!;
        if (left.Count == 0)
        {
            edit.Remove(wait.Parent!);
        }
        else if (left is [var only])
        {
            edit.Replace(wait, current => AwaitSyntax.Await(WithConfiguration(only.Expression.WithoutTrivia(), all)).WithTriviaFrom(current));
        }
        else
        {
            edit.Replace(all.ArgumentList, current => current.WithArguments(SeparatedList(left.Select(static argument => argument.WithoutTrivia()), Enumerable.Repeat(Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space), left.Count - 1))));
        }
    }

    private static AwaitExpressionSyntax? WaitOf(InvocationExpressionSyntax all) =>
        all.Parent as AwaitExpressionSyntax ??
        (all.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax configured } } ? configured : null);

    /// <summary>The task configured as the <c>WhenAll</c> was.</summary>
    private static ExpressionSyntax WithConfiguration(ExpressionSyntax task, InvocationExpressionSyntax all) =>
        all.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { ArgumentList: var configuration } }
            ? AwaitSyntax.Call(task.WithoutTrivia(), "ConfigureAwait").WithArgumentList(configuration)
            : task;

    private static ExpressionSyntax Unwrapped(ExpressionSyntax task) =>
        task is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsTask", Expression: var inner } } ? inner : task;

    private static SyntaxTriviaList Indentation(SyntaxNode statement) =>
        TriviaList(statement.GetLeadingTrivia().Where(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse().Take(1));
}
