using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Concurrency;

/// <summary>
/// Locals that statements about to move into a <c>try</c> declare and others use after it: <c>var x = F();</c> → <c>int x;</c> in front and <c>x = F();</c>.
/// </summary>
internal sealed class HoistedLocals
{
    private readonly Dictionary<string, string> types = new(StringComparer.Ordinal);

    public bool IsEmpty => types.Count == 0;

    /// <summary>Null if one of them cannot be declared apart from its value.</summary>
    public static HoistedLocals? Of(IEnumerable<StatementSyntax> moved, IReadOnlyCollection<SyntaxNode> users, FixTarget target)
    {
        var hoisted = new HoistedLocals();
        foreach (var declaration in moved.OfType<LocalDeclarationStatementSyntax>())
        {
            foreach (var variable in declaration.Declaration.Variables)
            {
                if (target.Model.GetDeclaredSymbol(variable, target.CancellationToken) is not ILocalSymbol local || !users.Any(user => Uses(user, local, target)))
                {
                    continue;
                }

                if (declaration is not { IsConst: false, UsingKeyword.RawKind: 0, Declaration: { Type: not RefTypeSyntax, Variables.Count: 1 } } || TypeOf(declaration, variable, local, target) is not { } type)
                {
                    return null;
                }

                hoisted.types[local.Name] = type;
            }
        }

        return hoisted;
    }

    /// <summary>The declarations without values, in the order of the statements.</summary>
    public IEnumerable<StatementSyntax> Declare(SyntaxTrivia lineBreak) =>
        types.Select(entry => DocumentEdit.Formatted(ParseStatement($"{entry.Value} {entry.Key};").WithTrailingTrivia(lineBreak)));

    /// <summary>The statement as an assignment if it declares one of the locals; null if nothing is left of it.</summary>
    public StatementSyntax? Assign(StatementSyntax statement)
    {
        if (statement is not LocalDeclarationStatementSyntax { Declaration.Variables: [var variable] } || !types.ContainsKey(variable.Identifier.ValueText))
        {
            return statement;
        }

        return variable.Initializer is not { Value: var value }
            ? null
            : ExpressionStatement(AssignmentExpression(
                SyntaxKind.SimpleAssignmentExpression,
                IdentifierName(variable.Identifier.WithoutTrivia()).WithTrailingTrivia(Space),
                Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space),
                value.WithoutLeadingTrivia())).WithTriviaFrom(statement);
    }

    public static bool Uses(SyntaxNode user, ILocalSymbol local, FixTarget target)
    {
        foreach (var name in user.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText == local.Name && SymbolEqualityComparer.Default.Equals(target.Model.GetSymbolInfo(name, target.CancellationToken).Symbol, local))
            {
                return true;
            }
        }

        return false;
    }

    private static string? TypeOf(LocalDeclarationStatementSyntax declaration, VariableDeclaratorSyntax variable, ILocalSymbol local, FixTarget target)
    {
        if (!declaration.Declaration.Type.IsVar)
        {
            return variable.Initializer?.Value is InitializerExpressionSyntax ? null : declaration.Declaration.Type.WithoutTrivia().ToString();
        }

        // Of what is assigned, because 'var' admits null although the value never is.
        var type = variable.Initializer is { Value: var value } ? target.Model.GetTypeInfo(value, target.CancellationToken).Type ?? local.Type : local.Type;
        return type is { IsAnonymousType: false, TypeKind: not TypeKind.Error, CanBeReferencedByName: true } or IArrayTypeSymbol ? type.ToMinimalDisplayString(target.Model, declaration.SpanStart) : null;
    }
}
