using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Unobserved;

/// <summary>Moves the await of a task to the declaration of the local that held it.</summary>
internal static class AwaitedDeclaration
{
    /// <summary>The local now holds the result; without one, or if nothing uses it, it goes.</summary>
    public static void Rewrite(DocumentEdit edit, LocalDeclarationStatementSyntax declaration, ExpressionSyntax value, VariableUses uses, ITypeSymbol? result)
    {
        var configuration = (uses.Awaits[0].Expression as InvocationExpressionSyntax)?.ArgumentList;
        var keepsLocal = result is not null && uses.Awaits.Any(static awaited => awaited.Parent is not ExpressionStatementSyntax);
        if (keepsLocal)
        {
            edit.Replace(value, current => Awaited(current, configuration).WithTriviaFrom(current));
            if (!declaration.Declaration.Type.IsVar)
            {
                edit.Replace(declaration.Declaration.Type, type => edit.Generator.TypeExpression(result!).WithTriviaFrom(type).WithAdditionalAnnotations(Simplifier.Annotation));
            }
        }
        else
        {
            edit.Replace(declaration, current => ExpressionStatement(Awaited(((LocalDeclarationStatementSyntax)current).Declaration.Variables[0].Initializer!.Value, configuration)).WithTriviaFrom(declaration));
        }

        foreach (var awaited in uses.Awaits)
        {
            if (awaited.Parent is ExpressionStatementSyntax statement)
            {
                RemoveOrEmpty(edit, statement);
            }
            else
            {
                edit.Replace(awaited, current => TaskOf(current).WithTriviaFrom(current));
            }
        }

        edit.MakeAsync(AsyncFunction.Around(value));
    }

    private static ExpressionSyntax Awaited(ExpressionSyntax value, ArgumentListSyntax? configuration) =>
        AwaitSyntax.Await(configuration is null || value is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } }
            ? value
            : AwaitSyntax.Call(value.WithoutTrivia(), "ConfigureAwait", [.. configuration.Arguments]));

    private static ExpressionSyntax TaskOf(AwaitExpressionSyntax awaited) =>
        awaited.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var task } } ? task : awaited.Expression;

    /// <summary>A statement that is the whole body of an <c>if</c> leaves an empty block behind.</summary>
    private static void RemoveOrEmpty(DocumentEdit edit, ExpressionStatementSyntax statement)
    {
        if (statement.Parent is GlobalStatementSyntax global)
        {
            edit.Remove(global);
        }
        else if (statement.Parent is BlockSyntax or SwitchSectionSyntax)
        {
            edit.Remove(statement);
        }
        else
        {
            edit.Replace(statement, static current => DocumentEdit.Formatted(Block().WithTriviaFrom(current)));
        }
    }
}
