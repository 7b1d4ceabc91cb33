using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Style;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Style;

/// <summary><c>return await F();</c> → <c>return F();</c> with <c>async</c> gone, or the other way round, for all returns of the function.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class ReturnAwaitPolicyFix() : AsyncFix(Rules.ReturnAwaitPolicy)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<ExpressionSyntax>() is not { } node || AsyncFunction.Around(node) is not { } function)
        {
            yield break;
        }

        if (node is AwaitExpressionSyntax awaiting && target.Diagnostic.Location.SourceSpan == awaiting.Span)
        {
            if (target.Model.GetOperation(awaiting, target.CancellationToken) is IAwaitOperation awaited &&
                AsyncFunction.SymbolOf(function, target.Model, target.CancellationToken) is { } symbol &&
                ElidableAwaits.Of(awaited, symbol, target.Types) is { } awaits)
            {
                yield return new("Return the task itself", "policy", edit => Elide(awaits, function, edit));
            }
        }
        else if (AsyncFunction.CanAwait(node, target.Model, target.Types, target.CancellationToken))
        {
            yield return new("Await the task", "policy", edit => edit.MakeAsync(function));
        }
    }

    private static void Elide(IReadOnlyList<IAwaitOperation> awaits, SyntaxNode function, DocumentEdit edit)
    {
        foreach (var awaited in awaits)
        {
            var node = (AwaitExpressionSyntax)awaited.Syntax;
            if (node.Parent is ExpressionStatementSyntax statement)
            {
                edit.Replace(statement, static current => ReturnStatement(
                    Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space),
                    TaskIn((AwaitExpressionSyntax)current.Expression).WithoutTrivia(),
                    current.SemicolonToken).WithLeadingTrivia(current.GetLeadingTrivia()));
            }
            else
            {
                edit.Replace(node, static current => TaskIn(current).WithTriviaFrom(current));
            }
        }

        edit.Replace(function, AsyncModifier.Remove);
    }

    /// <summary>What is awaited, without <c>ConfigureAwait</c>.</summary>
    private static ExpressionSyntax TaskIn(AwaitExpressionSyntax awaiting)
    {
        var task = awaiting.Expression;
        while (task is ParenthesizedExpressionSyntax parenthesized)
        {
            task = parenthesized.Expression;
        }

        return task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: var configured } }
            ? configured.WithoutTrailingTrivia()
            : task;
    }
}
