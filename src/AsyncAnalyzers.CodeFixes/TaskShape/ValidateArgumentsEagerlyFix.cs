using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.TaskShape;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.TaskShape;

/// <summary>
/// Splits the method: the checks stay, without <c>async</c>, and call an async local function that holds the rest. An <c>[EnumeratorCancellation]</c> moves
/// to the local function, which then takes the token.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class ValidateArgumentsEagerlyFix() : AsyncFix(Rules.ValidateArgumentsEagerly)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { Body: { } body } method &&
            target.Model.GetOperation(body, target.CancellationToken) is IBlockOperation block &&
            !body.ContainsDirectives &&
            ArgumentChecks.CountIn(block) is var count && count < body.Statements.Count)
        {
            yield return new("Check the arguments at once", "split", edit =>
            {
                var name = edit.UniqueName(CoreName(method.Identifier.ValueText), body.SpanStart);
                edit.Replace(method, current => Split(current, count, name, edit.LineBreak));
            });
        }
    }

    private static string CoreName(string name) => name.EndsWith("Async", StringComparison.Ordinal) ? name.Substring(0, name.Length - 5) + "CoreAsync" : name + "Core";

    private static MethodDeclarationSyntax Split(MethodDeclarationSyntax method, int count, string name, SyntaxTrivia lineBreak)
    {
        var body = method.Body!;
        var token = method.ParameterList.Parameters.FirstOrDefault(static parameter => AttributeOf(parameter) is not null);
        var rest = body.Statements.Skip(count).ToList();
        rest[0] = StatementList.First(rest[0]);
        var parameters = token is null ? ParameterList() : ParameterList(SingletonSeparatedList(token.WithDefault(null).WithoutTrivia()));
        var arguments = token is null ? ArgumentList() : ArgumentList(SingletonSeparatedList(Argument(IdentifierName(token.Identifier.WithoutTrivia()))));
        var core = LocalFunctionStatement(
            TokenList(Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(Space)),
            method.ReturnType.WithoutTrivia().WithTrailingTrivia(Space),
            Identifier(name),
            null,
            parameters,
            List<TypeParameterConstraintClauseSyntax>(),
            Block(rest).WithTrailingTrivia(lineBreak),
            null);
        var call = ReturnStatement(Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space), InvocationExpression(IdentifierName(name), arguments), Token(SyntaxKind.SemicolonToken));
        var statements = body.Statements.Take(count)
            .Append(DocumentEdit.Formatted(call.WithTrailingTrivia(lineBreak)))
            .Append(DocumentEdit.Formatted(core.WithLeadingTrivia(lineBreak)));
        var changed = WithoutAsync(method).WithBody(body.WithStatements(List(statements)));
        return token is null ? changed : changed.ReplaceNode(
            changed.ParameterList.Parameters[method.ParameterList.Parameters.IndexOf(token)],
            WithoutAttribute(token));
    }

    private static MethodDeclarationSyntax WithoutAsync(MethodDeclarationSyntax method)
    {
        var async = method.Modifiers.First(static modifier => modifier.IsKind(SyntaxKind.AsyncKeyword));
        var index = method.Modifiers.IndexOf(async);
        var modifiers = method.Modifiers.RemoveAt(index);
        if (index > 0)
        {
            return method.WithModifiers(modifiers);
        }

        return modifiers.Count > 0
            ? method.WithModifiers(modifiers.Replace(modifiers[0], modifiers[0].WithLeadingTrivia(async.LeadingTrivia)))
            : method.WithModifiers(modifiers).WithReturnType(method.ReturnType.WithLeadingTrivia(async.LeadingTrivia));
    }

    private static AttributeListSyntax? AttributeOf(ParameterSyntax parameter) =>
        parameter.AttributeLists.FirstOrDefault(static list => list.Attributes is [{ Name: var name }] && name.ToString().EndsWith("EnumeratorCancellation", StringComparison.Ordinal));

    private static ParameterSyntax WithoutAttribute(ParameterSyntax parameter) =>
        parameter.WithAttributeLists(parameter.AttributeLists.Remove(AttributeOf(parameter)!)).WithTriviaFrom(parameter);
}
