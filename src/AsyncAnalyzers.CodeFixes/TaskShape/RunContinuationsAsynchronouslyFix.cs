using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.TaskShape;

/// <summary><c>new TaskCompletionSource()</c> → <c>new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)</c>; other options are kept.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class RunContinuationsAsynchronouslyFix() : AsyncFix(Rules.RunContinuationsAsynchronously)
{
    private const string Option = "RunContinuationsAsynchronously";

    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is not { } creation)
        {
            yield break;
        }

        var options = creation.ArgumentList?.Arguments.FirstOrDefault(argument => target.Model.GetTypeInfo(argument.Expression, target.CancellationToken).ConvertedType?.Name == "TaskCreationOptions");
        yield return new("Run continuations asynchronously", "option", edit => edit.Replace(creation, current =>
        {
            var list = current.ArgumentList ?? ArgumentList();
            if (options is null)
            {
                list = list.WithArguments(Added(list.Arguments, Argument(Flag)));
            }
            else
            {
                var argument = list.Arguments[creation.ArgumentList!.Arguments.IndexOf(options)];
                list = list.ReplaceNode(argument.Expression, With(argument.Expression).WithTriviaFrom(argument.Expression));
            }

            return current switch
            {
                ObjectCreationExpressionSyntax { ArgumentList: null } named => named.WithType(named.Type.WithoutTrailingTrivia()).WithArgumentList(list.WithTrailingTrivia(named.Type.GetTrailingTrivia())),
                _ => current.WithArgumentList(list),
            };
        }));
    }

    private static MemberAccessExpressionSyntax Flag =>
        MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, TypeNames.Of("System.Threading.Tasks.TaskCreationOptions"), IdentifierName(Option));

    private static SeparatedSyntaxList<ArgumentSyntax> Added(SeparatedSyntaxList<ArgumentSyntax> arguments, ArgumentSyntax added) =>
        SeparatedList(arguments.Append(added), Enumerable.Repeat(Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space), arguments.Count));

    /// <summary><c>None</c> gives way; anything else is kept.</summary>
    private static ExpressionSyntax With(ExpressionSyntax options) =>
        options is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "None" } or LiteralExpressionSyntax or DefaultExpressionSyntax ? Flag
        : BinaryExpression(
            SyntaxKind.BitwiseOrExpression,
            options.WithoutTrivia().WithTrailingTrivia(Space),
            Token(SyntaxKind.BarToken).WithTrailingTrivia(Space),
            Flag);
}
