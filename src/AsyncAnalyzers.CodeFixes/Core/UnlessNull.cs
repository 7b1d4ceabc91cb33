using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>Awaits what only happens on an object that is there: <c>x?.F();</c> → <c>if (x is not null) await x.FAsync();</c>, in braces.</summary>
internal static class UnlessNull
{
    /// <summary>Replaces the statement <c>x?.F();</c>, where <paramref name="task"/> makes what is awaited of <c>.F()</c>.</summary>
    public static void Await(ExpressionStatementSyntax statement, ConditionalAccessExpressionSyntax conditional, DocumentEdit edit, Func<ExpressionSyntax, ExpressionSyntax> task)
    {
        var isStable = IsStable(edit.Model.GetSymbolInfo(conditional.Expression, edit.CancellationToken).Symbol);
        var name = isStable ? null : edit.UniqueName(NameFor(conditional.Expression), statement.SpanStart);
        edit.Replace(statement, current =>
        {
            var access = (ConditionalAccessExpressionSyntax)current.Expression;
            var receiver = access.Expression.WithoutTrivia();
            var condition = name is null ? $"{receiver} is not null" : $"{receiver} is {{ }} {name}";
            var awaited = AwaitSyntax.Await(Unconditional.Attach(task(access.WhenNotNull), name is null ? AwaitSyntax.Receiver(receiver) : IdentifierName(name)));
            StatementSyntax guarded = IfStatement(ParseExpression(condition), Block(ExpressionStatement(awaited)));
            // Without a block of its own it would take over an 'else' that follows.
            return DocumentEdit.Formatted((statement.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax ? guarded : Block(guarded)).WithTriviaFrom(current));
        });
        edit.MakeAsync(AsyncFunction.Around(statement));
    }

    /// <summary>True if reading it twice gives the same object.</summary>
    private static bool IsStable(ISymbol? symbol) => symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol { IsReadOnly: true };

    private static string NameFor(ExpressionSyntax receiver)
    {
        var name = receiver switch
        {
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
            MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } => member.Name.Identifier.ValueText,
            _ => "value",
        };
        name = name.TrimStart('_');
        return name.Length == 0 ? "value" : char.ToLowerInvariant(name[0]) + name.Substring(1);
    }
}
